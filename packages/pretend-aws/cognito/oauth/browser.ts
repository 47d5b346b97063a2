// The cookie of a browser that is signed in at a domain: https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-cookies.html
// In the Region that does not know it, the visitor is asked to sign in again.

import type { User } from "../users/directory.ts";
import type { Visit } from "./domain-request.ts";
import { BROWSER_MS, type Login } from "./login-sessions.ts";
import { cookieOf } from "./pages.ts";

const COOKIE = "cognito";
const RULES = "Path=/; Secure; HttpOnly; SameSite=Lax";

/** Remembers the login; the answer is the `set-cookie` header. */
export function enterBrowser({ realm, site }: Visit, login: Login): string {
  const browser = realm.foundation.random.uuid();
  site.replica.logins.enter(browser, login);
  return `${COOKIE}=${browser}; Max-Age=${BROWSER_MS / 1000}; ${RULES}`;
}

/** Forgets who is signed in; the answer is the `set-cookie` header. */
export function leaveBrowser({ site, request }: Visit): string {
  const browser = cookieOf(request, COOKIE);
  if (browser !== undefined) site.replica.logins.leave(browser);
  return `${COOKIE}=; Max-Age=0; ${RULES}`;
}

/** Who is signed in at the browser, as long as the user may still sign in. */
export function inBrowser(visit: Visit): Login | undefined {
  const { site, request } = visit;
  const login = site.replica.logins.at(cookieOf(request, COOKIE) ?? "");
  return login !== undefined && userOf(visit, login) !== undefined ? login : undefined;
}

/** The user of a login; undefined for one who is gone or disabled since. */
export function userOf({ site }: Pick<Visit, "site">, { username, sub }: Login): User | undefined {
  const user = site.directory.users.get(username);
  return user?.sub === sub && user.enabled ? user : undefined;
}
