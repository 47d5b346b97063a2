// What a user pool asks of the users that probes sign in as, and what its app client allows. Read in the
// primary, where such users are made.

import {
  type CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  type SchemaAttributeType,
} from "@aws-sdk/client-cognito-identity-provider";
import type { RequiredAttribute, SignInNames } from "../../core/probe-users/probe-user.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { ActionError } from "../../core/values/errors.ts";
import { signatureOf } from "../sdk/failure-signature.ts";
import { explained } from "../sdk/refusals.ts";
import { type AttributePermissions, attributePermissions } from "./attribute-permissions.ts";

export interface PoolFound {
  readonly signInNames: SignInNames;
  readonly isMfaDemanded: boolean;
  readonly minimumLength: number;
  readonly required: readonly RequiredAttribute[];
}

export type Flow = "USER_PASSWORD_AUTH" | "USER_SRP_AUTH" | "ADMIN_USER_PASSWORD_AUTH";

/** The app client that probes sign in with. */
export interface ClientFound {
  /** How a user is signed in with a password from here, as probes do where it can be; null: in no way. */
  readonly flow: Flow | null;
  /** Flows that journeys need. */
  readonly allows: { readonly password: boolean; readonly srp: boolean };
  /** Null for a client without one. */
  readonly clientSecret: string | null;
  readonly attributes: AttributePermissions;
}

/** Throws what a person can do about it. */
export async function lookAtPool(
  client: CognitoIdentityProviderClient,
  { name, userPoolId: UserPoolId, primary: region }: Policy,
): Promise<PoolFound> {
  const cannot = `set up the probe users of "${name}"`;
  const asked = { cannot, region, action: "cognito-idp:DescribeUserPool", next: LIST };
  const { UserPool } = await explained(asked, () =>
    client
      .send(new DescribeUserPoolCommand({ UserPoolId }))
      .catch(notFound(cannot, `the user pool ${UserPoolId} must be in ${region}`)),
  );
  const { UsernameAttributes = [], SchemaAttributes = [], Policies } = UserPool ?? {};
  return {
    signInNames: signInNamesOf(UsernameAttributes),
    isMfaDemanded: UserPool?.MfaConfiguration === "ON",
    minimumLength: Policies?.PasswordPolicy?.MinimumLength ?? 8,
    required: SchemaAttributes.flatMap((attribute) =>
      isRequired(attribute, UsernameAttributes) ? [bounded(attribute)] : [],
    ),
  };
}

/** Throws what a person can do about it. */
export async function lookAtClient(
  client: CognitoIdentityProviderClient,
  { userPoolId: UserPoolId, clientId: ClientId, primary: region }: Policy,
): Promise<ClientFound> {
  const cannot = `read the app client ${ClientId}`;
  const asked = { cannot, region, action: "cognito-idp:DescribeUserPoolClient", next: LIST };
  const { UserPoolClient } = await explained(asked, () =>
    client
      .send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }))
      .catch(notFound(cannot, `the app client of the settings must be in ${UserPoolId}`)),
  );
  const { ExplicitAuthFlows = [], ClientSecret: clientSecret = null } = UserPoolClient ?? {};
  const attributes = attributePermissions(UserPoolClient ?? {});
  // Older clients have names without ALLOW, and SRP whatever they are called.
  const isOld = ExplicitAuthFlows.every((flow) => !flow.startsWith("ALLOW_"));
  const has = (flow: string) => ExplicitAuthFlows.some((one) => one === flow);
  const password = has("ALLOW_USER_PASSWORD_AUTH") || has("USER_PASSWORD_AUTH");
  const srp = has("ALLOW_USER_SRP_AUTH") || isOld;
  const admin = has("ALLOW_ADMIN_USER_PASSWORD_AUTH") || has("ADMIN_NO_SRP_AUTH");
  const allows = { password, srp };
  return { flow: flowOf({ password, srp, admin }), allows, clientSecret, attributes };
}

const LIST = "aws cognito-idp list-user-pools --max-results 60";

function flowOf(has: Readonly<Record<"password" | "srp" | "admin", boolean>>): Flow | null {
  if (has.password) return "USER_PASSWORD_AUTH";
  if (has.srp) return "USER_SRP_AUTH";
  return has.admin ? "ADMIN_USER_PASSWORD_AUTH" : null;
}

/** Where both are allowed, an e-mail address is what can be had without reaching anybody. */
function signInNamesOf(attributes: readonly string[]): SignInNames {
  if (attributes.length === 0) return "username";
  return attributes.includes("email") ? "email" : "phoneNumber";
}

/** The address that users sign in with is one of their attributes, whether the schema asks for it or not. */
function isRequired(
  { Name, Required = false }: SchemaAttributeType,
  names: readonly string[],
): boolean {
  return Name !== "sub" && (Required || (Name === "email" && names.includes("email")));
}

function bounded({
  Name: name = "",
  StringAttributeConstraints: { MinLength, MaxLength } = {},
}: SchemaAttributeType): RequiredAttribute {
  const bound = (text: string | undefined) => (text === undefined ? null : Number(text));
  return { name, minLength: bound(MinLength), maxLength: bound(MaxLength) };
}

function notFound(cannot: string, must: string): (error: unknown) => never {
  return (error) => {
    const value = signatureOf(error).name;
    if (value !== "ResourceNotFoundException") throw error;
    throw new ActionError({ code: "InvalidInput", cannot, must, value, next: LIST });
  };
}
