// One line of a transcript: a verb, bare words, and settings like by=anna or reason="two words".

export interface Command {
  readonly verb: string;
  readonly words: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
}

export function parseCommand(line: string): Command {
  const [verb = "", ...rest] = line.match(/[^\s="]+="[^"]*"|\S+/g) ?? [];
  const pairs = rest.filter((word) => word.includes("=")).map(pair);
  return {
    verb,
    words: rest.filter((word) => !word.includes("=")),
    settings: Object.fromEntries(pairs),
  };
}

function pair(word: string): [string, string] {
  const at = word.indexOf("=");
  return [word.slice(0, at), word.slice(at + 1).replace(/^"(.*)"$/, "$1")];
}
