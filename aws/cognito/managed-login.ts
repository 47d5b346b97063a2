// Managed login as a browser meets it: the login page, and where authorize leads.

import type { Place } from "../sdk/clients.ts";
import { askHost, type HostAnswer, type HostName, refusalIn, refused } from "./login-host.ts";

export interface LoginClient {
  readonly clientId: string;
  /** One of the client's callback URLs, without which the page is not shown. */
  readonly redirectUri: string;
}

export type ManagedLogin = ReturnType<typeof createManagedLogin>;

export function createManagedLogin(place: Place) {
  const get = (host: HostName, path: string, signal: AbortSignal) =>
    askHost(place, { host, path }, { signal });

  return {
    /** The HTTP status of the login page; rejects when nothing answers. */
    async loginPage(host: HostName, client: LoginClient, signal: AbortSignal): Promise<number> {
      const { status } = await get(host, `/login?${queryOf(client)}`, signal);
      return status;
    },

    /** Rejects unless the host shows a page to sign in at. */
    async form(host: HostName, client: LoginClient, signal: AbortSignal): Promise<void> {
      const answer = granted(await get(host, `/login?${queryOf(client)}`, signal));
      if (answer.status !== 200) throw notOffered(answer);
      if (!isForm(answer)) {
        const must = "the page must be one to sign in at";
        throw refused("UnexpectedAnswer", { status: answer.status, must });
      }
    },

    /** Rejects unless authorize leads to the login page of the same host, for the same client. */
    async toForm(host: HostName, client: LoginClient, signal: AbortSignal): Promise<void> {
      const answer = granted(await get(host, `/oauth2/authorize?${queryOf(client)}`, signal));
      const { location, status } = answer;
      const isOffered = location?.host === host && location.pathname === "/login";
      if (!isOffered) throw notOffered(answer);
      const { searchParams } = location;
      const isOurs =
        searchParams.get("client_id") === client.clientId &&
        searchParams.get("redirect_uri") === client.redirectUri;
      if (isOurs) return;
      const must = "authorize must lead on with the same client";
      throw refused("UnexpectedAnswer", { status, must });
    },

    /** Where authorize sends a user of an identity provider; null when it shows its error page instead. */
    async toProvider(
      host: HostName,
      { provider, ...client }: LoginClient & { readonly provider: string },
      signal: AbortSignal,
    ): Promise<URL | null> {
      const query = queryOf(client, { identity_provider: provider });
      const answer = await get(host, `/oauth2/authorize?${query}`, signal);
      const refusal = refusalIn(answer);
      if (refusal !== null && refusal.name !== "ErrorPage") throw refusal;
      return refusal === null ? answer.location : null;
    },
  };
}

function queryOf(
  { clientId, redirectUri }: LoginClient,
  more: Readonly<Record<string, string>> = {},
) {
  return new URLSearchParams({
    client_id: clientId,
    response_type: "code",
    redirect_uri: redirectUri,
    ...more,
  });
}

function granted(answer: HostAnswer): HostAnswer {
  const refusal = refusalIn(answer);
  if (refusal !== null) throw refusal;
  return answer;
}

/** A client that has one identity provider and no users of its own is sent on, and never shown a page. */
function notOffered({ status }: HostAnswer): Error {
  const must = "the client must be shown a page to sign in at";
  return refused("LoginPageNotOffered", { status, must });
}

/** Whichever of its designs a domain has, and if scripts draw the form: its page sets a cookie against CSRF. */
function isForm({ headers, body }: HostAnswer): boolean {
  const isPage = headers.get("content-type")?.startsWith("text/html") === true;
  const setsCookie = headers.getSetCookie().some((cookie) => cookie.startsWith("XSRF-TOKEN="));
  return isPage && (setsCookie || /<form\b[^>]*\bname="cognitoSignInForm"/.test(body));
}
