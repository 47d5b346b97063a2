// The OAuth settings of an app client: flows, callbacks, scopes and identity providers.

import { AwsError } from "../../aws-error.ts";
import { invalid } from "../api/validation.ts";
import type { Client, Directory } from "../users/directory.ts";
import { scopesOfServers } from "./resource-servers.ts";

const OAUTH_FLOWS: readonly string[] = ["code", "implicit", "client_credentials"];
const STANDARD_SCOPES: readonly string[] = [
  ...["phone", "email", "openid", "profile", "aws.cognito.signin.user.admin"],
];

/** Throws what Cognito refuses of a client's OAuth settings. */
export function checkOAuth(client: Client, directory: Directory): void {
  checkFlows(client);
  checkUrls(client);
  checkScopes(client, directory);
  checkProviders(client, directory);
}

function checkFlows(client: Client): void {
  const { AllowedOAuthFlows: flows = [], ClientSecret } = client;
  const unknown = flows.find((flow) => !OAUTH_FLOWS.includes(flow));
  if (unknown !== undefined) {
    throw invalid(
      `1 validation error detected: Value '[${flows.join(", ")}]' at 'allowedOAuthFlows' failed to satisfy constraint: Member must satisfy enum value set: [${OAUTH_FLOWS.join(", ")}]`,
    );
  }
  if (flows.includes("client_credentials")) {
    if (flows.length > 1) {
      throw oauthError(
        "client_credentials flow can not be selected along with code flow or implicit flow.",
      );
    }
    if (ClientSecret === undefined) {
      throw oauthError(
        "client_credentials flow can not be selected if client does not have a client secret.",
      );
    }
  }
  const { AllowedOAuthFlowsUserPoolClient: mayUseOAuth, AllowedOAuthScopes: scopes = [] } = client;
  if (mayUseOAuth && (flows.length === 0 || scopes.length === 0)) {
    throw invalid(
      "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.",
    );
  }
}

function checkUrls({
  AllowedOAuthFlows: flows = [],
  CallbackURLs = [],
  LogoutURLs = [],
  DefaultRedirectURI,
}: Client): void {
  const needsCallback = flows.includes("code") || flows.includes("implicit");
  if (needsCallback && CallbackURLs.length === 0) {
    throw oauthError("CallbackUrls can not be empty when code flow or implicit flow is selected");
  }
  for (const url of [...CallbackURLs, ...LogoutURLs]) {
    const isLocal = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/]|$)/.test(url);
    if (/^http:/.test(url) && !isLocal) throw invalid(`Callback URL ${url} must use https.`);
    if (url.includes("#")) throw invalid(`Callback URL ${url} must not contain a fragment.`);
  }
  if (DefaultRedirectURI !== undefined && !CallbackURLs.includes(DefaultRedirectURI)) {
    throw invalid("DefaultRedirectURI must be one of the CallbackURLs.");
  }
}

/** A client that acts for itself has no user whom the pool's own scopes could be about. */
function checkScopes(
  { AllowedOAuthFlows = [], AllowedOAuthScopes = [] }: Client,
  directory: Directory,
): void {
  const own = scopesOfServers(directory);
  for (const scope of AllowedOAuthScopes) {
    const isStandard = STANDARD_SCOPES.includes(scope);
    if (isStandard && AllowedOAuthFlows.includes("client_credentials")) {
      throw oauthError(`${scope} is not supported with client_credentials flow`);
    }
    if (isStandard || own.has(scope)) continue;
    throw new AwsError("ScopeDoesNotExistException", `Invalid scope requested: ${scope}`);
  }
}

function checkProviders(
  { SupportedIdentityProviders = [], UserPoolId }: Client,
  { identityProviders }: Directory,
): void {
  for (const name of SupportedIdentityProviders) {
    if (name === "COGNITO" || identityProviders.has(name)) continue;
    throw invalid(`The provider ${name} does not exist for User Pool ${UserPoolId}.`);
  }
}

function oauthError(message: string): AwsError {
  return new AwsError("InvalidOAuthFlowException", message);
}
