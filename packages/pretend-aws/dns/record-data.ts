// A record's value from zone-file text to what dns-packet writes into a message.

type Data = string | object | readonly Buffer[];

export function recordData(type: string, value: string): Data {
  const parse = PARSERS[type];
  return parse === undefined ? value : parse(value);
}

const PARSERS: Readonly<Record<string, (value: string) => Data>> = {
  CNAME: bare,
  NS: bare,
  PTR: bare,
  TXT: texts,
  MX: (value) => {
    const [preference, exchange = ""] = value.split(/\s+/);
    return { preference: Number(preference), exchange: bare(exchange) };
  },
  SRV: (value) => {
    const [priority, weight, port, target = ""] = value.split(/\s+/);
    return {
      priority: Number(priority),
      weight: Number(weight),
      port: Number(port),
      target: bare(target),
    };
  },
  CAA: (value) => {
    const [, flags, tag, text] = /^(\d+) (\w+) "(.*)"$/.exec(value) ?? [];
    return { flags: Number(flags), tag, value: text };
  },
  SOA: (value) => {
    const [mname = "", rname = "", ...numbers] = value.split(/\s+/);
    const [serial, refresh, retry, expire, minimum] = numbers.map(Number);
    return { mname: bare(mname), rname: bare(rname), serial, refresh, retry, expire, minimum };
  },
};

function bare(name: string): string {
  return name.replace(/\.$/, "");
}

/** Each quoted string is a string of its own in the message; \ooo is a byte, \x is x. */
function texts(value: string): readonly Buffer[] {
  return [...value.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = ""]) =>
    Buffer.from(
      text.replace(/\\([0-7]{3}|.)/g, (_, escaped: string) =>
        escaped.length === 3 ? String.fromCharCode(Number.parseInt(escaped, 8)) : escaped,
      ),
    ),
  );
}
