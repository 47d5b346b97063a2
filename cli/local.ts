// The controller on this machine: a story in a pretend AWS, or the pretend AWS alone.

import { resolve } from "node:path";
import { ActionError } from "../core/values/errors.ts";
import { instant } from "../core/values/types.ts";
import { timeOfDay } from "../core/values/words.ts";
import { inFirstPool } from "../sim/experiment/settings.ts";
import type { ExperimentSettings } from "../sim/experiment/world.ts";
import type { Story, StoryEnding } from "../sim/story.ts";
import type { LocalWorld, World } from "../sim/world.ts";
import { checked, readSettings, STORY_SETTINGS_FILE } from "./settings.ts";
import { exitCodes, INTERRUPTED } from "./terminal/fail.ts";
import { jsonOutput, textOutput } from "./terminal/output.ts";

export interface LocalOptions {
  readonly story: string;
  readonly serve?: boolean;
  readonly exit?: boolean;
  readonly json?: boolean;
  readonly seed: number;
  readonly speed?: number;
  readonly settings?: string;
}

/** Idle time passes this much faster in a story, unless `--speed` says otherwise. */
const STORY_SPEED = 60;

export async function local(options: LocalOptions): Promise<void> {
  const { file, settings } = await chosenSettings(options);
  if (options.json !== true && options.serve !== true) {
    console.log(
      "cognito-failover on this machine: two Regions and a witness (a third that only looks), all pretended.",
    );
  }
  // The SDK's clients take most of a second to load, so the first line comes before them.
  const [{ localWorld }, { telling }, { stories }] = await Promise.all([
    import("../sim/world.ts"),
    import("../sim/telling.ts"),
    import("../sim/stories.ts"),
  ]);
  const story = stories.find(({ name }) => name === options.story);
  if (story === undefined) throw unknownStory(options.story, stories);
  const speed = options.speed ?? (options.serve === true ? 1 : STORY_SPEED);
  const world = await localWorld({
    settings: settingsOf(story, settings),
    ...(story.drivers === undefined ? {} : { drivers: story.drivers }),
    seed: options.seed,
    speed,
  });
  const ended = untilEnded();
  try {
    if (options.serve === true) {
      console.log(JSON.stringify(servedWorld(world, file)));
      await ended;
      return;
    }
    const isJson = options.json === true;
    const ending = await Promise.race([tell(telling, { story, world, isJson }), ended]);
    if (ending === undefined) {
      process.exitCode = INTERRUPTED;
      return;
    }
    process.exitCode = ending.isAsPromised ? exitCodes.done : exitCodes.notDone;
    if (options.exit === true || process.stdout.isTTY !== true || isJson) return;
    console.log(
      `\nThe pretend AWS stays up until Ctrl-C:\n${JSON.stringify(servedWorld(world, file))}`,
    );
    await ended;
  } finally {
    await world.close();
  }
}

function settingsOf({ change = {} }: Story, settings: object): object {
  return inFirstPool(settings as ExperimentSettings, change);
}

async function chosenSettings({ settings: named = STORY_SETTINGS_FILE }: LocalOptions) {
  const settings = await readSettings(named);
  checked(settings, named);
  return { file: resolve(named), settings };
}

export async function tell(
  telling: typeof import("../sim/telling.ts")["telling"],
  { story, world, isJson }: { story: Story; world: World; isJson: boolean },
): Promise<StoryEnding> {
  const began = world.clock.now();
  const elapsed = () => timeOfDay(instant(world.clock.now() - began));
  const teller = isJson ? jsonOutput() : textOutput(elapsed);
  const { stage, ending } = telling(story, world, (line) => teller.tell(line));
  // A story that is left stays where it was, so its ticking must not keep the process.
  const ticking = setInterval(() => teller.tick(stage.waitingFor), 120).unref();
  try {
    return await ending;
  } finally {
    clearInterval(ticking);
  }
}

/** One line of JSON for any foreign client, and for commands with `--endpoints`. */
export function servedWorld(
  {
    served,
    policy,
    deployed,
  }: Pick<LocalWorld, "policy" | "deployed"> & {
    readonly served: Pick<LocalWorld["served"], "regions" | "global" | "dns">;
  },
  settings: string,
): object {
  const role = (region: string) => {
    if (region === policy.primary) return "primary";
    if (region === policy.secondary) return "secondary";
    return region === policy.witness ? "witness" : "vantage";
  };
  const { sdk } = policy.paths;
  const host = policy.issuer === "UPDATED" ? "issuer-cognito-idp" : "cognito-idp";
  const user = deployed.users[policy.name]?.ordinary;
  return {
    regions: Object.fromEntries(
      Object.entries(served.regions).map(([region, endpoint]) => [
        region,
        { role: role(region), endpoint },
      ]),
    ),
    global: { endpoint: served.global },
    dns: served.dns,
    pool: {
      id: policy.userPoolId,
      clientId: policy.clientId,
      domain: policy.domain,
      issuer: `https://${host}.${policy.primary}.amazonaws.com/${policy.userPoolId}`,
    },
    user,
    zone:
      sdk === null
        ? null
        : { id: sdk.zoneId, name: sdk.record.split(".").slice(1).join("."), record: sdk.record },
    topicArn: deployed.topicArn,
    stateMachineArn: deployed.failoverMachineArn,
    settings,
  };
}

function unknownStory(name: string, stories: readonly { readonly name: string }[]): ActionError {
  return new ActionError({
    code: "InvalidInput",
    cannot: "tell the story",
    must: `it must be one of ${stories.map((story) => story.name).join(", ")}`,
    value: name,
    next: "cognito-failover local --help",
  });
}

/** Resolves at Ctrl-C, or when whoever started this ends it. */
function untilEnded(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.once(signal, () => resolve());
  });
}
