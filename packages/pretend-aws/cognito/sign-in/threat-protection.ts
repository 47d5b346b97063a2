// Threat protection: how risky a sign-in looks is given to a Region by whoever runs this; what a pool does about it is
// SetRiskConfiguration's. It acts in the mode ENFORCED alone.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AccountTakeoverActionType.html

import type { AccountTakeoverEventActionType } from "@aws-sdk/client-cognito-identity-provider";
import type { ClientSite } from "../pool/pool-in-region.ts";
import type { RiskLevel } from "../pool/replica.ts";
import type { User } from "../users/directory.ts";
import { possibleFactors, type SecondFactor } from "../users/second-factors.ts";
import { notAuthorized } from "./not-authorized.ts";

/** The key of what holds for every client without a configuration of its own. */
export const EVERY_CLIENT = "ALL";

/** The factors that a risky sign-in is asked for; none where it passes. Throws where it is blocked. */
export function factorsAtRisk(site: ClientSite, user: User): readonly SecondFactor[] {
  const level = site.replica.riskLevel;
  if (level === null) return [];
  const action = actionAt(site, level);
  if (action === "NO_ACTION") return [];
  const factors = action === "BLOCK" ? [] : possibleFactors(site.directory, user);
  if (factors.length > 0 || action === "MFA_IF_CONFIGURED") return factors;
  throw notAuthorized("Unable to login because of security reasons.");
}

function actionAt(
  { directory, client }: ClientSite,
  level: RiskLevel,
): AccountTakeoverEventActionType {
  const { risk, settings } = directory;
  if (settings.UserPoolAddOns?.AdvancedSecurityMode !== "ENFORCED") return "NO_ACTION";
  const set = risk.get(client.ClientId) ?? risk.get(EVERY_CLIENT);
  const { LowAction, MediumAction, HighAction } =
    set?.AccountTakeoverRiskConfiguration?.Actions ?? {};
  const actions = { LOW: LowAction, MEDIUM: MediumAction, HIGH: HighAction };
  return actions[level]?.EventAction ?? "NO_ACTION";
}
