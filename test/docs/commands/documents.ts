// What documents tell people to type: blocks of shell, commands within a sentence, and the strings of the program
// that print commands.

import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

export interface Block {
  /** "docs/runbook.md#First"; further ones under one heading end in ":2" and so on. */
  readonly key: string;
  readonly file: string;
  /** The heading above it, as written. */
  readonly heading: string;
  readonly script: string;
}

export interface Line {
  readonly file: string;
  readonly command: string;
}

const pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...markdownIn("docs")];

function markdownIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)))
    .sort();
}

export const read = (file: string) => readFileSync(join(root, file), "utf8");

/** Every fenced block of shell. */
export const blocks: readonly Block[] = pages.flatMap((file) => {
  const text = read(file);
  const seen = new Map<string, number>();
  return [...text.matchAll(/^```(?:sh|bash|shell|console)\n([\s\S]*?)^```/gm)].map(
    ({ 1: script = "", index }): Block => {
      const above = text.slice(0, index).replace(/^```[\s\S]*?^```/gm, "");
      const heading = [...above.matchAll(/^#+ (.+)$/gm)].at(-1)?.[1] ?? "";
      const count = (seen.get(heading) ?? 0) + 1;
      seen.set(heading, count);
      const key = `${file}#${heading}${count === 1 ? "" : `:${count}`}`;
      return { key, file, heading, script };
    },
  );
});

const OURS =
  "status|why|failover|failback|approve|decline|pause|resume|probe|smoke|iam-policy|validate|cost|policy explain|backtest|setup probe-users|fault (?:add|list|clear)|local";
const COMMAND = new RegExp(
  `^(?:(?:npx )?cognito-failover |(?:npx )?node |npx |npm |aws |sst |(?:${OURS}) (?=[a-z<-]))`,
);

/** Every command that a sentence holds in backticks; a bare word is the name of a command and none. */
export const inline: readonly Line[] = pages.flatMap((file) => {
  const text = read(file).replace(/^```[\s\S]*?^```/gm, "");
  return [...text.matchAll(/`([^`]+)`/g)]
    .map(([, command = ""]) => command.replace(/\s+/g, " "))
    .filter((command) => COMMAND.test(command))
    .map((command) => ({ file, command }));
});

const PRINTED =
  /(?:(?:npx )?cognito-failover [a-z][^\n]*|\baws [a-z0-9-]+ [a-z0-9-]+[^\n]*|(?:npx )?sst [a-z]+[^\n]*)/;

/** Commands in the strings of the program: `next:` and the like. What is filled in reads as "…". */
export const printed: readonly Line[] = [
  "core",
  "cli",
  "aws",
  "functions",
  "controller",
  "stacks",
].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)))
    .flatMap((file) => stringsOf(read(file)).flatMap((text) => commandsOf(file, text))),
);

/** Literals of all three kinds, without comments; templates with "…" for what is filled in. */
function stringsOf(code: string): readonly string[] {
  const bare = code.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/[^\n]*/g, "$1");
  const literal = /"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g;
  return [...bare.matchAll(literal)].map(([, double, single, template]) =>
    (double ?? single ?? template ?? "")
      .replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "…")
      .replace(/\\n/g, "\n")
      .replace(/\\(.)/g, "$1"),
  );
}

function commandsOf(file: string, text: string): readonly Line[] {
  // A line may offer a second command: "approve …   (or: cognito-failover decline …)".
  const parts = text.split(/\n|(?=(?<!npx )(?:npx )?cognito-failover [a-z])/);
  return parts.flatMap((part) => {
    const [command] = PRINTED.exec(part) ?? [];
    return command === undefined ? [] : [{ file, command: command.trim() }];
  });
}
