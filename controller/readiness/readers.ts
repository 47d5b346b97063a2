// What a check reads with, put together for each check: its calls are counted, and nothing is kept for the next.

import { createCertificates } from "../../aws/acm/certificates.ts";
import { createUsagePeaks } from "../../aws/cloudwatch/usage-peaks.ts";
import { createProvisionedLimits } from "../../aws/cognito/provisioned-limits.ts";
import { createEdgeSettings } from "../../aws/cognito/settings/edge-settings.ts";
import { createPoolSettings } from "../../aws/cognito/settings/pool-settings.ts";
import { createPoolKeys } from "../../aws/kms/pool-keys.ts";
import { createTriggerFunctions } from "../../aws/lambda/trigger-functions.ts";
import { createAcceleratedRecovery } from "../../aws/route53/accelerated-recovery.ts";
import { createHealthChecks } from "../../aws/route53/health-checks.ts";
import type { Place } from "../../aws/sdk/clients.ts";
import { createCognitoQuotas } from "../../aws/service-quotas/cognito-quotas.ts";
import { createSenders } from "../../aws/ses/senders.ts";
import { createSms } from "../../aws/sns/sms.ts";
import { createWebAcls } from "../../aws/wafv2/web-acls.ts";

export type Readers = ReturnType<typeof createReaders>;

export function createReaders(place: Place) {
  return {
    pools: createPoolSettings(place),
    edges: createEdgeSettings(place),
    keys: createPoolKeys(place),
    triggers: createTriggerFunctions(place),
    senders: createSenders(place),
    sms: createSms(place),
    webAcls: createWebAcls(place),
    certificates: createCertificates(place),
    healthChecks: createHealthChecks(place),
    recovery: createAcceleratedRecovery(place),
    limits: createProvisionedLimits(place),
    quotas: createCognitoQuotas(place),
    peaks: createUsagePeaks(place),
  };
}
