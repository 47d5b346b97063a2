// SetRiskConfiguration and DescribeRiskConfiguration: what threat protection does is the same in both Regions; where its
// messages come from, each Region has for itself.

import { isDeepStrictEqual } from "node:util";
import type {
  DescribeRiskConfigurationCommandInput,
  NotifyConfigurationType,
  RiskConfigurationType,
  SetRiskConfigurationCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import type { OperationTable, Sent } from "../api/operation.ts";
import type { Realm } from "../api/service-state.ts";
import { invalid } from "../api/validation.ts";
import type { Site } from "../pool/pool-in-region.ts";
import type { NoticeSender } from "../pool/replica.ts";
import { EVERY_CLIENT } from "../sign-in/threat-protection.ts";

export function riskOperations({ foundation, kinds }: Realm): OperationTable {
  return {
    SetRiskConfiguration: kinds.byPool<SetRiskConfigurationCommandInput>([], (input, site) => {
      const LastModifiedDate = new Date(foundation.clock.now());
      save({ ...wanted(input), LastModifiedDate }, keyOf(input), site);
      return { RiskConfiguration: described(input, site) };
    }),
    DescribeRiskConfiguration: kinds.byPool<DescribeRiskConfigurationCommandInput>(
      [],
      (input, site) => ({ RiskConfiguration: described(input, site) }),
    ),
  };
}

function save(configuration: RiskConfigurationType, key: string, site: Site): void {
  const { pool, replica, directory } = site;
  const shared = withoutSender(configuration);
  if (replica.role === "SECONDARY") checkShared(shared, directory.risk.get(key));
  replica.noticeSenders.set(key, senderOf(configuration));
  // Of what is left out altogether the defaults hold again; a client's go back to those of its pool.
  const isReset = configuration.AccountTakeoverRiskConfiguration === undefined && isBare(shared);
  pool.write(replica, ({ risk }) => {
    if (isReset) risk.delete(key);
    else risk.set(key, shared);
  });
}

function isBare(shared: RiskConfigurationType): boolean {
  const { CompromisedCredentialsRiskConfiguration, RiskExceptionConfiguration } = shared;
  return (CompromisedCredentialsRiskConfiguration ?? RiskExceptionConfiguration) === undefined;
}

function wanted(input: Sent<SetRiskConfigurationCommandInput>): RiskConfigurationType {
  const { UserPoolId, ClientId, ...parts } = input;
  return { UserPoolId, ...(ClientId === undefined ? {} : { ClientId }), ...parts };
}

function described(
  input: Sent<DescribeRiskConfigurationCommandInput>,
  { replica }: Site,
): RiskConfigurationType {
  const { UserPoolId, ClientId } = input;
  const shared = replica.directory.risk.get(keyOf(input));
  if (shared === undefined) return { UserPoolId, ...(ClientId === undefined ? {} : { ClientId }) };
  const takeover = shared.AccountTakeoverRiskConfiguration;
  const sender = replica.noticeSenders.get(keyOf(input));
  if (takeover?.NotifyConfiguration === undefined || sender === undefined) return shared;
  const NotifyConfiguration: NotifyConfigurationType = {
    ...takeover.NotifyConfiguration,
    ...sender,
  };
  return {
    ...shared,
    AccountTakeoverRiskConfiguration: { ...takeover, NotifyConfiguration },
  };
}

function keyOf({ ClientId = EVERY_CLIENT }: { readonly ClientId?: string | undefined }): string {
  return ClientId;
}

/** In a secondary the address that messages come from may differ, and nothing else. */
function checkShared(
  { LastModifiedDate: _, ...shared }: RiskConfigurationType,
  known: RiskConfigurationType | undefined,
): void {
  if (known === undefined) {
    throw new AwsError("ResourceNotFoundException", "There is no risk configuration to change.");
  }
  const { LastModifiedDate: _known, ...before } = known;
  if (isDeepStrictEqual(shared, before)) return;
  throw invalid("In a secondary Region these settings must match the existing configuration.");
}

function senderOf({ AccountTakeoverRiskConfiguration: takeover }: RiskConfigurationType) {
  const { SourceArn, From } = takeover?.NotifyConfiguration ?? {};
  const sender: NoticeSender = {
    ...(SourceArn === undefined ? {} : { SourceArn }),
    ...(From === undefined ? {} : { From }),
  };
  return sender;
}

function withoutSender(configuration: RiskConfigurationType): RiskConfigurationType {
  const takeover = configuration.AccountTakeoverRiskConfiguration;
  if (takeover?.NotifyConfiguration === undefined) return configuration;
  const { SourceArn: _arn, From: _from, ...kept } = takeover.NotifyConfiguration;
  const NotifyConfiguration = kept as NotifyConfigurationType;
  return {
    ...configuration,
    AccountTakeoverRiskConfiguration: { ...takeover, NotifyConfiguration },
  };
}
