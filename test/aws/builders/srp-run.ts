// One SRP sign-in with everything that is random in it, and foreign big numbers whose powers OpenSSL takes:
// their own take 75 ms a sign-in. Hashes and padding, where clients differ, stay theirs.

import type { Random } from "pretend-aws/random.ts";
import type { SrpChallenge } from "../../../aws/cognito/srp.ts";
import { N, power as powerInGroup } from "../../../aws/cognito/srp-arithmetic.ts";
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

interface ForeignNumber {
  toString(radix: number): string;
}

interface ForeignInteger {
  new (text: string, radix: number): ForeignNumber;
  readonly prototype: object;
}

export function withNativePowers(Integer: ForeignInteger): void {
  Object.assign(Integer.prototype, {
    modPow(
      this: ForeignNumber,
      exponent: ForeignNumber,
      ...[, callback]: [ForeignNumber, ((error: null, result: ForeignNumber) => void)?]
    ) {
      const result = new Integer(power(modulo(this), numberOf(exponent)).toString(16), 16);
      callback?.(null, result);
      return result;
    },
  });
}

function modulo(value: ForeignNumber): bigint {
  return ((numberOf(value) % N) + N) % N;
}

function numberOf(value: ForeignNumber): bigint {
  const text = value.toString(16);
  return text.startsWith("-") ? -BigInt(`0x${text.slice(1)}`) : BigInt(`0x${text}`);
}
