import {
  type AccountTakeoverEventActionType,
  DescribeRiskConfigurationCommand,
  SetRiskConfigurationCommand,
  type SetRiskConfigurationCommandInput,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, it } from "vitest";
import {
  aWorld,
  CLIENT,
  KEY,
  PASSWORD,
  POOL,
  PRIMARY,
  passwordSignIn,
  refusal,
  SECONDARY,
} from "./cognito-world.ts";

const BLOCKED = "NotAuthorizedException: Unable to login because of security reasons.";
const SHARED = {
  UserPoolId: POOL,
  UserPoolTier: "PLUS",
  IssuerConfiguration: { Type: "UPDATED" },
  KeyConfiguration: { KeyType: "CUSTOMER_MANAGED_KEY", KmsKeyArn: KEY },
} as const;

const mode = (AdvancedSecurityMode: "AUDIT" | "ENFORCED") =>
  new UpdateUserPoolCommand({ ...SHARED, UserPoolAddOns: { AdvancedSecurityMode } });

function acting(
  EventAction: AccountTakeoverEventActionType,
  more: Partial<SetRiskConfigurationCommandInput> = {},
) {
  const action = { Notify: false, EventAction };
  return new SetRiskConfigurationCommand({
    UserPoolId: POOL,
    AccountTakeoverRiskConfiguration: { Actions: { HighAction: action } },
    ...more,
  });
}

async function guarded(action: AccountTakeoverEventActionType) {
  const world = aWorld({
    seed: {
      users: [
        { username: "ada", password: PASSWORD },
        { username: "tom", password: PASSWORD, totpSecret: "JBSWY3DPEHPK3PXP" },
      ],
    },
  });
  await world.primary.send(mode("ENFORCED"));
  await world.primary.send(acting(action));
  await world.clock.advance(1_000);
  return world;
}

describe("a sign-in that threat protection finds risky", () => {
  it.each([
    ["BLOCK", BLOCKED],
    ["MFA_REQUIRED", BLOCKED],
    ["MFA_IF_CONFIGURED", "no refusal"],
    ["NO_ACTION", "no refusal"],
  ] as const)("of a user without second factor ends by the action: %s", async (action, end) => {
    const { primary, secondary, cognito } = await guarded(action);
    cognito.setRisk(POOL, PRIMARY, "HIGH");
    expect(await refusal(primary.send(passwordSignIn()))).toBe(end);
    expect(await refusal(secondary.send(passwordSignIn()))).toBe("no refusal");
    cognito.setRisk(POOL, PRIMARY, "LOW");
    expect(await refusal(primary.send(passwordSignIn()))).toBe("no refusal");
  });

  it("asks a user with one for it", async () => {
    const { primary, cognito } = await guarded("MFA_REQUIRED");
    cognito.setRisk(POOL, PRIMARY, "HIGH");
    const { ChallengeName } = await primary.send(passwordSignIn("tom"));
    expect(ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
  });

  it("is let in where the mode is AUDIT, and where the client's own configuration says so", async () => {
    const { primary, cognito } = await guarded("BLOCK");
    cognito.setRisk(POOL, PRIMARY, "HIGH");
    await primary.send(acting("NO_ACTION", { ClientId: CLIENT }));
    expect(await refusal(primary.send(passwordSignIn()))).toBe("no refusal");
    await primary.send(acting("BLOCK", { ClientId: CLIENT }));
    expect(await refusal(primary.send(passwordSignIn()))).toBe(BLOCKED);
    await primary.send(mode("AUDIT"));
    expect(await refusal(primary.send(passwordSignIn()))).toBe("no refusal");
  });
});

describe("SetRiskConfiguration", () => {
  it("changes in a secondary where its messages come from, and nothing else", async () => {
    const { primary, secondary, clock } = await guarded("BLOCK");
    const from = (region: string, EventAction: AccountTakeoverEventActionType = "BLOCK") =>
      acting(EventAction, {
        AccountTakeoverRiskConfiguration: {
          NotifyConfiguration: { SourceArn: `arn:aws:ses:${region}:123456789012:identity/x.io` },
          Actions: { HighAction: { Notify: true, EventAction } },
        },
      });
    await primary.send(from(PRIMARY));
    await clock.advance(1_000);
    await secondary.send(from(SECONDARY));
    const shown = async (to: typeof primary) => {
      const { RiskConfiguration } = await to.send(
        new DescribeRiskConfigurationCommand({ UserPoolId: POOL }),
      );
      return RiskConfiguration?.AccountTakeoverRiskConfiguration?.NotifyConfiguration?.SourceArn;
    };
    expect(await shown(primary)).toContain(PRIMARY);
    expect(await shown(secondary)).toContain(SECONDARY);
    expect(await refusal(secondary.send(from(SECONDARY, "NO_ACTION")))).toMatch(
      /^InvalidParameterException.*must match/,
    );
  });
});

it("threat protection is of the plan PLUS", async () => {
  const { primary } = aWorld();
  const other = new UpdateUserPoolCommand({
    ...SHARED,
    UserPoolTier: "ESSENTIALS",
    UserPoolAddOns: { AdvancedSecurityMode: "ENFORCED" },
  });
  expect(await refusal(primary.send(other))).toMatch(/^FeatureUnavailableInTierException/);
});
