// Whether a pool demands MFA, and by which factors: SetUserPoolMfaConfig and GetUserPoolMfaConfig.
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html

import { isDeepStrictEqual } from "node:util";
import type {
  GetUserPoolMfaConfigCommandInput,
  GetUserPoolMfaConfigResponse,
  SetUserPoolMfaConfigCommandInput,
  UpdateUserPoolRequest,
} from "@aws-sdk/client-cognito-identity-provider";
import type { OperationTable, Sent } from "../api/operation.ts";
import type { Realm } from "../api/service-state.ts";
import { invalid } from "../api/validation.ts";
import { checkSmsCaller } from "../regional/sms-caller.ts";
import { type MfaFactors, NO_FACTORS } from "../users/directory.ts";
import type { Site } from "./pool-in-region.ts";

type Wanted = Sent<SetUserPoolMfaConfigCommandInput>;

export function mfaOperations({ kinds, foundation }: Realm): OperationTable {
  return {
    GetUserPoolMfaConfig: kinds.byPool<GetUserPoolMfaConfigCommandInput>([], (_, site) =>
      described(site),
    ),
    SetUserPoolMfaConfig: kinds.byPool<SetUserPoolMfaConfigCommandInput>([], (input, site) => {
      checkTogether(input);
      const sms = input.SmsMfaConfiguration?.SmsConfiguration;
      checkSmsCaller(sms, foundation.iam, site.replica);
      if (site.replica.role === "SECONDARY") checkRegional(input, site);
      else save(input, site);
      if (sms !== undefined) {
        site.replica.regional = { ...site.replica.regional, SmsConfiguration: sms };
      }
      return described({ ...site, directory: site.replica.directory });
    }),
  };
}

/** The factors after CreateUserPool or UpdateUserPool, which can set up SMS alone. */
export function mfaAfter(
  before: MfaFactors,
  {
    MfaConfiguration,
    SmsConfiguration,
  }: Pick<UpdateUserPoolRequest, "MfaConfiguration" | "SmsConfiguration">,
): MfaFactors {
  if ((MfaConfiguration ?? "OFF") === "OFF") return NO_FACTORS;
  const isSmsNew = before.sms === null && SmsConfiguration !== undefined;
  return isSmsNew ? { ...before, sms: { SmsAuthenticationMessage: undefined } } : before;
}

/**
 * In AWS's own words: https://github.com/go-to-k/cdkd/issues/1923 for OFF,
 * https://github.com/anomalyco/sst/issues/5177 for the others.
 */
function checkTogether(input: Wanted): void {
  const { SmsMfaConfiguration: sms, EmailMfaConfiguration: email } = input;
  const totp = input.SoftwareTokenMfaConfiguration;
  const mode = input.MfaConfiguration ?? "OFF";
  if (mode === "OFF" && (sms ?? email ?? totp) !== undefined) {
    throw invalid(
      "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
    );
  }
  if (mode !== "OFF" && sms === undefined && email === undefined && totp?.Enabled !== true) {
    throw invalid(
      "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration.",
    );
  }
}

/** In a secondary nothing but how messages are sent may differ. */
function checkRegional(input: Wanted, { directory }: Site): void {
  const isSame =
    (input.MfaConfiguration ?? "OFF") === directory.settings.MfaConfiguration &&
    isDeepStrictEqual(mfaOf(input), directory.mfa);
  if (isSame) return;
  throw invalid(
    "In a secondary Region these settings must match the existing configuration: MfaConfiguration",
  );
}

function save(input: Wanted, { pool, replica, directory }: Site): void {
  const settings = { ...directory.settings, MfaConfiguration: input.MfaConfiguration ?? "OFF" };
  const mfa = mfaOf(input);
  pool.write(replica, (written) => {
    written.settings = settings;
    written.mfa = mfa;
  });
}

function mfaOf(input: Wanted): MfaFactors {
  const { SmsMfaConfiguration: sms, EmailMfaConfiguration: email } = input;
  return {
    isTotpOn: input.SoftwareTokenMfaConfiguration?.Enabled === true,
    sms: sms === undefined ? null : { SmsAuthenticationMessage: sms.SmsAuthenticationMessage },
    email: email === undefined ? null : { Message: email.Message, Subject: email.Subject },
  };
}

function described({ directory, replica }: Site): GetUserPoolMfaConfigResponse {
  const { mfa, settings } = directory;
  const { SmsConfiguration } = replica.regional;
  return {
    MfaConfiguration: settings.MfaConfiguration,
    ...(mfa.isTotpOn ? { SoftwareTokenMfaConfiguration: { Enabled: true } } : {}),
    ...(mfa.sms === null ? {} : { SmsMfaConfiguration: { ...mfa.sms, SmsConfiguration } }),
    ...(mfa.email === null ? {} : { EmailMfaConfiguration: mfa.email }),
  };
}
