// Promises about domains: managed login's page, the token endpoint, and machine-to-machine tokens.

import {
  CreateUserPoolDomainCommand,
  DeleteUserPoolDomainCommand,
  DescribeUserPoolDomainCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { api, guide, holds, type Promised, refused, SDK, same } from "./promise.ts";
import { claimsOf, needed, type Subject, tokensOf } from "./subject.ts";

const TOKEN = guide("token-endpoint.html");

function loginUrl(subject: Subject, change: Record<string, string> = {}): string {
  const { host, redirectUri } = needed(subject, "domain");
  const query = new URLSearchParams({
    client_id: subject.clientId,
    response_type: "code",
    redirect_uri: redirectUri,
    ...change,
  });
  return `https://${host}/login?${query}`;
}

async function askedForToken(
  subject: Subject,
  fields: Record<string, string>,
  secret = needed(subject, "machine").secret,
) {
  const { clientId } = needed(subject, "machine");
  const { host } = needed(subject, "domain");
  const credentials = Buffer.from(`${clientId}:${secret}`).toString("base64");
  const response = await subject.http(`https://${host}/oauth2/token`, {
    method: "POST",
    headers: {
      authorization: `Basic ${credentials}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams(fields).toString(),
  });
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, body };
}

export const domainPromises: readonly Promised[] = [
  {
    promise: "the login page is shown to a visitor of a client that may use it",
    source: guide("login-endpoint.html"),
    needs: ["domain"],
    run: async (subject) => {
      const response = await subject.http(loginUrl(subject));
      same("the status", response.status, 200);
      holds("it is a page", response.headers.get("content-type")?.includes("text/html") === true);
    },
  },
  {
    promise: "a callback that the client does not have is shown to the visitor, not sent there",
    source: guide("authorization-endpoint.html"),
    needs: ["domain"],
    run: async (subject) => {
      const strange = "https://somewhere-else.example/callback";
      const response = await subject.http(loginUrl(subject, { redirect_uri: strange }));
      const location = response.headers.get("location") ?? "";
      holds("the visitor is not sent there", !location.startsWith(strange), location);
      holds("no form is shown", response.status !== 200, response.status);
    },
  },
  {
    promise: "DescribeUserPoolDomain shows the custom domain, its pool and its CloudFront target",
    source: api("DescribeUserPoolDomain"),
    needs: ["domain"],
    run: async (subject) => {
      const Domain = needed(subject, "domain").host;
      const { DomainDescription: shown } = await subject.primary.client.send(
        new DescribeUserPoolDomainCommand({ Domain }),
      );
      same("UserPoolId", shown?.UserPoolId, subject.poolId);
      const target = shown?.CloudFrontDistribution ?? "";
      holds("the target is CloudFront's", target.endsWith(".cloudfront.net"), target);
    },
  },
  {
    promise: "DescribeUserPoolDomain describes nothing for a domain that does not exist",
    source: SDK,
    run: async ({ primary, unique }) => {
      const Domain = `contract-${unique()}`;
      const answer = await primary.client.send(new DescribeUserPoolDomainCommand({ Domain }));
      same("UserPoolId", answer.DomainDescription?.UserPoolId, undefined);
    },
  },
  {
    promise: "a prefix domain has no Routing",
    source: SDK,
    needs: ["secondary"],
    changes: true,
    run: async (subject) => {
      const { region: SecondaryRegion } = needed(subject, "secondary");
      const { client } = subject.primary;
      const domain = { UserPoolId: subject.poolId, Domain: `contract-${subject.unique()}` };
      const PrimaryRoute53HealthCheckId = "00000000-0000-0000-0000-000000000000";
      const Routing = { Failover: { SecondaryRegion, PrimaryRoute53HealthCheckId } };
      const sent = client.send(new CreateUserPoolDomainCommand({ ...domain, Routing }));
      await refused("InvalidParameterException", sent).catch(async (error) => {
        await client.send(new DeleteUserPoolDomainCommand(domain)).catch(() => undefined);
        throw error;
      });
    },
  },
  {
    promise: "the token endpoint refreshes the tokens of a client without secret",
    source: TOKEN,
    needs: ["domain"],
    run: async (subject) => {
      const { AccessToken, RefreshToken } = await tokensOf(subject);
      const { host } = needed(subject, "domain");
      const response = await subject.http(`https://${host}/oauth2/token`, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({
          grant_type: "refresh_token",
          client_id: subject.clientId,
          refresh_token: RefreshToken,
        }).toString(),
      });
      same("the status", response.status, 200);
      const { access_token } = (await response.json()) as { access_token: string };
      same("sub", claimsOf(access_token)["sub"], claimsOf(AccessToken)["sub"]);
    },
  },
  {
    promise: "client_credentials gives a client an access token about itself, and nothing else",
    source: TOKEN,
    needs: ["domain", "machine"],
    run: async (subject) => {
      const { clientId, scope } = needed(subject, "machine");
      const { status, body } = await askedForToken(subject, {
        grant_type: "client_credentials",
        scope,
      });
      same("the status", status, 200);
      same("the members", Object.keys(body).sort(), ["access_token", "expires_in", "token_type"]);
      const claims = claimsOf(String(body["access_token"]));
      same("token_use", claims["token_use"], "access");
      same("scope", claims["scope"], scope);
      same("sub and client_id", [claims["sub"], claims["client_id"]], [clientId, clientId]);
      same("username", claims["username"], undefined);
    },
  },
  {
    promise: "a wrong client secret is invalid_client, HTTP 400",
    source: TOKEN,
    needs: ["domain", "machine"],
    run: async (subject) => {
      const grant = { grant_type: "client_credentials" };
      const { status, body } = await askedForToken(subject, grant, "not-the-secret");
      same("the answer", [status, body["error"]], [400, "invalid_client"]);
    },
  },
  {
    promise: "a scope that the client does not have is invalid_scope",
    source: TOKEN,
    needs: ["domain", "machine"],
    run: async (subject) => {
      const { status, body } = await askedForToken(subject, {
        grant_type: "client_credentials",
        scope: "nothing/of-that-name",
      });
      same("the answer", [status, body["error"]], [400, "invalid_scope"]);
    },
  },
  {
    promise: "a grant type that there is not is unsupported_grant_type",
    source: TOKEN,
    needs: ["domain", "machine"],
    run: async (subject) => {
      const { status, body } = await askedForToken(subject, { grant_type: "password" });
      same("the answer", [status, body["error"]], [400, "unsupported_grant_type"]);
    },
  },
];
