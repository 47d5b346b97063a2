// Tries the controller against what chance thinks of: `npm run sim -- --seeds 200`. Each seed is an experiment of its
// own; one that breaks an invariant is made as small as it gets, and told. With `--only` a seed is run with some of
// its happenings alone, as the last line of such a story says.

import { parseConfig } from "../../core/settings/parse.ts";
import { ActionError, assert, withNext } from "../../core/values/errors.ts";
import { passwordOnly } from "../failure-table/password-only.ts";
import settings from "../story.config.ts";
import { type Arguments, argumentsOf, chosen, type DriverName, help, onlyOf } from "./arguments.ts";
import { type Chronicle, type Laboratory, runExperiment } from "./experiment.ts";
import { attackOf } from "./generate/attacks.ts";
import { experimentOf } from "./generate.ts";
import type { Experiment } from "./happening.ts";
import { isShare, report, shared } from "./jobs.ts";
import { type Broken, broken } from "./judge.ts";
import { ProgressLine } from "./progress.ts";
import { smallest } from "./shrink.ts";
import { storyOf } from "./story.ts";
import type { OpenWorld } from "./world.ts";

/** Loaded when asked for: the full world takes a second, and all of the SDK. */
const drivers: Readonly<Record<DriverName, () => Promise<OpenWorld>>> = {
  memory: async () => (await import("../memory/experiment.ts")).openMemoryWorld,
  full: async () => (await import("./full/full-world.ts")).openFullWorld,
};

/** As the program's own exit code for arguments. */
const exitMistaken = 2;

const policy = policyOf();

interface Found {
  readonly chronicle: Chronicle;
  readonly breaches: readonly Broken[];
}

async function main(values: Arguments): Promise<void> {
  const { seed: from, seeds, driver } = values;
  const progress = new ProgressLine(seeds);
  const failed = await (values.jobs > 1 ? shared(values, progress) : alone(values, progress));
  progress.clear();
  process.exitCode = failed.length > 0 ? 1 : 0;
  const seconds = progress.seconds();
  if (!isShare()) say({ seeds, from, failed, driver, seconds }, values);
}

/** Answers the seeds that broke an invariant. */
async function alone(values: Arguments, progress: ProgressLine): Promise<readonly number[]> {
  const laboratory = await laboratoryOf(values.driver);
  const { seed: first, seeds: count } = values;
  const failed: number[] = [];
  for (let seed = first; seed < first + count; seed++) {
    const { happenings, ...experiment } = generated(seed, values);
    const kept = chosen(happenings, values.only);
    const found = await tried(laboratory, { ...experiment, happenings: kept });
    const isBroken = found.breaches.length > 0;
    if (isBroken) failed.push(seed);
    if (isShare()) report({ seed, isBroken });
    else progress.done(failed.length);
    if (!isBroken && !values.story) continue;
    progress.clear();
    tell(!isBroken || values.keep ? found : await shrunk(laboratory, found), values);
    if (isBroken && values.first) break;
  }
  return failed;
}

function generated(seed: number, { attacks }: Arguments): Experiment {
  return attacks ? attackOf(seed, policy) : experimentOf(seed, policy);
}

async function laboratoryOf(driver: DriverName): Promise<Laboratory> {
  return { open: await drivers[driver](), settings: passwordOnly(settings) };
}

function policyOf() {
  const parsed = parseConfig(passwordOnly(settings));
  assert(parsed.kind === "valid", "sim/story.config.ts is valid");
  const [first] = parsed.config.pools;
  assert(first !== undefined, "sim/story.config.ts has a pool");
  return first;
}

async function tried(laboratory: Laboratory, experiment: Experiment): Promise<Found> {
  const chronicle = await runExperiment(laboratory, experiment);
  return { chronicle, breaches: broken(chronicle) };
}

/** The same invariant broken by the fewest happenings. */
async function shrunk(laboratory: Laboratory, found: Found): Promise<Found> {
  const { experiment } = found.chronicle;
  const name = found.breaches[0]?.invariant;
  let best = found;
  await smallest(experiment.happenings, async (happenings) => {
    const smaller = await tried(laboratory, { ...experiment, happenings });
    const isSame = smaller.breaches.some(({ invariant }) => invariant === name);
    if (isSame) best = smaller;
    return isSame;
  });
  return best;
}

function tell({ chronicle, breaches }: Found, values: Arguments): void {
  const { experiment } = chronicle;
  const all = generated(experiment.seed, values).happenings.map((one) => JSON.stringify(one));
  const left = experiment.happenings.map((one) => all.indexOf(JSON.stringify(one)));
  const kind = values.attacks ? " --attacks" : "";
  const replay = `npm run sim --${kind} --driver ${values.driver} --seed ${experiment.seed} --only ${onlyOf(left)} --story`;
  if (values.json) {
    const { seed, happenings, change } = experiment;
    print(JSON.stringify({ seed, change, happenings, breaches, replay }));
    return;
  }
  const story = storyOf(chronicle, breaches);
  const head = `Seed ${experiment.seed}, settings ${JSON.stringify(experiment.change)}.`;
  print(["", head, ...story, "", `again: ${replay}`].join("\n"));
}

interface Summary {
  readonly seeds: number;
  readonly from: number;
  readonly failed: readonly number[];
  readonly driver: string;
  readonly seconds: number;
}

function say(summary: Summary, { json }: Arguments): void {
  if (json) {
    print(JSON.stringify(summary));
    return;
  }
  const { seeds, from, failed, driver, seconds } = summary;
  const came =
    failed.length === 0
      ? "no invariant broken"
      : `${failed.length} broke an invariant: ${failed.join(", ")}`;
  print(
    `${seeds} ${seeds === 1 ? "seed" : "seeds"} from ${from} on, ${driver}: ${came}; ${seconds} s of the processor`,
  );
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function asked(words: readonly string[]): Promise<void> {
  try {
    const values = argumentsOf(words);
    if (values.help) print(help);
    else await main(values);
  } catch (error) {
    if (!(error instanceof ActionError) || error.code !== "InvalidInput") throw error;
    process.stderr.write(`${withNext(error.message, error.next)}\n`);
    process.exitCode = exitMistaken;
  }
}

if (import.meta.main) {
  // Nobody reads where a pretended error was made, and telling it is a fifth of the time.
  Error.stackTraceLimit = 0;
  await asked(process.argv.slice(2));
}
