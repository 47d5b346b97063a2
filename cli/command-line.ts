// The commands and their options. One command a file; each is loaded when it is asked for, so that help and
// mistakes answer at once.

import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { nearName } from "../core/values/nearest-name.ts";
import { planNames } from "../core/values/regions.ts";
import { audiences } from "./rights/audiences.ts";
import { exitCodes, exitCodeWords, fail } from "./terminal/fail.ts";

const program = new Command("cognito-failover")
  .description("Move sign-in of an Amazon Cognito user pool to its other Region, safely.")
  .exitOverride()
  .addHelpText(
    "after",
    `
Examples:
  $ cognito-failover local                          tell the story of an outage on this machine
  $ cognito-failover local --serve > world.json &   serve the pretend AWS for other clients
  $ cognito-failover status --endpoints world.json
  $ cognito-failover failover customers --reason "sign-in is slow" --endpoints world.json

Exit codes:
${Object.entries(exitCodes)
  .map(
    ([name, code]) => `  ${`${code}`.padEnd(2)}  ${exitCodeWords[name as keyof typeof exitCodes]}`,
  )
  .join("\n")}`,
  );

/** Where the settings are and which deployment is meant: the same for every command but `local`. */
function connected(command: Command): Command {
  return command
    .option(
      "--settings <file>",
      "the settings (default: failover.config.ts; with --endpoints those that are served)",
    )
    .option("--stage <name>", "the deployed stage", "production")
    .option(
      "--endpoints <file>",
      'what "local --serve" printed, to use that instead of AWS ("-": standard input)',
    )
    .option("--json", "one JSON object instead of text");
}

/** What `local` can tell, for its help; a test compares the names with sim/stories.ts. */
const stories: Readonly<Record<string, string>> = {
  "regional-outage":
    "the primary Region dies; sign-in moves, holds, and fails back by a person's order",
  "vantage-blind": "a vantage loses its network; nothing may move",
  "secondary-sick": "the secondary fails, then the primary too; nothing may move",
  "trigger-broken-in-both": "a release breaks a trigger in both Regions; nothing may move",
  throttled: "the quota for signing in is used up; nothing may move",
  "wrong-secret": "the probe users' passwords were changed; nothing may move",
  "clock-skew": "a vantage's clock runs ahead; nothing may move",
  lag: "the secondary falls behind; people are told, nothing may move",
  "isolation-finds-a-call": "practice: a failover would ask the dead Region; found on a calm day",
  "canary-good": "practice: 1, 5 and 10 % of users go to the secondary and come back",
  "canary-bad-secondary": "practice: the secondary fails, and users are back after one look",
  "canary-too-quiet": "practice: too few users for a share; nobody is sent anywhere",
  "practice-preempted": "practice: the primary dies meanwhile, and a failover takes over",
  "practice-controller-dies": "practice: home is gone, and a guard brings users back",
  "blocked-window": "practice: outside of its hours nobody is sent anywhere",
};

/** What `why` can suppose, for its help; a test compares the names with core/explain/what-if-facts.ts. */
const suppositions = [
  ["mode", "observe, advise, automatic"],
  ["paused", "yes, no"],
  ["replica", "ACTIVE, INACTIVE, CREATING, DELETING, unknown"],
  ["lease", "free, held"],
  ["lastShift", "never, or how long ago"],
  ["question", "open, closed: whether a person was asked"],
  ["wait", "over: it has lasted longer than transient failures do"],
  ["newest", "good, bad: the newest results from the primary"],
  ["failing, failingThere", "the share of sign-ins that fails: 30%"],
  ["signal:KIND", "sick, well, silent: of health, traffic, throttles, alarm"],
  ["vote:VANTAGE[@REGION]", "healthy, unhealthy, undetermined"],
  ["region:REGION", "well, sick, unknown: every vote about it"],
  ["order", "failOver, failBack: by a person"],
  ["a setting", "cooldown, yearsPerFalseFailover, evidenceTooOldAfter, blipsPerYear,"],
  ["", "blipMean, backgroundFailureRate, recoveryFactor"],
] as const;

function accountId(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new InvalidArgumentError("It must be 12 digits.");
}

function storyName(text: string): string {
  if (Object.hasOwn(stories, text)) return text;
  throw new InvalidArgumentError(`It must be one of ${Object.keys(stories).join(", ")}.`);
}

const examples = (...lines: readonly string[]) =>
  ["\nExample:", ...lines.map((line) => `  $ cognito-failover ${line}`)].join("\n");

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError("It must be a whole number, 0 or more.");
}

function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function positive(text: string): number {
  const value = Number(text);
  if (value >= 1 && value <= 1_000) return value;
  throw new InvalidArgumentError("It must be a number from 1 to 1000.");
}

program
  .command("local")
  .description("run the whole controller on this machine, against a pretend AWS")
  .addOption(
    new Option("--story <name>", "what happens")
      .argParser(storyName)
      .default("regional-outage")
      .conflicts("serve"),
  )
  .option("--serve", "no story: serve the pretend AWS until ended, and print where it is")
  .option("--exit", "end with the story (the default when the output is no terminal)")
  .option("--json", "one JSON object a line")
  .option("--seed <number>", "the same seed gives the same identifiers and chances", wholeNumber, 1)
  .option(
    "--speed <number>",
    "how much faster than real time idle time passes (story: 60, serve: 1)",
    positive,
  )
  .option(
    "--settings <file>",
    "the settings that the pretend pool is made from (default: sim/story.config.ts)",
  )
  .addHelpText(
    "after",
    [
      "\nStories:",
      ...Object.entries(stories).map(([name, what]) => `  ${name.padEnd(22)}  ${what}`),
      examples("local --story vantage-blind --exit --json | tail -1"),
    ].join("\n"),
  )
  .action(async (options) => {
    await (await import("./local.ts")).local(options);
    // A request that a pretend Lambda had under way would keep the process for up to a minute.
    process.exit();
  });

connected(program.command("status [pool]"))
  .description("what users meet now, what needs a person, and how all of it stands")
  .addHelpText(
    "after",
    [
      "\nExits with 6 while users are affected, with 7 when they are served and something needs a person.",
      examples("status customers", "status --endpoints world.json --json"),
    ].join("\n"),
  )
  .action(async (pool, options) => (await import("./status.ts")).status(pool, options));

connected(program.command("why <pool>"))
  .description("what is decided and all that it rests on, and what would change it")
  .option("--at <time>", 'a time in the past, rebuilt from the ledger: "14:05", or with the date')
  .option("--what-if <supposition>", "one thing otherwise; may be given again", collected)
  .addHelpText(
    "after",
    [
      "\nTo suppose:",
      ...suppositions.map(([what, values]) => `  ${what.padEnd(24)}  ${values}`),
      examples(
        "why customers",
        "why customers --at 14:05",
        "why customers --what-if region:us-west-2=sick --what-if replica=INACTIVE",
        'why customers --what-if cooldown="5 minutes" --json',
      ),
    ].join("\n"),
  )
  .action(async (pool, options) => (await import("./why.ts")).why(pool, options));

const policy = program
  .command("policy")
  .description("what the settings amount to")
  .addHelpText("after", examples("policy explain customers"));

connected(policy.command("explain [pool]"))
  .description(
    "thresholds and waits, how fast a failure is decided, what another wait would cost, and which failures count",
  )
  .option("--offline", "from the settings alone, without what the pool has shown")
  .addHelpText("after", examples("policy explain --offline", "policy explain customers --json"))
  .action(async (pool, options) => (await import("./policy.ts")).explainPolicy(pool, options));

const moves = {
  failover: ['failover customers --reason "planned maintenance in us-west-2"'],
  failback: ['failback customers --reason "us-west-2 is steady again"'],
} as const;

const moveCodes = `Ends with 0 where the move is confirmed, with 1 where it was refused, put back or broke off, with 4 where nothing
told the Regions apart, with 5 where a lever could not be moved. With --no-wait: 0 once it was begun.`;

/** What no notice and no refusal hands out. */
function dangerous(verb: keyof typeof moves): string {
  const to = verb === "failover" ? "us-east-1" : "us-west-2";
  return `
To a Region that most vantages see fail: set targetNotHealthy aside, and bothSick where both fail, and
type its name, or give it with --yes ${to}. Users will not be able to sign in there, unless the probes are wrong.
${moveCodes}`;
}

const byHelp = "a name to tell beside your AWS identity, which is told and kept anyway";

for (const [verb, what] of [
  ["failover", "move sign-in to the secondary Region"],
  ["failback", "move sign-in back to the primary Region"],
] as const) {
  connected(program.command(`${verb} <pool>`))
    .description(what)
    .requiredOption("--reason <text>", "why: it is kept, and told to everyone")
    .option("--by <name>", byHelp)
    .option("--override <rule>", "a safety rule to set aside; may be given again", collected)
    .option("--yes <region>", "the Region moved to, by name, where most vantages see it fail")
    .option("--no-wait", "do not wait for the end")
    .addHelpText("after", `${dangerous(verb)}${examples(...moves[verb])}`)
    .action(async (pool, options) => (await import("./move.ts")).move(verb, pool, options));
}

connected(program.command("probe <pool>"))
  .description(
    "walk every way in once, from every vantage (a Region that probes), and show each step",
  )
  .option("--from <vantage>", "only from this Region; may be given again", collected)
  .option("--paid", "with a machine's token, which Cognito bills")
  .addHelpText("after", examples("probe customers", "probe customers --from eu-west-1 --json"))
  .action(async (pool, options) => (await import("./probe.ts")).probe(pool, options));

connected(program.command("approve <pool>"))
  .description("agree to the move that waits for a person, and wait for its end")
  .option("--reason <text>", "why: it is kept, and told to everyone")
  .option("--by <name>", byHelp)
  .option("--no-wait", "do not wait for the end")
  .addHelpText(
    "after",
    [
      `\n${moveCodes}`,
      examples("approve customers", 'approve customers --by anna --reason "users say so too"'),
    ].join("\n"),
  )
  .action(async (pool, options) => (await import("./approve.ts")).approve(pool, options));

connected(program.command("decline <pool>"))
  .description("refuse the move that waits for a person")
  .requiredOption("--reason <text>", "why")
  .option("--by <name>", byHelp)
  .addHelpText("after", examples('decline customers --reason "it heals by itself"'))
  .action(async (pool, options) => (await import("./approve.ts")).decline(pool, options));

connected(program.command("pause <pool>"))
  .description("stop automatic moves of the pool; probes, notices and orders by people go on")
  .requiredOption("--reason <text>", "why: it is kept, and told to everyone")
  .option("--by <name>", byHelp)
  .option("--for <length>", 'how long: "2 hours"; without it and --until: until somebody resumes')
  .option("--until <time>", 'until when, in UTC: "22:00", or with the date')
  .option("--from <time>", "planned ahead: when it begins")
  .addHelpText(
    "after",
    examples(
      'pause customers --reason "network work" --for "2 hours"',
      'pause customers --reason "maintenance of us-west-2" --from 20:00 --until 22:00',
    ),
  )
  .action(async (pool, options) => (await import("./pause.ts")).pause(pool, options));

connected(program.command("resume <pool>"))
  .description("end a pause, or call off one that was planned")
  .requiredOption("--reason <text>", "why")
  .option("--by <name>", byHelp)
  .addHelpText("after", examples('resume customers --reason "the network work is done"'))
  .action(async (pool, options) => (await import("./pause.ts")).resume(pool, options));

const practice = program
  .command("practice")
  .description("send some users to the secondary for a while, judge how they fare, bring them back")
  .addHelpText(
    "after",
    [
      "\nWithout a verb it runs: practice customers --rung canary --for 20m. A pool that is called like a verb",
      "is reached with it: practice run list --rung canary.",
      examples(
        "practice run customers --rung canary --for 20m --dry-run",
        "practice list customers",
        'practice stop customers --reason "the sale begins"',
        "practice report customers --html report.html",
      ),
    ].join("\n"),
  );

connected(practice.command("run <pool>", { isDefault: true }))
  .description(
    "show the plan and what is in its way, start it, and tell what it does until it ends",
  )
  .option(
    "--rung <rung>",
    "isolation (a failover without a write), canary (some users), full (a whole path)",
  )
  .option("--for <length>", 'how long users are sent over in all: 20m, 1h, "20 minutes"')
  .option("--dry-run", "show the plan and what is in its way; start nothing")
  .option("--reason <text>", "why: it is kept, and told to everyone")
  .option("--by <name>", byHelp)
  .option("--no-wait", "do not wait for the end")
  .addHelpText(
    "after",
    [
      `
Ends with 0 where it passed, with 1 where something is in its way and nobody was sent anywhere, with 8 where it
failed, with 9 where a move, a person or a condition ended it, with 10 where it saw too little to be judged, with 11
where it broke off. With --no-wait: 0 once it was begun. Ctrl-C ends the waiting, not the run.`,
      examples(
        "practice run customers --rung isolation",
        "practice run customers --rung canary --for 20m --dry-run",
        'practice run customers --rung full --reason "the quarterly run" --no-wait',
      ),
    ].join("\n"),
  )
  .action(async (pool, options) => (await import("./practice.ts")).run(pool, options));

connected(practice.command("list [pool]"))
  .description("which rungs have passed when, what may be run now and why not, what is under way")
  .addHelpText("after", examples("practice list", "practice list customers --json"))
  .action(async (pool, options) => (await import("./practice.ts")).list(pool, options));

connected(practice.command("stop <pool>"))
  .description("end the practice run that is under way: it brings everybody back at its next look")
  .requiredOption("--reason <text>", "why: it is kept, and told to everyone")
  .option("--by <name>", byHelp)
  .addHelpText("after", examples('practice stop customers --reason "the sale begins"'))
  .action(async (pool, options) => (await import("./practice.ts")).stop(pool, options));

connected(practice.command("report <pool> [execution]"))
  .description("what came of the newest practice run, or of the named one")
  .addOption(
    new Option("--html <file>", "write it as one page that needs nothing else").conflicts("json"),
  )
  .addHelpText(
    "after",
    examples(
      "practice report customers",
      "practice report customers --html report.html",
      "practice report customers customers-practice-canary-1782874800000 --json",
    ),
  )
  .action(async (pool, execution, options) =>
    (await import("./practice.ts")).report(pool, execution, options),
  );

connected(program.command("check <pool>"))
  .description(
    "look whether the secondary could take the users, row by row, and keep what is found",
  )
  .option("--last", "show what the newest check found, without a look")
  .addOption(new Option("--sarif", "as SARIF, for code scanning").conflicts("json"))
  .addHelpText(
    "after",
    [
      `
Exits with 1 while something would make a failover fail. What one look finds counts when the next sees it again; a
check that is made while a Region is not healthy counts for nothing.`,
      examples(
        "check customers",
        "check customers --last --json",
        "check customers --sarif > readiness.sarif",
      ),
    ].join("\n"),
  )
  .action(async (pool, options) => (await import("./check.ts")).check(pool, options));

connected(program.command("acknowledge <pool> <row>"))
  .description("let a row of a check stand as it is, until a day")
  .requiredOption(
    "--until <date>",
    'when it lapses by itself, in UTC: "2026-12-01"; 90 days at most',
  )
  .requiredOption("--because <text>", "why: it is kept, and told to everyone")
  .option("--by <name>", byHelp)
  .addHelpText(
    "after",
    [
      "\nIt covers the row as the last check found it: what becomes graver is told anew.",
      examples(
        'acknowledge customers key-rotation --until 2026-12-01 --because "the key is rotated by hand"',
      ),
    ].join("\n"),
  )
  .action(async (pool, row, options) =>
    (await import("./check/acknowledge.ts")).acknowledge(pool, row, options),
  );

connected(program.command("iam-policy"))
  .description("the rights that a person, CI or the deployment's own roles need, as IAM policies")
  .addOption(
    new Option("--for <audience>", "whose rights")
      .choices(Object.keys(audiences))
      .makeOptionMandatory(),
  )
  .option("--account <id>", "12 digits (default: your credentials')", accountId)
  .option("--out <folder>", "write each part into a file of its own")
  .addHelpText(
    "after",
    [
      "\nFor:",
      ...Object.entries(audiences).map(([name, who]) => `  ${name.padEnd(22)}  ${who}`),
      "\nA part fits into a managed policy; attach all parts. docs/security.md says who types what.",
      examples(
        "iam-policy --for observe",
        "iam-policy --for deploy --account 123456789012 --out policies",
        "iam-policy --for approve --stage production --json",
      ),
    ].join("\n"),
  )
  .action(async (options) => (await import("./iam-policy.ts")).iamPolicy(options));

program
  .command("validate [file]")
  .description(
    "what is wrong with settings, what a deployment would refuse, and what is not advised",
  )
  .option("--json", "one JSON object instead of text")
  .addHelpText(
    "after",
    [
      "\nThe file is failover.config.ts unless you name another. Warnings leave the exit code at 0.",
      examples("validate", "validate other.config.ts --json"),
    ].join("\n"),
  )
  .action(async (file, options) => (await import("./validate.ts")).validate(file, options));

program
  .command("cost")
  .description(
    "what a deployment of these settings costs a month, line by line, and what replication adds",
  )
  .option("--settings <file>", "the settings", "failover.config.ts")
  .addOption(new Option("--plan <plan>", "of the pool").choices(planNames).default("essentials"))
  .option("--users <count>", "who are active in a month, for the price of replication", wholeNumber)
  .option("--tokens <count>", "machine tokens in a month, for the same", wholeNumber)
  .option("--json", "one JSON object instead of text")
  .addHelpText(
    "after",
    examples("cost", "cost --plan plus --users 250000 --tokens 40000", "cost --json"),
  )
  .action(async (options) => (await import("./cost.ts")).cost(options));

program
  .command("backtest")
  .description("run a file of outages through the decision core, and compare with its labels")
  .requiredOption("--scenarios <file>", "outages and labels, as in bench/scenarios/public.json")
  .option(
    "--policy <file>",
    "settings such as failover.config.ts: a pool's vantages, ways in, criteria, budget and cadence, as if its mode were automatic",
  )
  .option("--pool <name>", "with --policy: which pool, where there are several")
  .addOption(
    new Option("--vantages <number>", "without --policy: 3 or 5 of them, else the defaults")
      .choices(["3", "5"])
      .conflicts("policy"),
  )
  .option("--runs <number>", "of each scenario; long ones run a quarter as often", positive, 10)
  .option("--json", "one JSON object instead of text")
  .addHelpText(
    "after",
    [
      "\nnamed: from the onset to a diagnosis; delay: from the earliest right moment to the move.",
      "Exits with 1 when an outage was missed, or a move made where staying or a page is right.",
      examples(
        "backtest --scenarios bench/scenarios/own.json",
        "backtest --scenarios bench/scenarios/public.json --vantages 5 --runs 40",
        "backtest --scenarios bench/scenarios/own.json --policy failover.config.ts --json",
      ),
    ].join("\n"),
  )
  .action(async (options) => (await import("./backtest.ts")).backtest(options));

connected(program.command("smoke [pool]"))
  .description("look whether a deployment stands: everything that a failover needs")
  .option("--scratch", "also make, move and delete a record that nobody uses")
  .option(
    "--scratch-record <name>",
    "its name (default: _cognito-failover-smoke in the zone of the record)",
  )
  .addHelpText(
    "after",
    examples("smoke --stage production", "smoke customers --endpoints world.json --scratch"),
  )
  .action(async (pool, options) => (await import("./smoke.ts")).smoke(pool, options));

const setup = program
  .command("setup")
  .description("make what the controller needs and the deployment does not")
  .addHelpText("after", examples("setup probe-users customers --dry-run"));

connected(setup.command("probe-users <pool>"))
  .description(
    "bring the pool to the probe users that the settings ask for; it may be stopped anywhere",
  )
  .addOption(
    new Option("--rotate", "new users for all, then the secret, then the former ones go").conflicts(
      ["repair", "remove"],
    ),
  )
  .addOption(
    new Option("--repair", "replace those that cannot sign in at both Regions").conflicts("remove"),
  )
  .option("--remove", "delete all of them and empty the secret; needs --yes")
  .option("--yes", "no further question")
  .option("--create-secret", "make the secret where no deployment has, with its replicas")
  .option("--dry-run", "look and print the plan; change nothing")
  .option("--no-wait", "leave former users that probes may remember to the next run")
  .addHelpText(
    "after",
    examples(
      "setup probe-users customers --dry-run",
      "setup probe-users customers --repair",
      "setup probe-users customers --rotate --no-wait --json",
      "setup probe-users customers --remove --yes",
    ),
  )
  .action(async (pool, options) => (await import("./setup.ts")).probeUsers(pool, options));

const fault = program
  .command("fault")
  .description('make the pretend AWS of "local --serve" fail, for whom you like')
  .addHelpText("after", examples("fault add delay:3000 --rate 0.5 --endpoints world.json"));
const served = (command: Command) =>
  command.requiredOption(
    "--endpoints <file>",
    'what "local --serve" printed ("-": standard input)',
  );

served(fault.command("add <effect>"))
  .description(
    "effect: reset, blackHole, lostAnswer, refuse, throttle, delay:MS, status:CODE, page:NAME, or the name of an AWS error (InternalErrorException:500)",
  )
  .option("--region <region>", 'the Region that is called, or "global"')
  .option("--service <name>", "signing name: cognito-idp, dynamodb, s3, …")
  .option("--operation <name>", "InitiateAuth, PutObject, …")
  .option("--vantage <region>", "only for callers in this Region")
  .option("--rate <share>", "share of the calls that are hit, 0 to 1")
  .option("--users <share>", "share of the users that are hit, the same ones always, 0 to 1")
  .option(
    "--for <length>",
    'how long, in the world\'s time: "14 seconds"; without it and --until: until cleared',
  )
  .option("--until <time>", 'until when, in the world\'s time and UTC: "22:00"')
  .option("--from <time>", "when it begins")
  .addHelpText(
    "after",
    examples(
      "fault add reset --region us-west-2 --endpoints world.json",
      "fault add InternalErrorException:500 --service cognito-idp --endpoints world.json",
      'fault add throttle --service dynamodb --for "14 seconds" --endpoints world.json',
    ),
  )
  .action(async (effect, options) => (await import("./fault.ts")).add(effect, options));
served(fault.command("list"))
  .description("the faults in force")
  .addHelpText("after", examples("fault list --endpoints world.json"))
  .action(async (options) => (await import("./fault.ts")).list(options));
served(fault.command("clear [id]"))
  .description("end one fault, or all")
  .addHelpText("after", examples("fault clear fault-1 --endpoints world.json"))
  .action(async (id, options) => (await import("./fault.ts")).clear(id, options));

for (const command of [
  program,
  ...program.commands,
  ...fault.commands,
  ...setup.commands,
  ...policy.commands,
  ...practice.commands,
]) {
  command.showHelpAfterError(`next: ${wordsOf(command)} --help`).configureOutput({
    outputError: (text, write) =>
      write(/^error: required option/.test(text) ? `${text}${mistold(command, typed)}` : text),
  });
}

/** A misspelt option is told before the one that is missing for it. */
function mistold(command: Command, words: readonly string[]): string {
  return words
    .flatMap((word) => {
      const known = command.options.flatMap(({ long }) => long ?? []);
      const [name = ""] = word.split("=");
      const near = name.startsWith("--") && !known.includes(name) ? nearName(name, known) : null;
      return near === null ? [] : [`(${name}: did you mean ${near}?)\n`];
    })
    .join("");
}

/** "cognito-failover fault add" */
function wordsOf(command: Command): string {
  const { parent } = command;
  return parent === null ? command.name() : `${wordsOf(parent)} ${command.name()}`;
}

let typed: readonly string[] = [];

/** Runs one command: the words after the program's name. */
export async function run(words: readonly string[]): Promise<void> {
  typed = words;
  try {
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : exitCodes.usage);
    fail(error, words.includes("--json"));
  }
}
