// A browser and an application at a domain of the pretend Cognito.

import { createHash } from "node:crypto";
import { type aWorld, CALLBACK, CLIENT, DOMAIN, PASSWORD } from "./cognito-world.ts";

type World = Pick<ReturnType<typeof aWorld>, "fetch">;

export const ASKED = { client_id: CLIENT, response_type: "code", redirect_uri: CALLBACK };

export const VERIFIER = "a-verifier-of-more-than-forty-three-characters-0";
export const PKCE = {
  code_challenge: createHash("sha256").update(VERIFIER).digest("base64url"),
  code_challenge_method: "S256",
};

/** One request to a domain, by default at the global endpoint. */
export function ask(
  world: World,
  path: string,
  {
    host = DOMAIN,
    endpoint = "global",
    ...init
  }: RequestInit & { host?: string; endpoint?: string },
): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("x-forwarded-host", host);
  return world.fetch(`http://${endpoint}.pretend${path}`, { redirect: "manual", ...init, headers });
}

/** A form for the token or the revocation endpoint. */
export function post(
  world: World,
  path: string,
  {
    form,
    basic,
    host = DOMAIN,
  }: { form: Record<string, string>; basic?: readonly [string, string]; host?: string },
): Promise<Response> {
  const credentials = Buffer.from(basic?.join(":") ?? "").toString("base64");
  return ask(world, path, {
    host,
    method: "POST",
    body: new URLSearchParams(form),
    ...(basic === undefined ? {} : { headers: { authorization: `Basic ${credentials}` } }),
  });
}

export interface TokenAnswer {
  readonly id_token?: string;
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly expires_in: number;
  readonly token_type: string;
}

/** The tokens for a code; fails unless the answer is 200. */
export async function exchange(
  world: World,
  code: string,
  more: Record<string, string> = {},
): Promise<TokenAnswer> {
  const form = { grant_type: "authorization_code", client_id: CLIENT, redirect_uri: CALLBACK };
  const response = await post(world, "/oauth2/token", { form: { ...form, code, ...more } });
  if (response.status !== 200) throw new Error(await response.text());
  return (await response.json()) as TokenAnswer;
}

/** What the token endpoint objects to: "400 invalid_grant". */
export async function tokenRefusal(response: Promise<Response>): Promise<string> {
  const answer = await response;
  const { error } = (await answer.json()) as { error?: string };
  return `${answer.status} ${error}`;
}

export function claimsOf(jwt: string | undefined): Record<string, unknown> {
  return JSON.parse(Buffer.from(jwt?.split(".")[1] ?? "", "base64url").toString());
}

export function locationOf(response: Response): URL {
  return new URL(response.headers.get("location") ?? "", "https://own.pretend");
}

export class Browser {
  readonly #world: World;
  readonly #host: string;
  readonly #cookies = new Map<string, string>();

  constructor(world: World, host = DOMAIN) {
    this.#world = world;
    this.#host = host;
  }

  get cookies(): ReadonlyMap<string, string> {
    return this.#cookies;
  }

  async get(path: string, query: Record<string, string> = {}): Promise<Response> {
    return this.#keep(await this.#send(`${path}?${new URLSearchParams(query)}`, {}));
  }

  /** Fills in the form of a login page and sends it. */
  async submit(
    page: Response,
    fields: { username?: string; password?: string; _csrf?: string } = {},
  ): Promise<Response> {
    const text = await page.text();
    const found = (pattern: RegExp) => unescaped(pattern.exec(text)?.[1] ?? "");
    const body = new URLSearchParams({
      username: "ada",
      password: PASSWORD,
      _csrf: found(/name="_csrf" value="([^"]+)"/),
      ...fields,
    });
    const action = found(/action="([^"]+)"/);
    return this.#keep(await this.#send(action, { method: "POST", body }));
  }

  /** Asks for the page and signs in there; the answer is where the browser is sent then. */
  async signIn(query: Record<string, string> = ASKED): Promise<URL> {
    return locationOf(await this.submit(await this.get("/login", query)));
  }

  #send(path: string, init: RequestInit): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return ask(this.#world, path, { ...init, host: this.#host, headers: { cookie } });
  }

  #keep(response: Response): Response {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const [name = "", value = ""] = pair.split("=");
      if (value === "") this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return response;
  }
}

function unescaped(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
