// What a check reads of a pool that is ready in every way, and the facts that are made of it.

import type { Fact } from "../../../core/readiness/fact.ts";
import type { FactName, FactValues, ReadinessFacts } from "../../../core/readiness/facts.ts";
import type { TriggerFunction } from "../../../core/readiness/service-facts.ts";
import { DAY } from "../../../core/values/duration.ts";
import { instant, type Region } from "../../../core/values/types.ts";
import { aPolicy, minutes, now, primary, secondary, witness } from "./a-policy.ts";
import { aRungRecord } from "./a-rung-record.ts";

const policy = aPolicy();
const account = "111122223333";

export const poolArn = (region: Region) =>
  `arn:aws:cognito-idp:${region}:${account}:userpool/${policy.userPoolId}`;

export const keyArn = (region: Region) => `arn:aws:kms:${region}:${account}:key/mrk-1`;

/** As the developer guide has it, for both of the pool's ARNs. */
export function keyPolicy(poolArns: readonly string[] = [poolArn(primary), poolArn(secondary)]) {
  const Service = ["cognito-idp.amazonaws.com", "identitystore.amazonaws.com"];
  const source = {
    ArnEquals: { "aws:SourceArn": poolArns },
    StringEquals: { "aws:SourceAccount": account },
  };
  const StringLike = { "kms:EncryptionContext:aws:cognito-idp:userpool-arn": poolArns };
  const onData = [
    ...["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*"],
    "kms:GenerateDataKeyWithoutPlainText",
  ];
  const allow = { Effect: "Allow", Principal: { Service }, Resource: "*" };
  return JSON.stringify({
    Statement: [
      { ...allow, Action: onData, Condition: { ...source, StringLike } },
      { ...allow, Action: "kms:DescribeKey", Condition: source },
    ],
  });
}

const pool = (region: Region): FactValues["poolInPrimary"] => ({
  arn: poolArn(region),
  plan: "ESSENTIALS",
  keyArn: keyArn(region),
  issuer: "UPDATED",
  mfa: "OPTIONAL",
  email: {
    sendsBy: "DEVELOPER",
    identityArn: `arn:aws:ses:${region}:${account}:identity/customers.example`,
    from: "Customers <no-reply@customers.example>",
    replyTo: null,
  },
  sms: { callerArn: `arn:aws:iam::${account}:role/sms`, region },
  triggers: [{ name: "PreTokenGeneration", arn: triggerArn(region), version: "V2_0" }],
  tags: { team: "identity" },
});

const triggerArn = (region: Region) => `arn:aws:lambda:${region}:${account}:function:claims`;

export const key = (region: Region): NonNullable<FactValues["keyInPrimary"]> => ({
  arn: keyArn(region),
  id: "mrk-1",
  isMultiRegion: true,
  state: "Enabled",
  deletedAt: null,
  primaryArn: keyArn(primary),
  policy: keyPolicy(),
});

export const triggerPolicy = (sourceArn: string) =>
  JSON.stringify({
    Statement: [
      {
        ...{ Effect: "Allow", Principal: { Service: "cognito-idp.amazonaws.com" } },
        ...{ Action: "lambda:InvokeFunction", Resource: "*" },
        Condition: { ArnLike: { "AWS:SourceArn": sourceArn } },
      },
    ],
  });

export const trigger = (region: Region): TriggerFunction => ({
  trigger: "PreTokenGeneration",
  arn: triggerArn(region),
  state: "Active",
  lastUpdate: "Successful",
  runtime: "nodejs24.x",
  codeHash: "abc=",
  reserved: null,
  policy: triggerPolicy(poolArn(region)),
  ofPrimary: [],
});

const sender = (region: Region): NonNullable<FactValues["senderInPrimary"]> => ({
  ...{ region, identity: "customers.example", isVerified: true, isProduction: true },
  ...{ isSending: true, perDay: 50_000, sentLastDay: 1_000 },
});

const sms = (region: Region): NonNullable<FactValues["smsInPrimary"]> => ({
  ...{ region, isInSandbox: false, spendLimit: 100 },
  originations: [{ number: "+15550100", country: "US" }],
});

const domain: NonNullable<FactValues["domainInPrimary"]> = {
  userPoolId: policy.userPoolId,
  status: "ACTIVE",
  certificateArn: `arn:aws:acm:us-east-1:${account}:certificate/1`,
  healthCheckId: policy.paths.managedLogin?.healthCheckId ?? null,
  secondary,
  brandingVersion: 2,
  hasStyle: true,
};

const webAcl = (region: Region): NonNullable<FactValues["webAclInPrimary"]> => ({
  name: "login",
  arn: `arn:aws:wafv2:${region}:${account}:regional/webacl/login/1`,
  otherwise: "Allow",
  rules: [
    { name: "rate", effect: "blocks 2,000 in 5 min" },
    { name: "bots", effect: "counts bots" },
  ],
});

const threatMail = (region: Region): NonNullable<FactValues["threatMailInPrimary"]> => ({
  identityArn: `arn:aws:ses:${region}:${account}:identity/customers.example`,
  from: "no-reply@customers.example",
});

const logExports: FactValues["logExportsInPrimary"] = [
  { source: "userAuthEvents", level: "INFO", to: "CloudWatch Logs" },
];

const limits: FactValues["limitsInPrimary"] = [
  { category: "UserAuthentication", perSecond: 120 },
  { category: "UserFederation", perSecond: 25 },
  { category: "UserToken", perSecond: 120 },
];

const peaks = (perSecond: number): FactValues["peaksInPrimary"] =>
  [...limits.map(({ category }) => category), "ClientAuthentication"].map((category) => ({
    ...{ category, perSecond, at: minutes(-60) },
  }));

const share = (of: number) => ({ share: of, plusMinus: 0.01 });

const part = (region: Region, name: string, state: string) => ({ region, name, state });

export const readyValues: FactValues = {
  replicas: [
    { region: primary, status: "ACTIVE", role: "PRIMARY" },
    { region: secondary, status: "ACTIVE", role: "SECONDARY" },
  ],
  poolInPrimary: pool(primary),
  poolInSecondary: pool(secondary),
  factors: {
    ...{ mfa: "OPTIONAL", hasTotp: true, hasSmsCodes: true },
    ...{ hasEmailCodes: true, hasPasskeys: false },
  },
  keyInPrimary: key(primary),
  keyInSecondary: key(secondary),
  keyRotation: { isOn: true, canBeOn: true },
  domainInPrimary: domain,
  domainInSecondary: domain,
  certificate: {
    arn: domain.certificateArn ?? "",
    status: "ISSUED",
    names: ["*.customers.example"],
    endsAt: instant(now + 200 * DAY),
    renewal: "ELIGIBLE",
  },
  healthCheck: {
    id: policy.paths.managedLogin?.healthCheckId ?? "",
    type: "HTTPS_STR_MATCH",
    asks: `https://customers-failover-beacon.s3.${secondary}.amazonaws.com:443/cognito-failover/customers/serving-secondary`,
    looksFor: policy.paths.managedLogin?.searchString ?? null,
    ...{ isInverted: true, isDisabled: false, intervalSeconds: 10, failureThreshold: 3 },
  },
  senderInPrimary: sender(primary),
  senderInSecondary: sender(secondary),
  smsInPrimary: sms(primary),
  smsInSecondary: sms(secondary),
  triggersInPrimary: [trigger(primary)],
  triggersInSecondary: [trigger(secondary)],
  webAclInPrimary: webAcl(primary),
  webAclInSecondary: webAcl(secondary),
  threatMailInPrimary: threatMail(primary),
  threatMailInSecondary: threatMail(secondary),
  logExportsInPrimary: logExports,
  logExportsInSecondary: logExports,
  limitsInPrimary: limits,
  limitsInSecondary: limits,
  fixedLimitsInSecondary: [{ category: "ClientAuthentication", perSecond: 150 }],
  peaksInPrimary: peaks(8),
  peaksInSecondary: peaks(1),
  privateEndpointsInPrimary: [{ id: "vpce-1", state: "available", hasPrivateDns: true }],
  privateEndpointsInSecondary: [{ id: "vpce-2", state: "available", hasPrivateDns: true }],
  secretIdsInPrimary: ["secret-1"],
  secretIdsInSecondary: ["secret-1"],
  issuerDocuments: [primary, secondary, witness].flatMap((vantage) =>
    [primary, secondary].map((target) => ({ vantage, target, problem: null })),
  ),
  loadBalancers: [],
  restAuthorizers: [],
  jwtAuthorizers: [
    {
      ...{ region: primary, apiId: "api1", authorizerId: "auth1" },
      issuer: `https://issuer-cognito-idp.${primary}.amazonaws.com/${policy.userPoolId}`,
    },
  ],
  identityPools: [primary, secondary].map((region) => ({ region, id: `${region}:1`, name: "app" })),
  coverage: {
    ...{ at: minutes(-60), sampled: 4_000, canSignIn: share(0.97), withTotp: share(0.01) },
    ...{ withPasskeys: share(0), mustChangePassword: share(0), firstFederated: share(0.01) },
  },
  leverTroubles: [],
  acceleratedRecovery: "ENABLED",
  probeSignIns: [primary, secondary].map((target) => ({
    ...{ vantage: witness, target, at: minutes(-1), problem: null },
  })),
  probeUsers: Array.from({ length: 10 }, (_, index) => ({
    ...{ index, lastSignedInAt: minutes(-60) },
  })),
  deployedLambdas: [part(secondary, "customers-assess", "Active")],
  deployedSchedules: [part(secondary, "customers-watch", "ENABLED")],
  deployedMachines: [part(secondary, "customers-move", "ACTIVE")],
  deployedAlarms: [
    { ...part(secondary, "customers-late", "OK"), isHeard: true },
    { ...part(witness, "customers-silent", "OK"), isHeard: true },
  ],
  simulatedCalls: [
    {
      ...{ action: "s3:PutObject", resource: "arn:aws:s3:::b/*" },
      ...{ role: `arn:aws:iam::${account}:role/shift`, decision: "allowed" },
    },
  ],
  triedCalls: [{ what: "write beside the beacon", problem: null }],
  settingsCompared: { deployed: "abc", here: "abc" },
  recipients: [{ region: secondary, endpoint: "on-call@customers.example", isConfirmed: true }],
  practised: [aRungRecord("canary")],
};

const names = Object.keys(readyValues) as FactName[];

/** All known, but for those that nobody could read. */
export function someFacts(
  change: Partial<FactValues> = {},
  unread: readonly FactName[] = [],
): ReadinessFacts {
  const values = { ...readyValues, ...change };
  const facts = names.map((name): [FactName, Fact<unknown>] => {
    const evidence = { call: `reads ${name}`, answer: "", at: now };
    return unread.includes(name)
      ? [name, { kind: "unknown", because: `${name} was not read`, evidence }]
      : [name, { kind: "known", value: values[name], evidence }];
  });
  return Object.fromEntries(facts) as unknown as ReadinessFacts;
}
