// Where a story is told: everything that happens in a local world, as one line after the other, and the
// few verbs a story needs. It watches from outside: the ledger, the notices, what names answer and what
// happens to a user.

import type { Fault } from "pretend-aws/faults.ts";
import type { RoundToRecord } from "../aws/ledger/record-round.ts";
import { createMachines } from "../aws/states/machines.ts";
import type { ProbeResult } from "../core/probe/probe.ts";
import type { ControllerEvent } from "../core/report/event.ts";
import type { Region } from "../core/values/types.ts";
import type { World } from "./world.ts";

export type LineType =
  | "scene"
  | "fault"
  | "probe"
  | "health"
  | "diagnosis"
  | "decision"
  | "shifted"
  | "waiting"
  | "verified"
  | "dns"
  | "signIn"
  | "managedLogin"
  | "notice"
  | "order"
  | "completed"
  | "practice"
  | "trouble"
  | "end";

/** One thing that happened. */
export interface StageLine {
  /** Pretend time, ISO 8601. */
  readonly at: string;
  readonly type: LineType;
  readonly sentence: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export type Tell = (line: StageLine) => void;

/** Callers on the way from decision to proof: none of them may need the Region that is being left. */
const FAILOVER_PATH = new Set([
  "assess",
  "prepare",
  "shift",
  "verify",
  "complete",
  "notify",
  "states",
]);

/** Events of one instant, in the order in which one leads to the other. */
const ORDER: readonly ControllerEvent["type"][] = [
  "healthChanged",
  "diagnosisChanged",
  "found",
  "decided",
  "departed",
  // A step is proved at the instant at which the next one begins.
  "verified",
  "shifted",
  "completed",
];

/** What the controller's own events are called in a story. */
export const lineTypes: Readonly<Record<ControllerEvent["type"], LineType>> = {
  healthChanged: "health",
  diagnosisChanged: "diagnosis",
  found: "diagnosis",
  decided: "decision",
  departed: "decision",
  refused: "decision",
  approvalAsked: "decision",
  declined: "decision",
  unanswered: "decision",
  questionLost: "decision",
  shifted: "shifted",
  notShifted: "waiting",
  undone: "shifted",
  verified: "verified",
  notVerified: "waiting",
  completed: "completed",
  paused: "order",
  resumed: "order",
  noticed: "notice",
  practiceBegun: "practice",
  practiceShifted: "practice",
  practiceStopped: "practice",
  practiceRestored: "practice",
  practiceEnded: "practice",
  readinessChanged: "diagnosis",
};

interface Pending {
  readonly at: number;
  readonly rank: number;
  readonly tell: () => void;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** How often it is looked what is new, and how a user fares: each look costs a sign-in and a page. */
const LOOKS_EVERY_MS = 5 * SECOND;

export class Stage {
  readonly world: World;
  readonly #tell: Tell;
  #ended = false;
  #seen = new Set<string>();
  #lastOutcome = new Map<string, string>();
  #lastDns = "";
  #lastSignIn = "";
  #lastLogin = "";
  #lastWaiting = "";
  #notices: Pending[] = [];
  /** Everything told so far. */
  readonly lines: StageLine[] = [];
  /** What the story waits for now. */
  waitingFor = "";

  constructor(world: World, tell: Tell) {
    this.world = world;
    this.#tell = tell;
    world.aws.sns.onPublish(({ at, subject: told, message }) => {
      const subject = told ?? "";
      const tell = () => this.say("notice", subject, { subject, body: message.split("\n") });
      this.#notices.push({ at, rank: ORDER.length, tell });
    });
  }

  say(type: LineType, sentence: string, facts: StageLine["facts"] = {}): void {
    const line = { at: new Date(this.world.clock.now()).toISOString(), type, sentence, facts };
    this.lines.push(line);
    this.#tell(line);
  }

  /** Watches the world until the story ends. */
  async watch(): Promise<void> {
    const { clock } = this.world;
    while (!this.#ended) {
      this.#readLedger();
      await this.#ask();
      await clock.wait(LOOKS_EVERY_MS);
    }
    this.#readLedger();
  }

  end(): void {
    this.#ended = true;
  }

  /** Waits until something told so far fits, or gives up after `minutes` of pretend time. */
  async until(what: string, fits: () => boolean, minutes: number): Promise<void> {
    const { clock } = this.world;
    const deadline = clock.now() + minutes * MINUTE;
    this.waitingFor = what;
    while (!fits()) {
      if (clock.now() > deadline) {
        throw new Error(`The story waited ${minutes} minutes in vain for: ${what}.`);
      }
      await clock.wait(SECOND);
    }
  }

  minutes(count: number): Promise<void> {
    this.waitingFor = count === 1 ? "a minute to pass" : `${count} minutes to pass`;
    return this.world.clock.wait(count * MINUTE);
  }

  has(type: LineType, facts: Readonly<Record<string, unknown>> = {}, since = 0): boolean {
    return this.lines
      .slice(since)
      .some(
        (line) =>
          line.type === type &&
          Object.entries(facts).every(([name, value]) => line.facts[name] === value),
      );
  }

  strike(sentence: string, ...faults: readonly Omit<Fault, "id">[]): () => void {
    this.say("fault", sentence);
    const added = faults.map((fault) => this.world.aws.faults.add(fault));
    return () => {
      for (const { id } of added) this.world.aws.faults.remove(id);
    };
  }

  /** What a person does at the terminal: start the machine. */
  async order(move: "failOver" | "failBack", by: string, reason: string): Promise<void> {
    const { policy, deployed, desk, clock } = this.world;
    const verb = move === "failOver" ? "failover" : "failback";
    this.say("order", `${by}: cognito-failover ${verb} ${policy.name} --reason "${reason}"`, {
      by,
    });
    const name = `${policy.name}-${verb}-${clock.now()}`;
    const input = { pool: policy.name, reason, move, by };
    const machines = createMachines(desk, deployed.home);
    await clock.work(() => machines.start(deployed.failoverMachineArn, name, input));
  }

  /** Calls that the failover path made to `region` since pretend instant `since`. */
  callsFromFailoverPath(region: string, since: number): number {
    return this.world.aws.gate.calls.filter(
      (call) => call.region === region && call.at >= since && FAILOVER_PATH.has(call.caller.name),
    ).length;
  }

  /** Tells what the ledger and the notices have that is new, in the order in which it came to be. */
  #readLedger(): void {
    const { aws, deployed } = this.world;
    const pending: Pending[] = this.#notices.splice(0);
    for (const item of aws.dynamodb.items(deployed.home, deployed.table)) {
      const sort = String(item["sk"]);
      const key = `${item["pk"]} ${sort}`;
      if (this.#seen.has(key) || !/^(event|round)#/.test(sort)) continue;
      this.#seen.add(key);
      const body = JSON.parse(String(item["body"])) as ControllerEvent &
        Pick<RoundToRecord, "results">;
      if (sort.startsWith("event#")) {
        const rank = ORDER.indexOf(body.type);
        pending.push({ at: body.at, rank, tell: () => this.#event(body) });
        continue;
      }
      for (const result of body.results) {
        pending.push({ at: result.at, rank: -1, tell: () => this.#result(result) });
      }
    }
    pending.sort((a, b) => a.at - b.at || a.rank - b.rank);
    for (const { tell } of pending) tell();
  }

  #event({ type, sentence, facts }: ControllerEvent): void {
    if (type === "notVerified") {
      if (sentence === this.#lastWaiting) return;
      this.#lastWaiting = sentence;
    }
    this.say(lineTypes[type], sentence, { event: type, ...facts });
  }

  /** The first result of each vantage and target, and then only changes. */
  #result({ vantage, target, journey, outcome, took }: ProbeResult): void {
    const key = `${vantage} ${target} ${journey}`;
    const now = wordFor(outcome);
    const before = this.#lastOutcome.get(key);
    this.#lastOutcome.set(key, now);
    if (before === now) return;
    // A journey that fares as the sign-in does, there and then, is no news.
    const signIn = this.#lastOutcome.get(`${vantage} ${target} password`);
    const isNoNews = now === (signIn ?? "ok") || (before === undefined && now === "ok");
    if (journey !== "password" && isNoNews) return;
    this.say("probe", told({ vantage, target, journey, outcome }), {
      ...{ vantage, target, journey, outcome: now, took },
    });
  }

  /** What the name answers and how a user fares, told when it changes. */
  async #ask(): Promise<void> {
    const { application, policy, clock } = this.world;
    const [answers, attempt, login] = await clock.work(() =>
      Promise.all([application.lookUp(), application.signIn(), application.openLogin()]),
    );
    const { sdk } = policy.paths;
    const dns = answers.join(", ");
    if (sdk !== null && dns !== this.#lastDns) {
      this.#lastDns = dns;
      this.say("dns", `${sdk.record} answers ${dns || "nothing"}`, { name: sdk.record, answers });
    }
    const signIn = `${attempt.kind} ${attempt.region}`;
    if (signIn !== this.#lastSignIn) {
      this.#lastSignIn = signIn;
      const how =
        attempt.kind === "signedIn"
          ? "a user signs in"
          : `a user cannot sign in (${attempt.error})`;
      this.say("signIn", `${how} at ${attempt.region}, found by ${attempt.by}`, { ...attempt });
    }
    const page = login === 0 ? "does not answer" : `answers with ${login}`;
    if (policy.domain !== null && page !== this.#lastLogin) {
      this.#lastLogin = page;
      this.say("managedLogin", `https://${policy.domain}/login ${page}`, { status: login });
    }
  }

  /** Where a user's sign-in went last. */
  get serving(): Region | string {
    return this.#lastSignIn.split(" ")[1] ?? "";
  }
}

function wordFor(outcome: ProbeResult["outcome"]): string {
  switch (outcome.kind) {
    case "ok":
      return "ok";
    case "finding":
      return outcome.finding;
    case "failed":
      return outcome.class;
  }
}

function told({
  vantage,
  target,
  journey,
  outcome,
}: Pick<ProbeResult, "vantage" | "target" | "journey" | "outcome">): string {
  const way = journey === "password" ? "sign in" : `walk ${journey}`;
  switch (outcome.kind) {
    case "ok":
      return `${vantage} can ${way} at ${target}`;
    case "finding":
      return `${vantage} found at ${target}, walking ${journey}: ${outcome.says}`;
    case "failed":
      return `${vantage} cannot ${way} at ${target}: ${outcome.class} at step ${outcome.step} (${outcome.error})`;
  }
}
