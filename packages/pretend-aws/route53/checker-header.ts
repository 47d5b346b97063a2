// How a health checker of the pretend Route 53 says where it stands, so that a fault can strike one alone.

import type { Caller, WireRequest } from "../service.ts";

export const CHECKER_REGION = "x-pretend-checker-region";

/** The checker that sent a request; null for all other clients. */
export function checkerOf({ headers }: Pick<WireRequest, "headers">): Caller | null {
  const region = headers[CHECKER_REGION];
  return region === undefined ? null : { name: "route53", region };
}
