// What must never be mixed up: Regions, instants, lengths of time, fencing tokens. A brand is made
// here or by a schema, nowhere else, so that an unchecked string cannot pass for a Region.

declare const brand: unique symbol;

type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };

/** An AWS Region's code, "us-west-2". */
export type Region = Brand<string, "Region">;

/** A user pool's id, the same in both Regions: "us-west-2_aBcDeFgHi". */
export type UserPoolId = Brand<string, "UserPoolId">;

/** Milliseconds since the epoch, UTC. */
export type Instant = Brand<number, "Instant">;

/** What a wall clock shows somewhere: milliseconds since the midnight that began its 1 January 1970. */
export type LocalTime = Brand<number, "LocalTime">;

/** A length of time in milliseconds, never negative. */
export type Millis = Brand<number, "Millis">;

/** Rises with every lease; a write that carries an older one is refused. */
export type FencingToken = Brand<number, "FencingToken">;

export const region = (code: string): Region => code as Region;
export const userPoolId = (id: string): UserPoolId => id as UserPoolId;
export const instant = (epochMs: number): Instant => epochMs as Instant;
export const localTime = (shownMs: number): LocalTime => shownMs as LocalTime;
export const millis = (length: number): Millis => length as Millis;
export const fencingToken = (count: number): FencingToken => count as FencingToken;

/** The length from `from` to `until`, never below zero: clocks of two Regions may disagree a little. */
export function between(from: Instant, until: Instant): Millis {
  return millis(Math.max(0, until - from));
}

/** The instant `length` after `from`. */
export function later(from: Instant, length: Millis): Instant {
  return instant(from + length);
}
