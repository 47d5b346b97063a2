// Do two spellings of a DNS record's value mean the same? In go values as people write them and as name
// servers answer them; out comes one spelling of each. It does not say whether a value is valid.

/** Host names in lower case and without the last dot; IPv6 addresses as eight groups. */
export function canonicalValue(value: string): string {
  const plain = value.trim().toLowerCase().replace(/\.$/, "");
  return plain.includes(":") ? eightGroups(plain) : plain;
}

export function isSameValue(one: string, other: string): boolean {
  return canonicalValue(one) === canonicalValue(other);
}

/** "2001:db8::1" becomes "2001:db8:0:0:0:0:0:1", and so does every other spelling of it. */
function eightGroups(address: string): string {
  const [before = "", after] = withoutDots(address).split("::");
  const head = groups(before);
  const tail = groups(after ?? "");
  const zeros = after === undefined ? 0 : Math.max(0, 8 - head.length - tail.length);
  return [...head, ...Array<string>(zeros).fill("0"), ...tail].join(":");
}

function groups(part: string): readonly string[] {
  return part === "" ? [] : part.split(":").map((group) => group.replace(/^0+(?=.)/, ""));
}

/** The last 32 bits may be written as an IPv4 address: "::ffff:192.0.2.1". */
function withoutDots(address: string): string {
  return address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
}
