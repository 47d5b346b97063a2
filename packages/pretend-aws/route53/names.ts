// Domain names as Route 53 writes them: lower case, fully qualified, unusual characters as \ooo.

/** "*.Example.com" becomes "\052.example.com."; an escaped character stays one. */
export function canonicalName(name: string): string {
  const escaped = name
    .toLowerCase()
    .replace(/\\([0-7]{3})|([^a-z0-9_.\\-])/g, (_, octal: string | undefined, raw: string) =>
      octal === undefined ? octalOf(raw) : unescapedIfPlain(octal),
    );
  return escaped.endsWith(".") ? escaped : `${escaped}.`;
}

/** The characters themselves, as a DNS message carries them, without the last dot. */
export function plainName(canonical: string): string {
  return canonical
    .replace(/\.$/, "")
    .replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** Labels reversed, the order in which Route 53 lists names: "com.example.www." */
export function sortKey(canonical: string): string {
  return `${labels(canonical).reverse().join(".")}.`;
}

/** The name one label up; "" above the last label. */
export function parentOf(canonical: string): string {
  return canonical.slice(canonical.indexOf(".") + 1);
}

export function isWithin(canonical: string, zone: string): boolean {
  return canonical === zone || canonical.endsWith(`.${zone}`);
}

function labels(canonical: string): string[] {
  return canonical.replace(/\.$/, "").split(".");
}

function octalOf(character: string): string {
  return [...Buffer.from(character)]
    .map((byte) => `\\${byte.toString(8).padStart(3, "0")}`)
    .join("");
}

function unescapedIfPlain(octal: string): string {
  const character = String.fromCharCode(Number.parseInt(octal, 8)).toLowerCase();
  return /[a-z0-9_-]/.test(character) ? character : `\\${octal}`;
}
