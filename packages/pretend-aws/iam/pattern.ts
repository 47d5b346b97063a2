// What a policy writes with wildcards: `*` stands for any characters, `?` for one.

export type Matches = (text: string) => boolean;

/** Matches when one of the patterns does. */
export function anyPattern(patterns: readonly string[]): Matches {
  const tests = patterns.map(pattern);
  return (text) => tests.some((matches) => matches(text));
}

export function pattern(written: string): Matches {
  if (written === "*") return () => true;
  if (!/[*?]/.test(written)) return (text) => text === written;
  const source = written
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const expression = new RegExp(`^${source}$`, "s");
  return (text) => expression.test(text);
}

/** Each of an ARN's six parts on its own, so that a wildcard never reaches past a colon of the first five. */
export function arnPattern(written: string): Matches {
  const tests = arnParts(written).map(pattern);
  if (tests.length < 6) return () => false;
  return (text) => {
    const parts = arnParts(text);
    return parts.length === 6 && tests.every((matches, index) => matches(parts[index] ?? ""));
  };
}

function arnParts(arn: string): readonly string[] {
  const [a = "", b = "", c = "", d = "", e = "", ...rest] = arn.split(":");
  return rest.length === 0 ? [] : [a, b, c, d, e, rest.join(":")];
}
