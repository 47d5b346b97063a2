// Who may write a lever, and in which order.

import type { Chronicle, Sample } from "../experiment.ts";
import type { Happening } from "../happening.ts";
import type { LeverWrite } from "../world.ts";
import { happenedOf, type Invariant, type InvariantBreach, isUndo, ours } from "./invariant.ts";

export const rights: readonly Invariant[] = [
  {
    name: "leversUnderLeaseAndIntent",
    says: "a lever is written only while the writer's execution holds the lease, and the state says where the lever is to go",
    check: (chronicle) =>
      ours(chronicle).flatMap((write): InvariantBreach[] => {
        const wrong = wrongRight(write, chronicle);
        const { at, path, to } = write;
        return wrong === null ? [] : [{ at, says: `${path} was sent to ${to} ${wrong}` }];
      }),
  },
  {
    name: "tokensNeverFall",
    says: "the fencing tokens of the lease, of the state and of the writes never fall, and each new holder of the lease has another",
    check: ({ samples, writes }) => [
      ...shared(samples),
      ...falls(
        samples.map(({ at, tokens }) => ({ at, token: tokens.lease })),
        "the lease",
      ),
      ...falls(
        samples.map(({ at, tokens }) => ({ at, token: tokens.state })),
        "the state",
      ),
      ...falls(
        writes.flatMap(({ at, lease }) => (lease === null ? [] : [{ at, token: lease.token }])),
        "the writes to levers",
      ),
    ],
  },
  {
    name: "whatWasLetGoStaysFree",
    says: "a lease that was let go of is not taken up again under its token by an execution that has ended, unless an answer came so late that a Lambda outlived its time, which none does in AWS",
    check: (chronicle) => {
      const { samples, executions } = chronicle;
      if (happenedOf(chronicle, "fault").some(mayOutlive)) return [];
      return samples.flatMap(({ at, holder, tokens, leaseUntil }, index): InvariantBreach[] => {
        const before = samples[index - 1];
        const isSame = before !== undefined && before.tokens.lease === tokens.lease;
        const isAgain = isSame && before.leaseUntil === 0 && leaseUntil > 0;
        const hasEnded = executions.some(
          ({ name, stoppedAt }) => name === holder && stoppedAt !== null && stoppedAt < at,
        );
        return isAgain && hasEnded
          ? [{ at, says: `${holder} has ended, and holds a lease again that it had let go of` }]
          : [];
      });
    },
  },
  {
    name: "noSecretAnywhere",
    says: "no password, token or secret can be read in logs, events, notices, the ledger, or what executions carry",
    check: ({ leaks, began }) =>
      leaks.map((place) => ({ at: began, says: `a secret can be read in ${place}` })),
  },
];

function mayOutlive({ trouble: { effect, service } }: Faulty): boolean {
  const isLate = effect.kind === "delay" || effect.kind === "blackHole";
  return isLate && service !== "cognito-idp";
}

type Faulty = Extract<Happening, { readonly kind: "fault" }>;

function wrongRight(write: LeverWrite, chronicle: Chronicle): string | null {
  const { at, lease, state, path, to } = write;
  // By another clock a lease ends at another time.
  const isSkewed = happenedOf(chronicle, "clock").length > 0;
  if (lease === null || (lease.until <= at && !isSkewed)) return "without a lease";
  const standing = state?.standing;
  if (standing?.phase !== "failingOver" && standing?.phase !== "failingBack") {
    return `while the state said ${standing?.phase ?? "nothing"}`;
  }
  if (standing.executionName !== lease.holder) {
    return `under the lease of ${lease.holder}, on the word of ${standing.executionName}`;
  }
  if (isUndo(write, chronicle)) return null;
  const wanted = state?.paths.find((one) => one.path === path)?.wanted;
  return wanted === to ? null : `while the state wanted it at ${wanted ?? "no Region"}`;
}

function shared(samples: readonly Sample[]): readonly InvariantBreach[] {
  return samples.flatMap(({ at, holder, tokens }, index): InvariantBreach[] => {
    const before = samples[index - 1];
    if (before === undefined || before.holder === null || before.holder === holder) return [];
    return before.tokens.lease === tokens.lease
      ? [{ at, says: `${holder} holds the lease under ${before.holder}'s token` }]
      : [];
  });
}

function falls(
  all: readonly { readonly at: number; readonly token: number }[],
  whose: string,
): readonly InvariantBreach[] {
  return all.flatMap(({ at, token }, index): InvariantBreach[] => {
    const before = all[index - 1]?.token ?? 0;
    return token < before
      ? [{ at, says: `the token of ${whose} fell from ${before} to ${token}` }]
      : [];
  });
}
