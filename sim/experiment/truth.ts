// How the Regions really are, by what was made to happen to them and not by what anybody believes: whether the
// probes of the vantages can sign in there.

import type { Policy } from "../../core/settings/policy.ts";
import type { Region } from "../../core/values/types.ts";
import type { FaultToInject, Happening } from "./happening.ts";

type Faulty = Extract<Happening, { readonly kind: "fault" }>;
type Forged = Extract<Happening, { readonly kind: "forge" }>;

/** Services that a sign-in at a Region needs. */
const SIGN_IN: readonly (string | undefined)[] = [undefined, "cognito-idp"];

export interface Truth {
  /** At no vantage does anything touch sign-in there. */
  isWell(region: Region, at: number): boolean;
  /** Nobody can sign in there, whoever tries. */
  isDead(region: Region, at: number): boolean;
  /** So many vantages have reason to call it unhealthy that a majority may. */
  maySeemSick(region: Region, at: number): boolean;
}

export function truthOf(happenings: readonly Happening[], { vantages }: Policy): Truth {
  const faults = happenings.filter((one): one is Faulty => one.kind === "fault");
  const forged = happenings.filter((one): one is Forged => one.kind === "forge");
  const touching = (region: Region, at: number) =>
    faults.filter(
      (fault) => at >= fault.at && at < fault.at + fault.lastsMs && touches(fault.trouble, region),
    );
  return {
    isWell: (region, at) => touching(region, at).length === 0,
    isDead: (region, at) => {
      // Of several it is the first that strikes: who is throttled does not learn what else ails the Region.
      const first = touching(region, at).find(
        ({ trouble }) => isForAll(trouble) && isAnswer(trouble),
      );
      return first !== undefined && isHard(first.trouble);
    },
    maySeemSick: (region, at) => {
      const blaming = touching(region, at).filter(({ trouble }) => blames(trouble));
      // Whoever has a vantage's role has its vote, and only that one.
      const seeing = vantages.filter(
        (vantage) =>
          forged.some((one) => one.vantage === vantage && one.at <= at) ||
          blaming.some(
            ({ trouble }) => trouble.vantage === undefined || trouble.vantage === vantage,
          ),
      );
      return seeing.length * 2 > vantages.length;
    },
  };
}

function touches({ service, region, caller }: FaultToInject, at: Region): boolean {
  const isProbes = caller === undefined || caller === "probe";
  return SIGN_IN.includes(service) && isProbes && (region === undefined || region === at);
}

function isForAll({ vantage, caller, operation, rate, users }: FaultToInject): boolean {
  const isSignIn = operation === undefined || operation === "InitiateAuth";
  return isSignIn && [vantage, caller, rate, users].every((limit) => limit === undefined);
}

function isHard({ effect }: FaultToInject): boolean {
  if (effect.kind === "status") return effect.status >= 500;
  if (effect.kind === "page") return effect.page === "gatewayTimeout";
  if (effect.kind === "error") return (effect.status ?? 400) >= 500;
  return ["reset", "blackHole", "lostAnswer"].includes(effect.kind);
}

/** What only comes late is followed by what else there is. */
function isAnswer({ effect }: FaultToInject): boolean {
  return effect.kind !== "delay" && effect.kind !== "lostAnswer";
}

/**
 * A right that is missing is ours, a web ACL's no is confirmed by nothing, and of credentials the experiments have one kind:
 * no fault of the Region. Throttling in one Region alone may be blamed on it, while the quotas have room.
 */
function blames(trouble: FaultToInject): boolean {
  const { region, effect } = trouble;
  const isSheddingLoad = effect.kind === "throttle" && region !== undefined;
  return isHard(trouble) || effect.kind === "delay" || isSheddingLoad;
}
