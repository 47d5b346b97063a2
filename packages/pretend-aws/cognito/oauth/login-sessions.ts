// What managed login remembers in one Region: codes that wait to be exchanged, and browsers that are
// signed in. Neither reaches the other Region.

import type { Clock } from "../../clock.ts";

/** A user who has signed in at a page. */
export interface Login {
  readonly username: string;
  readonly sub: string;
  /** Pretend milliseconds. */
  readonly authenticatedAt: number;
}

/** What an authorization code stands for. */
export interface CodeGrant extends Login {
  readonly clientId: string;
  readonly redirectUri: string;
  /** Separated by spaces. */
  readonly scope: string;
  readonly nonce?: string;
  /** PKCE's challenge, always of the method S256. */
  readonly challenge?: string;
}

interface Kept<T> {
  readonly value: T;
  /** Pretend milliseconds. */
  readonly expiresAt: number;
}

const CODE_MS = 5 * 60_000;
/** How long the cookie of a signed-in browser holds. */
export const BROWSER_MS = 60 * 60_000;

export class Logins {
  readonly #clock: Clock;
  readonly #codes = new Map<string, Kept<CodeGrant>>();
  readonly #browsers = new Map<string, Kept<Login>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  giveCode(code: string, grant: CodeGrant): void {
    this.#keep(this.#codes, code, { value: grant, expiresAt: this.#clock.now() + CODE_MS });
  }

  /** A code can be exchanged once; undefined for a used, expired or unknown one. */
  takeCode(code: string): CodeGrant | undefined {
    const grant = this.#inForce(this.#codes.get(code));
    this.#codes.delete(code);
    return grant;
  }

  enter(browser: string, login: Login): void {
    this.#keep(this.#browsers, browser, {
      value: login,
      expiresAt: this.#clock.now() + BROWSER_MS,
    });
  }

  /** Who is signed in at the browser with this cookie. */
  at(browser: string): Login | undefined {
    return this.#inForce(this.#browsers.get(browser));
  }

  leave(browser: string): void {
    this.#browsers.delete(browser);
  }

  #inForce<T>(kept: Kept<T> | undefined): T | undefined {
    return kept !== undefined && kept.expiresAt > this.#clock.now() ? kept.value : undefined;
  }

  /** All of a kind last equally long, so the oldest expire first. */
  #keep<T>(all: Map<string, Kept<T>>, id: string, kept: Kept<T>): void {
    for (const [known, { expiresAt }] of all) {
      if (expiresAt > this.#clock.now()) break;
      all.delete(known);
    }
    all.set(id, kept);
  }
}
