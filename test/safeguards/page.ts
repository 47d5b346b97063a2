// How a safeguard is taken away, and what docs/safeguards.md says of the test that saw it.

import type { Safeguard } from "./safeguards.ts";

export interface Sighted {
  readonly safeguard: Safeguard;
  /** The test that turned red; null when none did. */
  readonly by: string | null;
}

/** Throws unless the text to be replaced is there, once. */
export function withoutIt(
  whole: string,
  { name, file, from, to }: Pick<Safeguard, "name" | "file" | "from" | "to">,
): string {
  const [before = "", after, ...more] = whole.split(from);
  if (after !== undefined && more.length === 0) return before + to + after;
  throw new Error(`"${name}" must be found once in ${file}`);
}

const head = `# What turns red

Each safeguard of a move, where it is taken away, and a test that sees it gone. All of it is tried in a copy of the
project, one after the other: \`npm run safeguards\`, which prints this page. \`npm test\` sees to it that the list names
what the code has.

| safeguard | taken away in | turns red |
| --- | --- | --- |
`;

export function safeguardsPage(all: readonly Sighted[]): string {
  return `${head}${all.map(line).join("\n")}\n`;
}

export function line({ safeguard: { name, file }, by }: Sighted): string {
  return `| ${name} | \`${file}\` | ${(by ?? "nothing").replaceAll("|", "\\|")} |`;
}
