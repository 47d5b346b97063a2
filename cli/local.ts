// The controller on this machine: a story in a pretend AWS, or the pretend AWS alone.

import { ActionError } from "../core/errors.ts";
import type { Story } from "../sim/story.ts";
import { exitCodes } from "./fail.ts";
import { readSettings } from "./settings.ts";
import { jsonTeller, type Teller, textTeller } from "./teller.ts";

export interface LocalOptions {
  readonly story: string;
  readonly serve?: boolean;
  readonly exit?: boolean;
  readonly json?: boolean;
  readonly seed: number;
  readonly speed?: number;
  readonly settings: string;
}

/** Idle time passes this much faster in a story, unless `--speed` says otherwise. */
const STORY_SPEED = 60;

export async function local(options: LocalOptions): Promise<void> {
  if (options.json !== true && options.serve !== true) {
    console.log("cognito-failover on this machine: two Regions and a witness, all pretended.");
  }
  // The SDK's clients take most of a second to load, so the first line comes before them.
  const [{ localWorld }, { Stage }, { stories }] = await Promise.all([
    import("../sim/local-world.ts"),
    import("../sim/stage.ts"),
    import("../sim/stories.ts"),
  ]);
  const story = stories.find(({ name }) => name === options.story);
  if (story === undefined) throw unknownStory(options.story, stories);
  const settings = await readSettings(options.settings);
  const speed = options.speed ?? (options.serve === true ? 1 : STORY_SPEED);
  const world = await localWorld({ settings, seed: options.seed, speed });
  const ended = untilEnded();
  try {
    if (options.serve === true) {
      console.log(JSON.stringify(servedWorld(world)));
      await ended;
      return;
    }
    const stage = await told({ story, world, Stage }, { ended, isJson: options.json === true });
    const staysUp = options.exit !== true && process.stdout.isTTY === true && options.json !== true;
    if (stage === "told" && staysUp) {
      console.log(
        `\nThe pretend AWS stays up until Ctrl-C:\n${JSON.stringify(servedWorld(world))}`,
      );
      await ended;
    }
  } finally {
    await world.close();
  }
}

interface Telling {
  readonly story: Story;
  readonly world: World;
  readonly Stage: typeof import("../sim/stage.ts")["Stage"];
}

/** Tells the story to its end, unless whoever listens leaves before. */
async function told(
  { story, world, Stage }: Telling,
  { ended, isJson }: { readonly ended: Promise<void>; readonly isJson: boolean },
): Promise<"told" | "left"> {
  let teller: Teller | undefined;
  const stage = new Stage(world, (line) => teller?.tell(line));
  teller = isJson ? jsonTeller() : textTeller(() => stage.elapsed());
  const ticking = setInterval(() => teller?.tick(), 120);
  const watching = stage.watch();
  try {
    const ending = await Promise.race([story.run(stage), ended.then(() => null)]);
    stage.end();
    await watching;
    if (ending === null) return "left";
    const { outcome, serving, sickRegionCalls, isAsPromised } = ending;
    const as = isAsPromised ? "as promised" : "NOT as promised";
    const sentence = `${outcome}, ${as}: ${serving} serves; the failover path made ${sickRegionCalls} calls to the sick Region`;
    stage.say("end", sentence, { outcome, serving, sickRegionCalls, isAsPromised });
    process.exitCode = isAsPromised ? exitCodes.done : exitCodes.notDone;
    return "told";
  } finally {
    stage.end();
    clearInterval(ticking);
  }
}

type World = Awaited<ReturnType<typeof import("../sim/local-world.ts")["localWorld"]>>;

/** One line of JSON for any foreign client. */
function servedWorld({ served, policy, deployed }: World): object {
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
