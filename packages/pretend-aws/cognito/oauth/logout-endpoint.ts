// `GET /logout`: the browser is signed out, and goes to a page of the client or back to the login page.
// https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html

import type { WireResponse } from "../../service.ts";
import { leaveBrowser } from "./browser.ts";
import type { Visit } from "./domain-request.ts";
import { redirect, toErrorPage } from "./pages.ts";

export function logout(visit: Visit): WireResponse {
  const { site, request } = visit;
  const { query } = request;
  const clientId = query.get("client_id");
  if (clientId === null) return toErrorPage("Required parameters missing", null);
  const client = site.directory.clients.get(clientId);
  if (client === undefined) return toErrorPage(`Client ${clientId} does not exist.`, clientId);
  const uri = query.get("logout_uri");
  if (uri !== null) {
    return client.LogoutURLs?.includes(uri)
      ? redirect(uri, leaveBrowser(visit))
      : toErrorPage("redirect_mismatch", clientId);
  }
  if (!query.has("redirect_uri")) return toErrorPage("Required parameters missing", clientId);
  return redirect(`/login?${query}`, leaveBrowser(visit));
}
