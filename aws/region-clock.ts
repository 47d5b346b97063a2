// What the clock of a Region says, by the Date header of whatever it answers.

import type { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { type Instant, instant } from "../core/types.ts";
import type { Runtime } from "./clients.ts";

/** What a Region's clock said, and what ours said when it did. */
export interface ClockReading {
  /** The Date header of the answer, to the second. */
  readonly theirs: Instant;
  /** Half-way between asking and answer. */
  readonly ours: Instant;
}

/** Hands on a reading at each answer to `client`: beside the deserialiser, where headers still are. */
export function readClock(
  client: CognitoIdentityProviderClient,
  { now }: Pick<Runtime, "now">,
  seen: (reading: ClockReading) => void,
): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const asked = now();
      const answer = await next(args);
      const theirs = dateOf(answer.response);
      if (theirs !== null) seen({ theirs, ours: instant((asked + now()) / 2) });
      return answer;
    },
    { step: "deserialize", priority: "low", name: "readClock" },
  );
}

function dateOf(response: unknown): Instant | null {
  const { headers = {} } = (response ?? {}) as { headers?: Readonly<Record<string, string>> };
  const date = Date.parse(headers["date"] ?? headers["Date"] ?? "");
  return Number.isNaN(date) ? null : instant(date);
}
