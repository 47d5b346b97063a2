// The ARNs of what is deployed. All of it is called by its name before it is there.

import { ANY_GUARD_SIGN } from "../../core/practice/guard-sign.ts";
import { ISOLATED } from "../../core/practice/isolated-alias.ts";
import { type Given, homeOf } from "./given.ts";

/** Of the function of that name in `region`. */
export function lambdaArn({ account, named }: Given, region: string, word: string): string {
  return `arn:aws:lambda:${region}:${account}:function:${named.lambda(word)}`;
}

/** By which it goes its whole way and writes nothing; who may invoke this may not invoke the function itself. */
export function isolatedArn(given: Given, region: string, word: string): string {
  return `${lambdaArn(given, region, word)}:${ISOLATED}`;
}

export type MachineWord = "watch" | "failover" | "practice";

export function machineArn({ account, named, config }: Given, word: MachineWord): string {
  return `arn:aws:states:${homeOf(config)}:${account}:stateMachine:${named[word]}`;
}

/** The one-shot schedules that guard a pool's practice runs, in `region`: each run has one of its own. */
export function guardScheduleArn({ account, named }: Given, region: string, pool: string): string {
  return `arn:aws:scheduler:${region}:${account}:schedule/default/${named.guard(pool)}-${ANY_GUARD_SIGN}`;
}

export function ledgerArn({ account, named, config }: Given): string {
  return `arn:aws:dynamodb:${homeOf(config)}:${account}:table/${named.ledger}`;
}

export function topicArn({ account, named }: Given, region: string): string {
  return `arn:aws:sns:${region}:${account}:${named.notices}`;
}

export function roleArn({ account, named }: Given, word: string): string {
  return `arn:aws:iam::${account}:role/${named.role(word)}`;
}

/** Home's own bus, to which the others' rules forward. */
export function busArn({ account, config }: Given): string {
  return `arn:aws:events:${homeOf(config)}:${account}:event-bus/default`;
}

/** The rule that forwards AWS Health's word from `region`. */
export function forwardingRuleArn({ account, named }: Given, region: string): string {
  return `arn:aws:events:${region}:${account}:rule/${named.schedule("health")}`;
}

/** The rule by which home hears it. */
export function hearingRuleArn({ account, named, config }: Given): string {
  return `arn:aws:events:${homeOf(config)}:${account}:rule/${named.schedule("health-heard")}`;
}

export function poolArn({ account }: Given, region: string, id: string): string {
  return `arn:aws:cognito-idp:${region}:${account}:userpool/${id}`;
}

/** A secret's ARN ends in six random characters. */
export function secretArn({ account }: Given, region: string, name: string): string {
  return `arn:aws:secretsmanager:${region}:${account}:secret:${name}-??????`;
}
