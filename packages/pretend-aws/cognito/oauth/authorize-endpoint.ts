// `/oauth2/authorize`: on to the login page, to an identity provider or, for a browser that is signed
// in, straight back to the client.

import type { WireResponse } from "../../service.ts";
import { type Directory, type IdentityProvider, providerByIdentifier } from "../users/directory.ts";
import { type AuthorizeRequest, asked, sentBackTo } from "./authorize-request.ts";
import { inBrowser } from "./browser.ts";
import type { Visit } from "./domain-request.ts";
import { signInUrl } from "./federation.ts";
import { arrival } from "./login-redirect.ts";
import { redirect, toErrorPage } from "./pages.ts";

type Wanted =
  | { readonly kind: "choice" }
  | { readonly kind: "provider"; readonly provider: IdentityProvider }
  | { readonly kind: "unavailable" };

/** `GET /oauth2/authorize`. */
export async function authorize(visit: Visit): Promise<WireResponse> {
  const { site, request } = visit;
  const wish = asked(site, request.query);
  if (wish.kind === "shown") return toErrorPage(wish.error, request.query.get("client_id"));
  if (wish.kind === "sentBack") return redirect(sentBackTo(wish));
  const wanted = wantedProvider(site.directory, request.query, wish.request);
  switch (wanted.kind) {
    case "unavailable":
      return toErrorPage(
        "Login option is not available. Please try another one",
        wish.request.client.ClientId,
      );
    case "provider":
      return redirect(signInUrl(visit, wanted.provider));
    case "choice":
      return signedInOrLogin(visit, wish.request);
  }
}

async function signedInOrLogin(visit: Visit, request: AuthorizeRequest): Promise<WireResponse> {
  const { query } = visit.request;
  const prompt = query.get("prompt");
  const login = prompt === "login" ? undefined : inBrowser(visit);
  if (login !== undefined) return redirect(await arrival(visit, request, login));
  if (prompt === "none") {
    const { redirectUri, state } = request;
    return redirect(sentBackTo({ kind: "sentBack", redirectUri, state, error: "login_required" }));
  }
  return redirect(`/login?${query}`);
}

/** By name, or by one of the identifiers that hide it; COGNITO is the pool itself. */
function wantedProvider(
  directory: Directory,
  query: URLSearchParams,
  { client }: AuthorizeRequest,
): Wanted {
  const name = query.get("identity_provider");
  const identifier = query.get("idp_identifier");
  if (name === null && identifier === null) return { kind: "choice" };
  const offered = client.SupportedIdentityProviders ?? [];
  if (name === "COGNITO" && offered.includes(name)) return { kind: "choice" };
  const provider =
    name === null
      ? providerByIdentifier(directory, identifier ?? "")
      : directory.identityProviders.get(name);
  return provider !== undefined && offered.includes(provider.ProviderName)
    ? { kind: "provider", provider }
    : { kind: "unavailable" };
}
