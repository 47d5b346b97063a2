// A pool's settings: what Cognito puts where a request says nothing, and what it refuses.

import type {
  CreateUserPoolRequest,
  KeyConfigurationType,
  PasswordPolicyType,
  UpdateUserPoolRequest,
} from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import { invalid } from "../api/validation.ts";
import type { GlobalSettings, RegionalSettings } from "../users/directory.ts";
import { schemaAttributes } from "../users/schema.ts";

type SettingsRequest = Omit<UpdateUserPoolRequest, "UserPoolId">;

export const DEFAULT_PASSWORD_POLICY = {
  MinimumLength: 8,
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
  TemporaryPasswordValidityDays: 7,
} as const satisfies PasswordPolicyType;

/** The settings of a new pool. Throws InvalidParameterException. */
export function newSettings(request: CreateUserPoolRequest, region: string): GlobalSettings {
  checkMfa(request);
  checkThreatProtection(request);
  return {
    ...withDefaults(request, region),
    PoolName: request.PoolName,
    SchemaAttributes: schemaAttributes(request.Schema ?? []),
    ...given(request, ["AliasAttributes", "UsernameAttributes"]),
    UsernameConfiguration: { CaseSensitive: request.UsernameConfiguration?.CaseSensitive ?? true },
  };
}

/** The settings after UpdateUserPool, which sets back whatever the request leaves out. */
export function updatedSettings(
  before: GlobalSettings,
  request: SettingsRequest,
  region: string,
): GlobalSettings {
  // A pool that got its factors by SetUserPoolMfaConfig keeps them.
  if (request.MfaConfiguration !== before.MfaConfiguration) checkMfa(request);
  checkThreatProtection(request);
  return {
    ...withDefaults(request, region),
    PoolName: request.PoolName ?? before.PoolName,
    ...given(before, ["SchemaAttributes", "AliasAttributes", "UsernameAttributes"]),
    ...given(before, ["UsernameConfiguration"]),
  };
}

/** Threat protection belongs to one plan: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-threat-protection.html */
function checkThreatProtection({ UserPoolAddOns, UserPoolTier }: SettingsRequest): void {
  const mode = UserPoolAddOns?.AdvancedSecurityMode ?? "OFF";
  if (mode === "OFF" || UserPoolTier === "PLUS") return;
  throw new AwsError(
    "FeatureUnavailableInTierException",
    "Threat protection is not available in this feature plan.",
  );
}

/** The only factor that these operations can set up is SMS: https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2221 */
function checkMfa({ MfaConfiguration = "OFF", SmsConfiguration }: SettingsRequest): void {
  if (MfaConfiguration === "OFF" || SmsConfiguration !== undefined) return;
  throw invalid(
    "SMS configuration and Auto verification for phone_number are required when MFA is required/optional",
  );
}

export function regionalSettings(request: SettingsRequest): RegionalSettings {
  return {
    EmailConfiguration: { EmailSendingAccount: "COGNITO_DEFAULT", ...request.EmailConfiguration },
    LambdaConfig: request.LambdaConfig ?? {},
    UserPoolTags: request.UserPoolTags ?? {},
    ...given(request, ["SmsConfiguration"]),
  };
}

function withDefaults(request: SettingsRequest, region: string): GlobalSettings {
  return {
    Policies: {
      PasswordPolicy: passwordPolicy(request.Policies?.PasswordPolicy),
      SignInPolicy: request.Policies?.SignInPolicy ?? { AllowedFirstAuthFactors: ["PASSWORD"] },
    },
    DeletionProtection: request.DeletionProtection ?? "INACTIVE",
    VerificationMessageTemplate: request.VerificationMessageTemplate ?? {
      DefaultEmailOption: "CONFIRM_WITH_CODE",
    },
    UserAttributeUpdateSettings: request.UserAttributeUpdateSettings ?? {
      AttributesRequireVerificationBeforeUpdate: [],
    },
    MfaConfiguration: request.MfaConfiguration ?? "OFF",
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, ...request.AdminCreateUserConfig },
    AccountRecoverySetting: request.AccountRecoverySetting ?? {
      RecoveryMechanisms: [
        { Priority: 1, Name: "verified_email" },
        { Priority: 2, Name: "verified_phone_number" },
      ],
    },
    UserPoolTier: request.UserPoolTier ?? "ESSENTIALS",
    IssuerConfiguration: { Type: request.IssuerConfiguration?.Type ?? "ORIGINAL" },
    ...keyConfiguration(request.KeyConfiguration, region),
    ...given(request, [
      "AutoVerifiedAttributes",
      "SmsVerificationMessage",
      "EmailVerificationMessage",
      "EmailVerificationSubject",
      "SmsAuthenticationMessage",
      "DeviceConfiguration",
      "UserPoolAddOns",
      "DcrConfiguration",
      "AcrConfiguration",
    ]),
  };
}

/** A policy that is given counts as a whole: what it leaves out is not required. */
function passwordPolicy(policy: PasswordPolicyType | undefined): PasswordPolicyType {
  if (policy === undefined) return DEFAULT_PASSWORD_POLICY;
  const { MinimumLength = 8, TemporaryPasswordValidityDays } = policy;
  if (MinimumLength < 6 || MinimumLength > 99) {
    throw invalid(
      "1 validation error detected: Value at 'policies.passwordPolicy.minimumLength' failed to satisfy constraint: Member must have value between 6 and 99",
    );
  }
  return {
    RequireUppercase: false,
    RequireLowercase: false,
    RequireNumbers: false,
    RequireSymbols: false,
    ...policy,
    MinimumLength,
    TemporaryPasswordValidityDays:
      TemporaryPasswordValidityDays || DEFAULT_PASSWORD_POLICY.TemporaryPasswordValidityDays,
  };
}

/** An AWS owned key shows as no key configuration at all. */
function keyConfiguration(
  key: KeyConfigurationType | undefined,
  region: string,
): Pick<GlobalSettings, "KeyConfiguration"> {
  if (key === undefined || (key.KeyType ?? "AWS_OWNED_KEY") === "AWS_OWNED_KEY") {
    if (key?.KmsKeyArn !== undefined)
      throw invalid("KmsKeyArn needs KeyType CUSTOMER_MANAGED_KEY.");
    return {};
  }
  const arn = /^arn:aws[\w-]*:kms:([\w-]+):\d{12}:key\/[\w-]+$/.exec(key.KmsKeyArn ?? "");
  if (arn === null) throw invalid("KmsKeyArn must be the ARN of a KMS key.");
  if (arn[1] !== region) throw invalid("The KMS key must be in the same Region as the user pool.");
  return { KeyConfiguration: key };
}

export function isMultiRegionKey({ KeyConfiguration }: GlobalSettings): boolean {
  return /:key\/mrk-[0-9a-zA-Z]+$/.test(KeyConfiguration?.KmsKeyArn ?? "");
}

export function given<T extends object, Member extends keyof T>(
  from: T,
  members: readonly Member[],
): Pick<T, Member> {
  const present = members.filter((member) => from[member] !== undefined);
  return Object.fromEntries(present.map((member) => [member, from[member]])) as Pick<T, Member>;
}
