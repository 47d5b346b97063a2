// `POST /oauth2/revoke`: ends the session of a refresh token, in this Region.
// https://docs.aws.amazon.com/cognito/latest/developerguide/revocation-endpoint.html

import type { WireResponse } from "../../service.ts";
import { readJwt } from "../sign-in/jwt.ts";
import { openRefreshToken } from "../sign-in/refresh-token.ts";
import { authenticatedClient } from "./client-authentication.ts";
import { admit } from "./domain-guard.ts";
import { formOf, type Visit } from "./domain-request.ts";
import { json } from "./pages.ts";

export function revoke(visit: Visit): WireResponse {
  const form = formOf(visit.request);
  const token = form?.get("token");
  if (!form || !token) return json(400, { error: "invalid_request" });
  const site = authenticatedClient(visit, form);
  if (site === null) return json(401, { error: "invalid_client" });
  admit(visit.realm, site, { like: "RevokeToken" });
  if (site.client.EnableTokenRevocation === false) return json(400, { error: "invalid_request" });
  const { pool, replica, client } = site;
  const grant = openRefreshToken(token, pool.secret);
  if (grant === null) {
    const isOtherToken = readJwt(token)?.["token_use"] !== undefined;
    return isOtherToken ? json(400, { error: "unsupported_token_type" }) : json(200, null);
  }
  if (grant.clientId !== client.ClientId) return json(400, { error: "unauthorized_client" });
  pool.write(replica, ({ revoked }) => revoked.add(grant.originJti));
  return json(200, null);
}
