// One SRP sign-in with everything that is random in it.

import type { Random } from "pretend-aws/random.ts";
import type { SrpChallenge } from "../../../aws/cognito/srp.ts";
import { power as powerInGroup } from "../../../aws/cognito/srp-arithmetic.ts";
import { remembering } from "./remembering.ts";

const G = 2n;

/** Of all partners. */
export const power = remembering(powerInGroup);

export const TIMESTAMP = "Sun Nov 2 15:04:05 UTC 2026";

export interface Run {
  readonly poolName: string;
  readonly userId: string;
  readonly password: string;
  /** Hex, of the client. */
  readonly secret: string;
  readonly challenge: SrpChallenge;
}

/** Short secrets make quick powers, and public values as long as any. */
export function aRun(random: Random, secretBytes = 4): Run {
  // A public value is what it is whoever computed it: any residue serves the client as SRP_B.
  const serverPublic = power(G, BigInt(`0x${random.bytes(secretBytes).toString("hex")}`));
  const userId = random.text(1 + random.integer(20));
  return {
    poolName: random.text(9),
    userId,
    password: random.text(12),
    secret: random.bytes(secretBytes).toString("hex"),
    challenge: {
      userId,
      salt: random.bytes(16).toString("hex"),
      serverPublic: serverPublic.toString(16),
      secretBlock: random.bytes(96).toString("base64"),
    },
  };
}
