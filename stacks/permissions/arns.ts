// The ARNs of what is deployed. All of it is called by its name before it is there.

import { type Given, homeOf } from "./given.ts";

/** Of the function of that name in `region`. */
export function lambdaArn({ account, named }: Given, region: string, word: string): string {
  return `arn:aws:lambda:${region}:${account}:function:${named.lambda(word)}`;
}

export function machineArn({ account, named, config }: Given, word: "watch" | "failover"): string {
  return `arn:aws:states:${homeOf(config)}:${account}:stateMachine:${named[word]}`;
}

export function ledgerArn({ account, named, config }: Given): string {
  return `arn:aws:dynamodb:${homeOf(config)}:${account}:table/${named.ledger}`;
}

/** Of home's topic. */
export function topicArn({ account, named, config }: Given): string {
  return `arn:aws:sns:${homeOf(config)}:${account}:${named.notices}`;
}

export function poolArn({ account }: Given, region: string, id: string): string {
  return `arn:aws:cognito-idp:${region}:${account}:userpool/${id}`;
}

/** A secret's ARN ends in six random characters. */
export function secretArn({ account }: Given, region: string, name: string): string {
  return `arn:aws:secretsmanager:${region}:${account}:secret:${name}-??????`;
}
