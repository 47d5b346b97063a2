// Which of our credentials did a Region take before and refuse now, while the other Region takes them? Three kinds that
// nobody can spoil together: a user's password, a machine's secret, a session that was begun elsewhere. In go the uses
// so far and a round; out come the next ones. It votes for nothing.

import { journeys } from "../settings/journey.ts";
import { MINUTE } from "../values/duration.ts";
import { between, type Instant, millis, type Region } from "../values/types.ts";
import type { ProbeResult, StepName } from "./probe.ts";

export const credentialKinds = ["user", "machine", "session"] as const;

export type CredentialKind = (typeof credentialKinds)[number];

export interface CredentialUse {
  /** When the Region last took it. */
  readonly taken: Instant;
  /** Since when it refuses what the other Region takes; null while it does not. */
  readonly refused: Instant | null;
  /** When it was last used. */
  readonly at: Instant;
}

/** A kind that the Region never took is missing. */
export type CredentialUses = Readonly<Partial<Record<CredentialKind, CredentialUse>>>;

/** What the Region takes or refuses at a step; the others show it nothing of ours. */
const shownAt: Readonly<Partial<Record<StepName, CredentialKind>>> = {
  signIn: "user",
  challenge: "user",
  token: "machine",
  refresh: "session",
};

/** What was not tried for so long says nothing of now: three turns of the rarer journeys. */
const holdsForMs = millis(16 * MINUTE);

export function used(
  before: CredentialUses,
  round: readonly ProbeResult[],
  { target, at }: { readonly target: Region; readonly at: Instant },
): CredentialUses {
  const walked = round.filter(({ journey }) => journeys[journey].group !== null);
  const here = walked.filter((one) => one.target === target).flatMap(shown);
  const there = walked.filter((one) => one.target !== target).flatMap(shown);
  let uses = before;
  for (const kind of credentialKinds) {
    const said = saidOf(kind, { here, there });
    const next = said === null ? null : after(uses[kind] ?? null, said, at);
    if (next !== null) uses = { ...uses, [kind]: next };
  }
  return uses;
}

interface Shown {
  readonly kind: CredentialKind;
  readonly isTaken: boolean;
}

/** Every step before the one that failed went well; who is locked was not asked whether the credential is good. */
function shown({ outcome, steps }: ProbeResult): readonly Shown[] {
  const stoppedAt = outcome.kind === "ok" ? null : outcome.step;
  const taken = steps.flatMap(({ name, outcome: came }): Shown[] => {
    const kind = shownAt[name];
    return kind === undefined || came !== "ok" || name === stoppedAt
      ? []
      : [{ kind, isTaken: true }];
  });
  const kind = stoppedAt === null ? undefined : shownAt[stoppedAt];
  return kind === undefined || !isRefusal(outcome) ? taken : [...taken, { kind, isTaken: false }];
}

function isRefusal(outcome: ProbeResult["outcome"]): boolean {
  if (outcome.kind === "failed") return outcome.class === "refused";
  return outcome.kind === "finding" && outcome.finding === "sessionNotShared";
}

type Said = "taken" | "refusedHere" | "refusedInBoth";

interface Sides {
  readonly here: readonly Shown[];
  readonly there: readonly Shown[];
}

/** Null where nobody showed one that could be judged. */
function saidOf(kind: CredentialKind, { here, there }: Sides): Said | null {
  const own = here.filter((one) => one.kind === kind);
  if (own.length === 0) return null;
  if (own.every(({ isTaken }) => isTaken)) return "taken";
  const isTakenThere = there.some((one) => one.kind === kind && one.isTaken);
  return isTakenThere ? "refusedHere" : "refusedInBoth";
}

function after(before: CredentialUse | null, said: Said, at: Instant): CredentialUse | null {
  if (said === "taken") return { taken: at, refused: null, at };
  if (before === null) return null;
  if (said === "refusedInBoth") return { ...before, refused: null, at };
  const isFresh = before.refused !== null && between(before.at, at) <= holdsForMs;
  return { ...before, refused: isFresh ? before.refused : at, at };
}

/**
 * Since when two kinds at least are refused here alone; null where it is not so. One kind may have been changed, or
 * spoilt by somebody who wants users moved.
 */
export function refusedSince(uses: CredentialUses, now: Instant): Instant | null {
  const since = credentialKinds.flatMap((kind) => {
    const use = uses[kind];
    const holds = use !== undefined && between(use.at, now) <= holdsForMs;
    return holds && use.refused !== null ? [use.refused] : [];
  });
  return since.sort((a, b) => a - b)[1] ?? null;
}
