// A Lambda of a world, invoked as a schedule or a machine would, and what it answered.

import { soon } from "../../sim/builders/a-move.ts";
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
  const { functionError, payload } = await soon(
    world,
    world.aws.lambda.invoke({
      region,
      functionName: `cognito-failover-local-${word}`,
      payload: event,
      caller: { name: "scheduler", region },
      type: "RequestResponse",
    }),
  );
  const answer = payload as Answered["answer"];
  const error = functionError === null ? null : `${answer["errorType"]}: ${answer["errorMessage"]}`;
  return { error, answer };
}
