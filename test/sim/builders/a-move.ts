// A person's orders to the failover machine, and what came of them.

import type { Execution } from "pretend-aws/states/execution/executions.ts";
import { createMachines } from "../../../aws/states/machines.ts";
import type { ControllerEvent } from "../../../core/report/event.ts";
import type { State } from "../../../core/state/state.ts";
import { heldIn } from "../../../core/values/beacon-words.ts";
import type { WorldOfTest } from "./a-world.ts";

type Aws = Pick<WorldOfTest, "aws" | "deployed">;

export const anOrder = (change: object = {}): object => ({
  pool: "customers",
  reason: "us-west-2 is on fire",
  by: "anna",
  ...change,
});

export const aWayHome = (change: object = {}): object =>
  anOrder({ move: "failBack", reason: "us-west-2 is healthy", ...change });

let count = 0;

/** Answers the execution's ARN, once the clock moves; `input` may be what the machine refuses. */
export function ordered(
  { desk, deployed }: WorldOfTest,
  input: unknown = anOrder(),
  name = `by-hand-${++count}`,
): Promise<string> {
  const machines = createMachines(desk, deployed.home);
  return machines.start(deployed.failoverMachineArn, name, input as object);
}

/** The same, within the millisecond. */
export function start(world: WorldOfTest, input?: unknown, name?: string): Promise<string> {
  return soon(world, ordered(world, input, name));
}

/** Moves the clock by single milliseconds until `work` is done. */
export async function soon<T>({ clock }: WorldOfTest, work: Promise<T>): Promise<T> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  done.catch(() => undefined);
  while (!isDone) await clock.advance(1);
  return done;
}

export function ended({ run, aws }: WorldOfTest, arn: string): Promise<Execution> {
  return run(aws.states.settled(arn));
}

/** From start to end. */
export async function moved(world: WorldOfTest, input: unknown = anOrder()): Promise<Execution> {
  return ended(world, await start(world, input));
}

export function executions({ aws, deployed }: Aws): readonly Execution[] {
  return aws.states.executions(deployed.failoverMachineArn);
}

/** The names of the states that an execution went through, in order. */
export function visited({ history }: Execution): readonly string[] {
  return history.events.flatMap(({ stateEnteredEventDetails: entered }) => entered?.name ?? []);
}

/** What a Lambda said when it threw, with the name that the machine knows it by. */
export function refusalOf({ error, cause }: Execution): string {
  const { errorMessage } = JSON.parse(cause ?? "{}") as { errorMessage?: string };
  return `${error}: ${errorMessage}`;
}

export function item({ aws, deployed }: Aws, sort: string) {
  return aws.dynamodb.items(deployed.home, deployed.table).find(({ sk }) => sk === sort);
}

/** The stored state of the pool, as it is, unparsed. */
export function stored(world: Aws): State {
  return JSON.parse(String(item(world, "state")?.["body"])) as State;
}

export function events({ aws, deployed }: Aws): readonly ControllerEvent[] {
  return aws.dynamodb
    .items(deployed.home, deployed.table)
    .filter(({ sk }) => String(sk).startsWith("event#"))
    .map(({ body }) => JSON.parse(String(body)) as ControllerEvent);
}

export function eventsOf(world: Aws, type: ControllerEvent["type"]): readonly string[] {
  return events(world)
    .filter((event) => event.type === type)
    .map(({ sentence }) => sentence);
}

export function subjects({ aws, deployed }: Aws): readonly string[] {
  return aws.sns
    .messages(deployed.topicArn)
    .map(({ subject }) => (subject ?? "").replace("[cognito-failover] ", ""));
}

/** The text of the newest notice whose subject holds `about`. */
export function noticeAbout({ aws, deployed }: Aws, about: string): string {
  const all = aws.sns.messages(deployed.topicArn);
  return all.findLast(({ subject }) => subject?.includes(about))?.message ?? "no such notice";
}

export function isLit({ aws, policy }: WorldOfTest): boolean {
  const { bucket, key } = policy.paths.managedLogin ?? { bucket: "", key: "" };
  const text = aws.s3.read(bucket, key)?.toString();
  return text !== undefined && heldIn(text).says !== "out";
}

/** What the SDK path's name answers now. */
export function answered({ aws, policy }: WorldOfTest): string {
  const { record, type } = policy.paths.sdk ?? { record: "", type: "CNAME" };
  const { answers } = aws.route53.answer({ name: record, type });
  return answers.map(({ value }) => value.replace(/\.$/, "")).join(", ");
}

/** The calls that moved a lever, in order; what faults struck down moved nothing. */
export function leverCalls({ aws }: Aws): readonly string[] {
  const moving = ["PutObject", "DeleteObject", "ChangeResourceRecordSets"];
  return aws.gate.calls
    .filter(({ operation, outcome }) => moving.includes(operation) && outcome === "ok")
    .map(({ operation }) => operation);
}
