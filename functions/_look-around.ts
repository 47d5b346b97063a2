// Proof from several places: the lever's own look, then sign-in at the Region it leads to, from home and
// one more vantage. The primary's own vantage is never asked, so nothing here needs a sick primary.

import * as z from "zod/mini";
import type { MoveInHand } from "../core/move.ts";
import type { Step } from "../core/plan.ts";
import type { Policy } from "../core/policy.ts";
import type { Look } from "../core/progress.ts";
import type { Region } from "../core/types.ts";
import { type LeverServices, lookAtLever } from "./_levers.ts";
import type { Services } from "./_services.ts";

/** Opinions besides the lever's own look. */
const OPINIONS = 2;

export interface Around {
  readonly step: Step;
  readonly policy: Policy;
  readonly move: MoveInHand;
  readonly changeId: string | null;
}

type Opinion =
  | { readonly kind: "signedIn"; readonly vantage: Region }
  | { readonly kind: "failed"; readonly vantage: Region; readonly because: string }
  | { readonly kind: "noWord"; readonly vantage: Region };

export async function lookAround(
  services: LeverServices & Pick<Services, "vantages">,
  { step, policy, move, changeId }: Around,
): Promise<Look> {
  const look = await lookAtLever(services, { step, policy, move, shifted: { changeId } });
  if (look.kind !== "proved") return look;
  const asked = policy.vantages.filter((vantage) => vantage !== policy.primary).slice(0, OPINIONS);
  const opinions = await Promise.all(
    asked.map((vantage) => opinion(services, { vantage, policy, step })),
  );
  const failure = opinions.find((one) => one.kind === "failed");
  if (failure !== undefined) {
    const because = `${failure.vantage} cannot sign in at ${step.to}: ${failure.because}`;
    return { kind: "notYet", because };
  }
  const proofs = opinions.filter(({ kind }) => kind === "signedIn").map(({ vantage }) => vantage);
  if (proofs.length === 0) {
    return { kind: "notYet", because: `no vantage could try to sign in at ${step.to}` };
  }
  const because = `${look.because}; signed in at ${step.to} from ${proofs.join(" and ")}`;
  return { kind: "proved", because };
}

const answer = z.object({
  results: z.array(
    z.object({
      outcome: z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("ok") }),
        z.object({ kind: z.literal("failed"), class: z.string(), error: z.string() }),
        z.object({ kind: z.literal("finding"), says: z.string() }),
      ]),
    }),
  ),
});

async function opinion(
  { vantages }: Pick<Services, "vantages">,
  { vantage, policy, step }: { vantage: Region; policy: Policy; step: Step },
): Promise<Opinion> {
  try {
    const only = { pool: policy.name, target: step.to };
    const { results } = z.parse(answer, await vantages.ask(vantage, { only }));
    const outcomes = results.map(({ outcome }) => outcome);
    const failure = outcomes.find(({ kind }) => kind === "failed");
    if (failure?.kind === "failed") {
      return { kind: "failed", vantage, because: `${failure.class} (${failure.error})` };
    }
    return { kind: outcomes.some(({ kind }) => kind === "ok") ? "signedIn" : "noWord", vantage };
  } catch {
    return { kind: "noWord", vantage };
  }
}
