// What can be made to go wrong with a pool in one Region, beyond the faults of the gate.

import type { LambdaConfigType } from "@aws-sdk/client-cognito-identity-provider";
import type { Code } from "../../lambda/execution.ts";
import type { FunctionSettings } from "../../lambda/functions.ts";
import type { PolicyDocument } from "../../lambda/resource-policy.ts";
import type { DeliveryFailures, KeyState, RiskLevel } from "../pool/replica.ts";
import type { TriggerName } from "../pool/triggers.ts";
import type { Category } from "../quotas/quota-categories.ts";
import type { BlockRule } from "../quotas/web-acl.ts";
import type { Realm } from "./service-state.ts";

export interface Trouble {
  /** A web ACL's one rule; null takes the web ACL away. */
  blockBy(poolId: string, region: string, rule: BlockRule | null): void;
  /** How risky threat protection finds each sign-in there; null for not at all. */
  setRisk(poolId: string, region: string, level: RiskLevel | null): void;
  /** Without effect on a pool whose key is AWS's own. */
  setKeyState(poolId: string, region: string, state: KeyState): void;
  /** What DescribeUserPool says of messages that do not go out there; nothing goes out anyway. */
  setDeliveryFailures(poolId: string, region: string, failures: DeliveryFailures): void;
  /** A domain that has FAILED answers nobody; one that is UPDATING does; null makes it well again. */
  setDomainStatus(host: string, status: "FAILED" | "UPDATING" | null): void;
  /** Requests a second of all pools in the Region, at once; Infinity for no limit. */
  setQuota(region: string, category: Category, rps: number): void;
  /** Registers the function and sets it as the Region's trigger; null takes both away. */
  setTrigger(trigger: TriggerPlace, handler: Code["handler"] | null): void;
}

export interface TriggerPlace {
  readonly poolId: string;
  readonly region: string;
  readonly name: TriggerName;
  /** Of the event of PreTokenGeneration; absent: V1_0. */
  readonly version?: "V1_0" | "V2_0" | "V3_0";
}

/** Where the functions of `setTrigger` are registered. */
export interface FunctionRegistry {
  /** Returns the function's ARN. */
  register(settings: FunctionSettings): string;
  unregister(region: string, name: string): void;
}

/** Longer than Cognito waits, so that it is Cognito that gives up on a function that is silent. */
const FUNCTION_TIMEOUT_MS = 30_000;

export function troubleOf(
  { pools, domains, quotas }: Pick<Realm, "pools" | "domains" | "quotas">,
  registry: FunctionRegistry | undefined,
): Trouble {
  return {
    blockBy: (poolId, region, rule) => {
      pools.site(poolId, region).replica.webAcl = rule;
    },
    setRisk: (poolId, region, level) => {
      pools.site(poolId, region).replica.riskLevel = level;
    },
    setKeyState: (poolId, region, state) => {
      pools.site(poolId, region).replica.keyState = state;
    },
    setDeliveryFailures: (poolId, region, failures) => {
      pools.site(poolId, region).replica.deliveryFailures = failures;
    },
    setDomainStatus: (host, status) => domains.setStatus(host, status),
    setQuota: (region, category, rps) => quotas.set(region, category, rps),
    setTrigger: (trigger, handler) => {
      if (registry === undefined) throw new Error("This pretend Cognito has no pretend Lambda.");
      const { pool, replica } = pools.site(trigger.poolId, trigger.region);
      const { region } = replica;
      const { [trigger.name]: _, ...others } = replica.regional.LambdaConfig ?? {};
      const name = `${pool.shortName}-${trigger.name}`;
      if (handler === null) registry.unregister(region, name);
      const policy = triggerPolicy(pool.accountId, replica.arn);
      const settings = { region, name, timeoutMs: FUNCTION_TIMEOUT_MS, policy };
      const arn = handler === null ? undefined : registry.register({ ...settings, handler });
      replica.regional = {
        ...replica.regional,
        LambdaConfig: { ...withoutVersion(others, trigger), ...member(trigger, arn) },
      };
    },
  };
}

/** That the pool of this Region may invoke it. */
export function triggerPolicy(accountId: string, poolArn: string): PolicyDocument {
  return {
    Version: "2012-10-17",
    Id: "default",
    Statement: [
      {
        Sid: "Cognito",
        Effect: "Allow",
        Principal: { Service: "cognito-idp.amazonaws.com" },
        Action: "lambda:InvokeFunction",
        Resource: "*",
        Condition: {
          StringEquals: { "AWS:SourceAccount": accountId },
          ArnLike: { "AWS:SourceArn": poolArn },
        },
      },
    ],
  };
}

function withoutVersion(config: LambdaConfigType, { name }: TriggerPlace): LambdaConfigType {
  if (name !== "PreTokenGeneration") return config;
  const { PreTokenGenerationConfig: _, ...others } = config;
  return others;
}

function member(
  { name, version = "V1_0" }: TriggerPlace,
  arn: string | undefined,
): LambdaConfigType {
  if (arn === undefined) return {};
  if (name !== "PreTokenGeneration") return { [name]: arn };
  const PreTokenGenerationConfig = { LambdaArn: arn, LambdaVersion: version };
  return { PreTokenGeneration: arn, PreTokenGenerationConfig };
}
