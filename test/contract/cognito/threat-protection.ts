// Promises about threat protection, as far as anybody can provoke it.

import {
  CreateUserPoolCommand,
  DescribeRiskConfigurationCommand,
  SetRiskConfigurationCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { inOwnPool } from "./own-pool.ts";
import { api, guide, type Promised, refused, same } from "./promise.ts";

const ENFORCED = { UserPoolAddOns: { AdvancedSecurityMode: "ENFORCED" as const } };
const HighAction = { Notify: false, EventAction: "BLOCK" as const };

export const threatProtectionPromises: readonly Promised[] = [
  {
    promise: "what SetRiskConfiguration says of a client is shown by DescribeRiskConfiguration",
    source: api("SetRiskConfiguration"),
    changes: true,
    run: (subject) =>
      inOwnPool(subject, { UserPoolTier: "PLUS", ...ENFORCED }, async (pool) => {
        const { client } = pool.primary;
        const of = { UserPoolId: pool.poolId, ClientId: pool.clientId };
        const AccountTakeoverRiskConfiguration = { Actions: { HighAction } };
        await client.send(
          new SetRiskConfigurationCommand({ ...of, AccountTakeoverRiskConfiguration }),
        );
        const { RiskConfiguration } = await client.send(new DescribeRiskConfigurationCommand(of));
        const shown = RiskConfiguration?.AccountTakeoverRiskConfiguration?.Actions?.HighAction;
        same("the action for high risk", shown?.EventAction, "BLOCK");
      }),
  },
  {
    promise: "threat protection belongs to the plan PLUS",
    source: guide("cognito-user-pool-settings-threat-protection.html"),
    changes: true,
    run: async ({ primary, unique }) => {
      const PoolName = `contract-${unique()}`;
      const sent = primary.client.send(
        new CreateUserPoolCommand({ PoolName, UserPoolTier: "ESSENTIALS", ...ENFORCED }),
      );
      await refused("FeatureUnavailableInTierException", sent);
    },
  },
];
