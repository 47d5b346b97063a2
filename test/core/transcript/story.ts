// Runs a transcript: keeps its comments and commands, and writes anew what core answers to each.
// Lines that begin with # are prose, with > commands; everything else is answers.
//
//   pool customers mode=automatic vantages=3    a new world, 03:00 UTC
//   pool customers traffic=corroborate,veto alarm=decide
//                                               the same, with what a kind of signal may do
//   pool customers prints=sentences             the same, told in core's sentences and whole notices
//   minute us-west-2=dead eu-west-1:us-west-2=slow silent=us-east-1
//                                               every vantage probes, then the watch looks: ok unless
//                                               said otherwise by target, by vantage:target or by all;
//                                               dead, half, third or a failure class; ahead=eu-west-1
//                                               dates its results five minutes ahead
//   repeat 5                                    the last minute five times more
//   wait 10m                                    time passes, nobody probes or looks
//   replica INACTIVE, replica unknown because="..."
//   signal health sick because="..."            a signal says this of the primary from now on;
//                                               of=us-east-1 for the secondary
//   signal health silent                        and says nothing any more
//   pause by=anna reason="...", resume
//   order failBack by=anna reason="..." override=cooldown,bothSick
//   approve by=anna, decline by=anna reason="..."
//                                               the answer to a question in mode advise; without one it
//                                               ends by itself when its time is over
//   moved, moved sdk="why not", moved sdk=applied
//                                               the end of the move under way; in part where a lever could
//                                               not be moved
//   kept                                        the same where the Region aimed at fails: nothing is confirmed
//   undone, undone sdk="why not", undone sdk=confirmed
//                                               the levers are put back, but for those that could not be, and
//                                               those that were confirmed
//   lever sdk=us-east-1 confirms="..."          where levers are seen to stand; between, nowhere
//   abandon                                     its execution dies, its lease runs out
//   abandon arrived                             the same once every lever was seen there
//   lease holder=someone minutes=5              somebody else takes the lease
//
// npx vitest run test/core/transcripts.test.ts -u rewrites the files: read the difference as prose.

import type { LeverReading } from "../../../core/detect/observation.ts";
import type { Path } from "../../../core/levers/plan.ts";
import type { Policy } from "../../../core/settings/policy.ts";
import type { SignalUse } from "../../../core/settings/signal-schema.ts";
import type { Signal, SignalKind } from "../../../core/signals/signal.ts";
import { alarmId } from "../../../core/values/alarm-id.ts";
import { later, millis, region } from "../../../core/values/types.ts";
import { timeOfDay } from "../../../core/values/words.ts";
import { aPolicy, aPolicyOfFive } from "../builders/a-policy.ts";
import { type Command, parseCommand } from "./command.ts";
import { arrive, confirmAll, decline, prepare } from "./mover.ts";
import { type Minute, minute } from "./watch.ts";
import { line, type Wording } from "./wording.ts";
import { instantFrom, MINUTE, newWorld, type World } from "./world.ts";

/** The whole text of a transcript, as it must be; every decision's phase and situation in `decided`. */
export function told(text: string, decided: Set<string>): string {
  const teller = newTeller(decided);
  const lines = text.split("\n").flatMap((source) => {
    if (source.startsWith("> ")) return [source, ...teller(parseCommand(source.slice(2)))];
    return source === "" || source.startsWith("#") ? [source] : [];
  });
  return lines.join("\n");
}

function newTeller(decided: Set<string>): (command: Command) => readonly string[] {
  let world = newWorld(aPolicy(), decided);
  let last: Command = parseCommand("minute");
  let said = "";
  const pass = (command: Command, times: number) => {
    last = command;
    const minutes = Array.from({ length: times }, () => minute(world, command));
    const lines = shortened(minutes, said, world);
    said = minutes.at(-1)?.verdicts ?? said;
    return lines;
  };
  return (command) => {
    switch (command.verb) {
      case "pool":
        world = newWorld(policyOf(command), decided, wordingOf(command));
        return [];
      case "minute":
        return pass(command, 1);
      case "repeat":
        return pass(last, Number(command.words[0]));
      default:
        return act(world, command);
    }
  };
}

function wordingOf({ settings }: Command): Wording {
  return settings["prints"] === "sentences" ? "sentences" : "names";
}

function policyOf({ words, settings }: Command): Policy {
  const { mode = "automatic", vantages = "3" } = settings;
  const make = vantages === "5" ? aPolicyOfFive : aPolicy;
  const { signals } = aPolicy();
  const may = (kind: SignalKind) => settings[kind]?.split(",") as readonly SignalUse[] | undefined;
  return make({
    name: words[0] ?? "customers",
    mode: mode as Policy["mode"],
    signals: {
      ...signals,
      traffic: { ...signals.traffic, may: may("traffic") ?? signals.traffic.may },
      throttles: { may: may("throttles") ?? signals.throttles.may },
      health: { ...signals.health, may: may("health") ?? signals.health.may },
      alarms: [{ ...ALARM, may: may("alarm") ?? ["corroborate", "notify"] }],
    },
  });
}

/** The one alarm of a transcript's pool. */
const ALARM = { name: "sign-in-errors", region: region("eu-west-1"), about: "primary" } as const;

function withSignal(
  { signals, policy, now }: World,
  { words, settings }: Pick<Command, "words" | "settings">,
): readonly Signal[] {
  const [kind, says] = words as [SignalKind, string];
  const about = region(settings["of"] ?? policy.primary);
  const others = signals.filter((one) => one.kind !== kind || one.region !== about);
  if (says !== "sick" && says !== "well") return others;
  const id = kind === "alarm" ? alarmId(ALARM) : about;
  const because = settings["because"] ?? says;
  return [
    ...others,
    { kind, id, region: about, says, from: now, to: now, holdsUntil: now, because },
  ];
}

const acts: Readonly<Record<string, (world: World, command: Command) => readonly string[]>> = {
  wait: (world, { words }) => {
    world.now = later(world.now, millis(Number.parseInt(words[0] ?? "0", 10) * MINUTE));
    return [];
  },
  replica: (world, { words, settings }) => {
    const [status = "unknown"] = words;
    const because = settings["because"] ?? "no answer";
    world.replica =
      status === "unknown" ? { kind: "undetermined", because } : { kind: "known", status };
    return [];
  },
  signal: (world, { words, settings }) => {
    world.signals = withSignal(world, { words, settings });
    return [];
  },
  pause: (world, { settings }) => {
    const { by = "anna", reason = "" } = settings;
    world.state = {
      ...world.state,
      paused: { since: world.now, by, reason, from: null, until: null },
    };
    return [];
  },
  resume: (world) => {
    world.state = { ...world.state, paused: null };
    return [];
  },
  lease: (world, { settings }) => {
    const holder = settings["holder"] ?? "someone";
    world.lease = {
      token: world.state.token,
      holder,
      until: instantFrom(world, settings["minutes"]),
    };
    return [line("lease", `${holder} until ${timeOfDay(world.lease.until)}`)];
  },
  order: (world, { words, settings }) => {
    const { by = "anna", reason = "", override, execution = `by-${by}` } = settings;
    return prepare(world, {
      move: words[0] === "failBack" ? "failBack" : "failOver",
      by: { kind: "person", name: by },
      reason,
      override: override?.split(",") ?? [],
      executionName: execution,
    });
  },
  approve: (world, { settings }) => {
    if (world.question === null) throw new Error("nobody was asked");
    return prepare(world, world.question.order, settings["by"]);
  },
  decline: (world, { settings }) => {
    const { by = "anna", reason = "" } = settings;
    return decline(world, `Declined: ${by}: ${reason}`);
  },
  lever: (world, { settings: { confirms, ...stands } }) => {
    const seen = Object.entries(stands).map(([path, place]) => ({
      ...{ path: path as Path, stands: place as LeverReading["stands"], at: world.now },
      ...(confirms === undefined ? {} : { confirms }),
    }));
    const others = world.levers.filter(({ path }) => !(path in stands));
    world.levers = [...others, ...seen];
    return [];
  },
  moved: (world, command) => arrive(world, "moved", command),
  kept: (world, command) => arrive(world, "kept", command),
  undone: (world, command) => arrive(world, "undone", command),
  abandon: (world, { words }) => {
    if (words.includes("arrived")) confirmAll(world);
    world.mover = null;
    return [];
  },
};

function act(world: World, command: Command): readonly string[] {
  const known = acts[command.verb];
  if (known === undefined) throw new Error(`no command is called "${command.verb}"`);
  return known(world, command);
}

/** Minutes in which nothing is new, said once. */
function shortened(minutes: readonly Minute[], saidBefore: string, world: World): string[] {
  const lines: string[] = [];
  let said = saidBefore;
  let same = 0;
  const flush = () => {
    if (same > 0) lines.push(`            (${same} min the same)`);
    same = 0;
  };
  for (const { verdicts, lines: own, isNews } of minutes) {
    if (!isNews && verdicts === said) {
      same += 1;
      continue;
    }
    flush();
    lines.push(...own);
    said = verdicts;
  }
  flush();
  return minutes.length === 0 ? [`  ${timeOfDay(world.now)}`] : lines;
}
