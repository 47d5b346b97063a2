// What a command within a sentence, or in a string of the program, amounts to: its words, without the rest of the
// sentence, and its shape, by which it is known whether a test has typed it.

const VERBS = [
  ...["status", "why", "failover", "failback", "approve", "decline", "pause", "resume", "probe"],
  ...[
    "smoke",
    "check",
    "acknowledge",
    "iam-policy",
    "validate",
    "cost",
    "policy explain",
    "backtest",
    "setup probe-users",
    "local",
  ],
  ...["fault add", "fault list", "fault clear"],
  ...["practice list", "practice stop", "practice report", "practice run", "practice"],
];

/** What begins a sentence about the program, and is no command. */
const PROSE = new Set(["on", "signs", "smoke:", "<command>"]);

/** Null for what is prose; throws for a command that there is not. */
export function wordsOf(text: string): readonly string[] | null {
  const tokens = tokensOf(text.replace(/^(npx )?(cognito-failover|node cli\/bin\.js)(?= |$)/, ""));
  const [first = "", second = ""] = tokens;
  if (first === "" || first === "…" || PROSE.has(first)) return null;
  // "failover <pool>" names the command, as its help does.
  if (/^[a-z -]+ [<[]pool[>\]]$/.test(tokens.join(" "))) return null;
  const verb = VERBS.find((one) => [first, `${first} ${second}`].map(bare).includes(one));
  if (verb === undefined) throw new Error(`there is no command "${first}"`);
  const words = verb.split(" ");
  return [...words, ...operandsOf(tokens.slice(words.length))];
}

/** "failover --override --reason": the command and which options it has. */
export function shapeOf(words: readonly string[]): string {
  const verb = VERBS.find((one) => one === words[0] || one === `${words[0]} ${words[1]}`) ?? "";
  const options = words.filter((word) => word.startsWith("--") && !EVERYWHERE.has(word));
  return [verb, ...new Set(options.sort())].join(" ");
}

/** Where the command is given makes it no other command. */
const EVERYWHERE = new Set(["--endpoints", "--stage", "--settings", "--by"]);

/** Options with their values, and what stands for a pool; the first other word is the sentence's. */
function operandsOf(tokens: readonly string[]): readonly string[] {
  const words: string[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] ?? "";
    const isOption = /^--[a-z]/.test(token);
    const isValue = /^--[a-z]/.test(tokens[at - 1] ?? "");
    const isPool = /^(…|<pool>|\[pool\]|customers|reset|delay:.*|[A-Z]\w+:\d+)[.,;]?$/.test(token);
    if (!isOption && !isValue && !isPool) break;
    words.push(isOption ? bare(token) : token);
  }
  return words;
}

export function tokensOf(text: string): readonly string[] {
  return (text.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((token) =>
    token.replace(/^(["'])(.*)\1$/, "$2"),
  );
}

/** Without what ends a sentence. */
function bare(token: string): string {
  return token.replace(/[.,;:'"]+$/, "");
}

/** The words of an `aws` line within a sentence: what is filled in reads "x". */
export function awsWords(text: string): readonly string[] {
  const [line = ""] = text.split(/\$\{|, [A-Z]|, without| {3}/);
  const words = tokensOf(line.replace(/(?<!--[a-z-]+) …$/, "").replaceAll("…", "x")).slice(1);
  const last = words.at(-1) ?? "";
  return last.startsWith("--") && line !== text ? words.slice(0, -1) : words;
}
