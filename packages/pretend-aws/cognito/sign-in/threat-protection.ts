// Threat protection: how risky a sign-in looks is given to a Region by whoever runs this; what a pool does about it is
// SetRiskConfiguration's, and DescribeRiskConfiguration shows it. It acts in the mode ENFORCED alone.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AccountTakeoverActionType.html

import { isDeepStrictEqual } from "node:util";
import type {
  AccountTakeoverEventActionType,
  DescribeRiskConfigurationCommandInput,
  RiskConfigurationType,
  SetRiskConfigurationCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import type { OperationTable, Sent } from "../api/operation.ts";
import type { Realm } from "../api/service-state.ts";
import { invalid } from "../api/validation.ts";
import type { ClientSite, Site } from "../pool/pool-in-region.ts";
import type { RiskLevel } from "../pool/replica.ts";
import type { User } from "../users/directory.ts";
import { possibleFactors, type SecondFactor } from "../users/second-factors.ts";
import { notAuthorized } from "./not-authorized.ts";

/** The key of what holds for every client without a configuration of its own. */
const EVERY_CLIENT = "ALL";

export function threatProtectionOperations({ foundation, kinds }: Realm): OperationTable {
  return {
    SetRiskConfiguration: kinds.byPool<SetRiskConfigurationCommandInput>([], (input, site) => {
      const LastModifiedDate = new Date(foundation.clock.now());
      const configuration = { ...wanted(input), LastModifiedDate };
      if (site.replica.role === "SECONDARY") checkRegional(configuration, input, site);
      site.pool.write(site.replica, ({ risk }) => risk.set(keyOf(input), configuration));
      return { RiskConfiguration: configuration };
    }),
    DescribeRiskConfiguration: kinds.byPool<DescribeRiskConfigurationCommandInput>(
      [],
      (input, { directory }) => ({
        RiskConfiguration: directory.risk.get(keyOf(input)) ?? wanted(input),
      }),
    ),
  };
}

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

function wanted(input: Sent<SetRiskConfigurationCommandInput>): RiskConfigurationType {
  const { UserPoolId, ClientId, ...parts } = input;
  return { UserPoolId, ...(ClientId === undefined ? {} : { ClientId }), ...parts };
}

function keyOf({ ClientId = EVERY_CLIENT }: { readonly ClientId?: string | undefined }): string {
  return ClientId;
}

/** In a secondary the address that messages come from may differ, and nothing else. */
function checkRegional(
  configuration: RiskConfigurationType,
  input: Sent<SetRiskConfigurationCommandInput>,
  { directory }: Site,
): void {
  const known = directory.risk.get(keyOf(input));
  if (known === undefined) {
    throw new AwsError("ResourceNotFoundException", "There is no risk configuration to change.");
  }
  if (isDeepStrictEqual(shared(configuration), shared(known))) return;
  throw invalid("In a secondary Region these settings must match the existing configuration.");
}

function shared({ LastModifiedDate: _, ...parts }: RiskConfigurationType): object {
  const takeover = parts.AccountTakeoverRiskConfiguration;
  if (takeover?.NotifyConfiguration === undefined) return parts;
  const { SourceArn: _arn, From: _from, ...notify } = takeover.NotifyConfiguration;
  const kept = { ...takeover, NotifyConfiguration: notify };
  return { ...parts, AccountTakeoverRiskConfiguration: kept };
}
