// `/login`: the page with the form and the buttons of the identity providers, and the sign-in by form.

import { AwsError } from "../../aws-error.ts";
import type { WireResponse } from "../../service.ts";
import { notEmulated } from "../../wire/json.ts";
import { userByPassword } from "../sign-in/sign-in.ts";
import { checkConfirmed, checkTotpHere, secondChallenge } from "../sign-in/sign-in-steps.ts";
import { postAuthentication } from "../sign-in/sign-in-triggers.ts";
import { type Client, findUser, type User } from "../users/directory.ts";
import { type AuthorizeRequest, asked } from "./authorize-request.ts";
import { enterBrowser } from "./browser.ts";
import { admit, reported } from "./domain-guard.ts";
import { formOf, type Visit } from "./domain-request.ts";
import { arrival } from "./login-redirect.ts";
import type { Login } from "./login-sessions.ts";
import { cookieOf, escaped, html, redirect, toErrorPage } from "./pages.ts";

type Wish =
  | { readonly kind: "fits"; readonly request: AuthorizeRequest }
  | { readonly kind: "refused"; readonly answer: WireResponse };

const CSRF_COOKIE = "XSRF-TOKEN";

/** `GET /login`. */
export function loginPage(visit: Visit): WireResponse {
  const wish = wishOf(visit);
  return wish.kind === "refused" ? wish.answer : formPage(visit, wish.request.client, null);
}

/** `POST /login`: the form comes back with what is wrong, or the visitor goes on to the client. */
export async function submitLogin(visit: Visit): Promise<WireResponse> {
  const wish = wishOf(visit);
  if (wish.kind === "refused") return wish.answer;
  const { client } = wish.request;
  const fields = formOf(visit.request) ?? new URLSearchParams();
  const csrf = fields.get("_csrf");
  if (!csrf || csrf !== cookieOf(visit.request, CSRF_COOKIE) || !takesPasswords(client)) {
    return toErrorPage("invalid_request", client.ClientId);
  }
  try {
    const login = await signIn(visit, client, fields);
    return redirect(await arrival(visit, wish.request, login), enterBrowser(visit, login));
  } catch (error) {
    if (!isForVisitor(error)) throw error;
    return formPage(visit, client, error.message);
  }
}

/** A page cannot send its visitor back with what is wrong, as the authorization endpoint does. */
function wishOf({ site, request: { query } }: Visit): Wish {
  const wish = asked(site, query);
  const clientId = query.get("client_id");
  const refused = (error: string): Wish => ({
    kind: "refused",
    answer: toErrorPage(error, clientId),
  });
  if (wish.kind !== "fits") return refused(wish.error);
  return (wish.request.client.SupportedIdentityProviders ?? []).length > 0
    ? wish
    : refused("Login pages unavailable. Please contact an administrator.");
}

function signIn({ realm, site }: Visit, client: Client, fields: URLSearchParams): Promise<Login> {
  const clientSite = { ...site, client };
  const username = fields.get("username") ?? "";
  const password = fields.get("password") ?? "";
  return reported(realm, { site: clientSite, activity: "SignIn" }, async () => {
    const known = findUser(site.directory, username)?.sub ?? username;
    admit(realm, site, { like: "InitiateAuth", user: known });
    const user = await userByPassword(realm, clientSite, { username, password });
    checkNothingMore(user, site);
    site.replica.attempts.succeeded(user.sub);
    await postAuthentication(realm, clientSite, { user });
    const authenticatedAt = realm.foundation.clock.now();
    return { username: user.username, sub: user.sub, authenticatedAt };
  });
}

/** Whoever must do more than give a password cannot do it at this page. */
function checkNothingMore(user: User, { replica, directory }: Visit["site"]): void {
  checkConfirmed(user);
  if (user.status === "FORCE_CHANGE_PASSWORD") {
    throw notEmulated("cognito-idp", "a new password at the login page");
  }
  const challenge = secondChallenge(directory, user);
  if (challenge === null) return;
  if (challenge === "SOFTWARE_TOKEN_MFA") checkTotpHere(replica);
  throw notEmulated("cognito-idp", `${challenge} at the login page`);
}

/** What is wrong with the visitor's password or account, and not with Cognito. */
function isForVisitor(error: unknown): error is AwsError {
  return (
    error instanceof AwsError &&
    error.status < 500 &&
    !["TooManyRequestsException", "InvalidParameterException"].includes(error.name)
  );
}

function formPage({ realm, request }: Visit, client: Client, wrong: string | null): WireResponse {
  const csrf = realm.foundation.random.uuid();
  const ownForm = takesPasswords(client) ? form(request.query, csrf, wrong) : "";
  const page = html(200, `${buttons(request.query, client)}${ownForm}`, "Signin");
  const cookie = `${CSRF_COOKIE}=${csrf}; Path=/; Secure; HttpOnly; SameSite=Lax`;
  return { ...page, headers: { ...page.headers, "set-cookie": cookie } };
}

function form(query: URLSearchParams, csrf: string, wrong: string | null): string {
  return [
    wrong === null ? "" : `<p id="loginErrorMessage">${escaped(wrong)}</p>`,
    `<form name="cognitoSignInForm" method="post" action="${escaped(`/login?${query}`)}">`,
    `<input type="hidden" name="_csrf" value="${csrf}"/>`,
    '<input type="hidden" name="cognitoAsfData"/>',
    '<input name="username"/><input name="password" type="password"/><button>Sign in</button></form>',
  ].join("");
}

function buttons(query: URLSearchParams, { SupportedIdentityProviders = [] }: Client): string {
  return SupportedIdentityProviders.filter((name) => name !== "COGNITO")
    .map((name) => {
      const chosen = new URLSearchParams([["identity_provider", name], ...query]);
      return `<a href="${escaped(`/oauth2/authorize?${chosen}`)}">Continue with ${escaped(name)}</a>`;
    })
    .join("");
}

function takesPasswords({ SupportedIdentityProviders }: Client): boolean {
  return SupportedIdentityProviders?.includes("COGNITO") === true;
}
