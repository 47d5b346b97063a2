// The pretend AWS, complete: all services around one clock and one seed, wired to each other.

import { createAcm } from "./acm/acm.ts";
import { createApiGateway } from "./api-gateway/api-gateway.ts";
import { createCloudWatch, type Reported } from "./cloudwatch/cloudwatch.ts";
import { createCognito } from "./cognito/api/cognito.ts";
import { createCognitoIdentity } from "./cognito-identity/cognito-identity.ts";
import { createDynamoDb } from "./dynamodb/dynamodb.ts";
import { createEc2 } from "./ec2/ec2.ts";
import { createElb } from "./elb/elb.ts";
import { iamService } from "./iam/service.ts";
import { createKms } from "./kms/kms.ts";
import { createLambda } from "./lambda/lambda.ts";
import { pingService } from "./ping.ts";
import { reachBy } from "./reach.ts";
import { createRoute53, type Route53 } from "./route53/route53.ts";
import { createS3 } from "./s3/s3.ts";
import { createScheduler } from "./scheduler/scheduler.ts";
import { createSecretsManager } from "./secrets-manager/secrets-manager.ts";
import type { Service, WireRequest } from "./service.ts";
import { createServiceQuotas } from "./service-quotas/service-quotas.ts";
import { createSes } from "./ses/ses.ts";
import { createSns } from "./sns/sns.ts";
import { createStates, type States } from "./states/states.ts";
import { stsService } from "./sts/sts.ts";
import { createWafv2, type Wafv2 } from "./wafv2/wafv2.ts";
import { dispatch as dispatchTo, foundation, type WorldOptions } from "./world.ts";

export type PretendAws = ReturnType<typeof createPretendAws>;

export function createPretendAws(options: WorldOptions) {
  const base = foundation(options);
  const services: Service[] = [];
  const dispatch = (region: string, request: WireRequest) =>
    dispatchTo({ services, ...base }, region, request);

  const cloudwatch = createCloudWatch(base);
  const report = (metric: Reported) => cloudwatch.record(metric);
  const kms = createKms(base);
  const ses = createSes(base);
  const lambda = createLambda(base, { report });
  // Cognito asks Route 53, and Route 53's checkers may fetch from Cognito: one of them comes first. So it is with WAF.
  let route53: Route53 | undefined;
  let waf: Wafv2 | undefined;
  const cognito = createCognito(base, {
    healthCheckStatus: (id) => route53?.healthCheckStatus(id),
    keyUse: kms.useByCognito,
    maySend: ses.maySend,
    webAclBefore: (poolArn) => waf?.ruleBefore(poolArn) ?? null,
    lambda,
    report,
  });
  waf = createWafv2(base, { isPool: cognito.isPool });
  route53 = createRoute53(base, { reach: reachBy(dispatch), metrics: cloudwatch });
  const s3 = createS3(base);
  const dynamodb = createDynamoDb(base);
  const sns = createSns(base);
  const acm = createAcm(base);
  const apiGateway = createApiGateway(base);
  const cognitoIdentity = createCognitoIdentity(base);
  const ec2 = createEc2(base);
  const elb = createElb(base);
  const serviceQuotas = createServiceQuotas(base);
  const secrets = createSecretsManager(base);
  const states: States = createStates(base, {
    invokeLambda: (invocation) => lambda.invoke(invocation),
    publish: (message) => sns.publish(message),
  });
  const scheduler = createScheduler(base, {
    invokeLambda: (invocation) => lambda.invoke(invocation),
    startExecution: (start) => states.startExecution(start),
  });
  services.push(
    ...cognito.services,
    pingService(),
    route53.service,
    dynamodb.service,
    sns.service,
    secrets.service,
    lambda.service,
    states.service,
    scheduler.service,
    cloudwatch.service,
    kms.service,
    ses.service,
    acm.service,
    serviceQuotas.service,
    elb.service,
    ec2.service,
    cognitoIdentity.service,
    apiGateway.service,
    waf.service,
    stsService(base),
    iamService(base),
    // Last, since it takes whatever unsigned path begins with the name of a bucket.
    s3.service,
  );
  return {
    ...base,
    faults: base.gate.faults,
    dispatch,
    services: services as readonly Service[],
    cloudwatch,
    cognito,
    route53,
    s3,
    dynamodb,
    acm,
    apiGateway,
    cognitoIdentity,
    ec2,
    elb,
    kms,
    serviceQuotas,
    ses,
    sns,
    secrets,
    lambda,
    states,
    scheduler,
    wafv2: waf,
    /** Nothing polls or fires any more. */
    stop: () => {
      scheduler.stop();
      route53.stop();
    },
  };
}
