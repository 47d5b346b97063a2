// A Lambda of a world, invoked as a schedule or a machine would, and what it answered.

import type { WorldOfTest } from "../../sim/builders/a-world.ts";

export interface Answered {
  /** The name and the message of what it threw; null when it returned. */
  readonly error: string | null;
  readonly answer: Readonly<Record<string, unknown>>;
}

export async function invoked(
  world: WorldOfTest,
  { word, region }: { readonly word: string; readonly region: string },
  event: unknown = {},
): Promise<Answered> {
  const invoked = world.aws.lambda.invoke({
    region,
    functionName: `cognito-failover-local-${word}`,
    payload: event,
    caller: { name: "scheduler", region },
    type: "RequestResponse",
  });
  const { functionError, payload } = await within(world, invoked);
  const answer = payload as Answered["answer"];
  const error = functionError === null ? null : `${answer["errorType"]}: ${answer["errorMessage"]}`;
  return { error, answer };
}

/** By single milliseconds at first, and by leaps for what goes on for most of a minute. */
async function within<T>({ clock }: WorldOfTest, work: Promise<T>): Promise<T> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  done.catch(() => undefined);
  for (let step = 0; !isDone; step++) await clock.advance(step < 50 ? 1 : 100);
  return done;
}
