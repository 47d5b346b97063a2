// The domain's token endpoint, as a machine uses it: POST /oauth2/token with its own credentials.

import { decomposeUnverifiedJwt } from "aws-jwt-verify/jwt";
import type { Claims } from "../../core/probe/claims.ts";
import type { MachineClient } from "../../core/probe-users/probe-secret.ts";
import type { Instant } from "../../core/values/types.ts";
import type { Place } from "../sdk/clients.ts";
import { askHost, type HostName, jsonIn, refusalIn, refused } from "./login-host.ts";

export interface MachineToken {
  readonly accessToken: string;
  /** When it was issued, by the clock of whoever answered; null when the answer does not say. */
  readonly issuedAt: Instant | null;
}

/** How a request without a client is refused rightly. */
const rightly: ReadonlySet<string> = new Set(["invalid_client", "invalid_request"]);

export type TokenEndpoint = ReturnType<typeof createTokenEndpoint>;

export function createTokenEndpoint(place: Place) {
  const post = (
    host: HostName,
    form: Readonly<Record<string, string>>,
    { signal, headers = {} }: { readonly signal: AbortSignal; readonly headers?: object },
  ) =>
    askHost(
      place,
      { host, path: "/oauth2/token" },
      {
        method: "POST",
        signal,
        headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ grant_type: "client_credentials", ...form }).toString(),
      },
    );

  return {
    /** Rejects unless a request without a client is refused as one. Cognito bills no refusal. */
    async refusesStrangers(host: HostName, signal: AbortSignal): Promise<void> {
      const answer = await post(host, {}, { signal });
      const refusal = refusalIn(answer);
      const isRight = [400, 401].includes(answer.status) && rightly.has(refusal?.name ?? "");
      if (isRight) return;
      if (refusal !== null) throw refusal;
      const must = "a request without a client must be refused";
      throw refused("UnexpectedAnswer", { status: answer.status, must });
    },

    /** A token for the machine itself, with the scopes, or with all that it may have. Billed. */
    async token(
      host: HostName,
      { clientId, clientSecret }: MachineClient,
      { scopes, signal }: { readonly scopes: readonly string[]; readonly signal: AbortSignal },
    ): Promise<MachineToken> {
      const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
      const form = scopes.length === 0 ? {} : { scope: scopes.join(" ") };
      const answer = await post(host, form, {
        signal,
        headers: { authorization: `Basic ${basic}` },
      });
      const refusal = refusalIn(answer);
      if (refusal !== null) throw refusal;
      const { access_token: accessToken } = jsonIn(answer.body);
      if (answer.status === 200 && typeof accessToken === "string") {
        return { accessToken, issuedAt: answer.date };
      }
      const must = "the answer must hold an access token";
      throw refused("UnexpectedAnswer", { status: answer.status, must });
    },
  };
}

/** What the token says. Nobody is let in by it here, so its signature is left alone. */
export function unverifiedClaims({ accessToken }: Pick<MachineToken, "accessToken">): Claims {
  return { ...decomposeUnverifiedJwt(accessToken).payload };
}

/** Throws unless the claims are a machine's own: with the scopes that were asked for, and of no user. */
export function checkMachineToken(
  claims: Claims,
  { clientId, scopes }: { readonly clientId: string; readonly scopes: readonly string[] },
): void {
  const granted = String(claims["scope"] ?? "").split(" ");
  const breach =
    (claims["username"] !== undefined && "a machine's token must name no user") ||
    (claims["sub"] !== clientId && "the subject of a machine's token must be its client") ||
    (!scopes.every((scope) => granted.includes(scope)) &&
      "the token must have the scopes asked for");
  if (breach !== false) throw refused("UnexpectedAnswer", { status: 200, must: breach });
}
