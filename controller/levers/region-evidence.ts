// Which Region answers at the domain? Its name is the same whoever serves it, so something else must tell: a
// claim that differs between the Regions, a page that failed before, or what Route 53's checkers see. None of
// it moves anything.

import { type TokenEndpoint, unverifiedClaims } from "../../aws/cognito/token-endpoint.ts";
import type { HealthChecks } from "../../aws/route53/health-checks.ts";
import type { Place } from "../../aws/sdk/clients.ts";
import { inShort, signatureOf } from "../../aws/sdk/failure-signature.ts";
import type { createSecrets } from "../../aws/secrets/secrets.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { millis, type Region } from "../../core/values/types.ts";
import { within } from "../deadline.ts";
import { NO_ANSWER, PAGE, type PageAnswer } from "./login-page.ts";

export interface CheckerServices {
  readonly healthChecks: Pick<HealthChecks, "checkers">;
  /** The ids of the health checks that the deployment made, by the pool's name. */
  readonly ownChecks: Readonly<Record<string, string>>;
  readonly place: Place;
}

export interface MarkerServices {
  readonly place: Place;
  readonly secrets: Pick<ReturnType<typeof createSecrets>, "machineClient" | "forget">;
  readonly tokenEndpoint: Pick<TokenEndpoint, "token">;
}

/** What the marker says, if there is one. */
export type MarkerReading =
  | { readonly kind: "region"; readonly region: Region; readonly says: string }
  | { readonly kind: "silent"; readonly because: string };

/** Asks for one token, which Cognito bills. Never rejects. */
export async function readMarker(services: MarkerServices, policy: Policy): Promise<MarkerReading> {
  const marker = policy.paths.managedLogin?.marker ?? null;
  if (marker === null) return { kind: "silent", because: "set paths.managedLogin.marker" };
  const { claim } = marker;
  try {
    const value = await claimOf(services, policy, claim);
    const side = (["primary", "secondary"] as const).find((one) => marker[one] === value);
    return side === undefined
      ? { kind: "silent", because: `the claim "${claim}" names neither Region` }
      : { kind: "region", region: policy[side], says: `a token's "${claim}" is "${marker[side]}"` };
  } catch (error) {
    const why = inShort(signatureOf(error));
    return { kind: "silent", because: `the claim "${claim}" could not be read (${why})` };
  }
}

async function claimOf(
  { secrets, tokenEndpoint, place }: MarkerServices,
  { domain, probeUser: { secret }, journeys, criteria }: Policy,
  claim: string,
): Promise<unknown> {
  const scopes = journeys.clientCredentials?.scopes ?? [];
  return within(place, criteria.stepDeadline, async (signal) => {
    const client = await secrets.machineClient(secret);
    try {
      return unverifiedClaims(await tokenEndpoint.token(domain ?? "", client, { scopes, signal }))[
        claim
      ];
    } catch (error) {
      secrets.forget(secret);
      throw error;
    }
  });
}

/** What a page that answers now says, by how it answered before the lever moved; null when that is nothing. */
export function comparedWith(before: PageAnswer | null): string | null {
  if (before === null || before === PAGE) return null;
  return before === NO_ANSWER
    ? "where nothing answered before the lever moved"
    : `where it answered with ${before} before the lever moved`;
}

/** Nobody waits longer for what may only add to the evidence. */
const checkersTimeoutMs = millis(3_000);

/** Route 53 calls an endpoint healthy while more than 18 % of its checkers do, so for "out" all but those must agree. */
const shareOfCheckersForLit = 0.5;
const shareOfCheckersForOut = 0.82;

/** Where Route 53's control plane is. */
const CONTROL_PLANE = "us-east-1";

/**
 * In words, that most checkers see the beacon as it should be; null when they do not, or cannot be asked. They
 * are not asked for a way out of the Region that would have to answer. Never rejects.
 */
export async function askCheckers(
  { healthChecks, ownChecks, place }: CheckerServices,
  policy: Policy,
  shouldBeLit: boolean,
): Promise<string | null> {
  const id = policy.paths.managedLogin?.healthCheckId ?? ownChecks[policy.name];
  if (id === undefined || (shouldBeLit && policy.primary === CONTROL_PLANE)) return null;
  try {
    const { found, of } = await within(place, checkersTimeoutMs, (signal) =>
      healthChecks.checkers(id, signal),
    );
    if (of === 0) return null;
    const agree = shouldBeLit ? found : of - found;
    const isMost = agree / of > (shouldBeLit ? shareOfCheckersForLit : shareOfCheckersForOut);
    const see = shouldBeLit ? "find the beacon" : "find no beacon";
    return isMost ? `${agree} of ${of} checkers of Route 53 ${see}` : null;
  } catch {
    return null;
  }
}
