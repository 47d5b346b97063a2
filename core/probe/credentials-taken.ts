// Which of our credentials did a Region take before and refuse now, while the other Region takes them? Three kinds that
// nobody can spoil together: a user's password, a machine's secret, a session that was begun elsewhere. In go the uses
// so far and a round; out come the next ones. A kind is refused by a CUSUM and not by its last answer: a Region that
// refuses a part of all tries takes some in between. It votes for nothing.

import { journeys } from "../settings/journey.ts";
import { MINUTE } from "../values/duration.ts";
import { between, type Instant, millis, type Region } from "../values/types.ts";
import type { ProbeResult, ProbeStep, StepName } from "./probe.ts";

export const credentialKinds = ["user", "machine", "session"] as const;

export type CredentialKind = (typeof credentialKinds)[number];

export interface RefusedUse {
  /** The first refusal since it was last taken as usual. */
  readonly since: Instant;
  readonly last: Instant;
  /** Evidence in nats for "half of the tries are refused". */
  readonly value: number;
}

export interface CredentialUse {
  /** When the Region last took it. */
  readonly taken: Instant;
  /** How it refuses what the other Region takes; null while it does not. */
  readonly refused: RefusedUse | null;
  /** When it last refused it, whatever the other Region did; null for never. */
  readonly refusedAt: Instant | null;
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
  const said = saidIn(round, target);
  let uses = before;
  for (const kind of credentialKinds) {
    const one = said[kind];
    const next = one === null ? null : after(uses[kind] ?? null, one, at);
    if (next !== null) uses = { ...uses, [kind]: next };
  }
  return uses;
}

type Said = "taken" | "refusedHere" | "refusedInBoth";

/** Null for a kind that nobody showed so that it could be judged. */
function saidIn(
  round: readonly ProbeResult[],
  target: Region,
): Readonly<Record<CredentialKind, Said | null>> {
  const said: Record<CredentialKind, Said | null> = { user: null, machine: null, session: null };
  for (const result of round) {
    if (result.target !== target || journeys[result.journey].group === null) continue;
    for (const step of result.steps) {
      const kind = takenKind(step, result);
      if (kind !== null) said[kind] ??= "taken";
    }
    const refused = refusedKind(result);
    if (refused !== null) said[refused] = refusedWhere(refused, round, target);
  }
  return said;
}

function refusedWhere(kind: CredentialKind, round: readonly ProbeResult[], target: Region): Said {
  const isTakenThere = round.some(
    (result) =>
      result.target !== target &&
      journeys[result.journey].group !== null &&
      result.steps.some((step) => takenKind(step, result) === kind),
  );
  return isTakenThere ? "refusedHere" : "refusedInBoth";
}

/** Every step before the one that failed went well. */
function takenKind({ name, outcome: came }: ProbeStep, { outcome }: ProbeResult) {
  if (came !== "ok" || (outcome.kind !== "ok" && name === outcome.step)) return null;
  return shownAt[name] ?? null;
}

/** Who is locked was not asked whether the credential is good. */
function refusedKind({ outcome }: ProbeResult): CredentialKind | null {
  if (outcome.kind === "ok") return null;
  const isRefused =
    outcome.kind === "failed"
      ? outcome.class === "refused"
      : outcome.finding === "sessionNotShared";
  return isRefused ? (shownAt[outcome.step] ?? null) : null;
}

/** ln(0.5 / 0.01) and ln(0.99 / 0.5): half of the tries are refused, or one in a hundred. */
const nats = { refused: 3.912, taken: 0.683 };

/** Two refusals: a Region that takes all again is believed after a dozen tries. */
const mostNats = 2 * nats.refused;

function after(before: CredentialUse | null, said: Said, at: Instant): CredentialUse | null {
  const isFresh = before !== null && between(before.at, at) <= holdsForMs;
  const known = isFresh ? before.refused : null;
  if (said === "taken")
    return { taken: at, refused: calmer(known), refusedAt: before?.refusedAt ?? null, at };
  if (before === null) return null;
  if (said === "refusedInBoth") return { ...before, refused: null, refusedAt: at, at };
  const value = Math.min(mostNats, (known?.value ?? 0) + nats.refused);
  const refused = { since: known?.since ?? at, last: at, value };
  return { ...before, refused, refusedAt: at, at };
}

function calmer(refused: RefusedUse | null): RefusedUse | null {
  const value = Math.round(((refused?.value ?? 0) - nats.taken) * 1_000) / 1_000;
  return refused === null || value <= 0 ? null : { ...refused, value };
}

/** Whether any kind was refused lately: a Region that refuses a part takes some in between. */
export function wasRefusedLately(uses: CredentialUses, now: Instant): boolean {
  return credentialKinds.some((kind) => {
    const at = uses[kind]?.refusedAt ?? null;
    return at !== null && between(at, now) <= holdsForMs;
  });
}

export interface RefusedSpan {
  readonly since: Instant;
  /** The last refusal: what is taken again may only have been on its way. */
  readonly last: Instant;
}

/**
 * From when to when two kinds at least were refused here alone; null where it is not so. One kind may have been changed,
 * or spoilt by somebody who wants users moved.
 */
export function refusedSpan(uses: CredentialUses, now: Instant): RefusedSpan | null {
  const refused = credentialKinds.flatMap((kind) => {
    const use = uses[kind];
    const holds = use !== undefined && between(use.at, now) <= holdsForMs;
    return holds ? (use.refused ?? []) : [];
  });
  const since = refused.map((one) => one.since).sort((a, b) => a - b)[1];
  const last = refused.map((one) => one.last).sort((a, b) => b - a)[1];
  return since === undefined || last === undefined ? null : { since, last };
}
