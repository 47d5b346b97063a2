// What the clock of a Region says, by the Date header of whatever it answers.

import type { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { type Instant, instant } from "../../core/values/types.ts";
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
      const theirs = dateOf(dateHeader(answer.response));
      if (theirs !== null) seen({ theirs, ours: instant((asked + now()) / 2) });
      return answer;
    },
    { step: "deserialize", priority: "low", name: "readClock" },
  );
}

function dateHeader(response: unknown): string | undefined {
  const { headers = {} } = (response ?? {}) as { headers?: Readonly<Record<string, string>> };
  return headers["date"] ?? headers["Date"];
}

/** What a Date header says; null without one, or when it is no date. */
export function dateOf(header: string | null | undefined): Instant | null {
  const date = Date.parse(header ?? "");
  return Number.isNaN(date) ? null : instant(date);
}
