// Foreign clients' big numbers, whose powers OpenSSL takes: their own take 75 ms a sign-in. Hashes and padding,
// where clients differ, stay theirs. cognito-foreign-client.test.ts leaves the powers to the client as well.

import { createRequire } from "node:module";
import { afterAll, beforeAll } from "vitest";
import { N, power as powerInGroup } from "../cognito/sign-in/srp-arithmetic.ts";

interface ForeignNumber {
  toString(radix: number): string;
}

interface ForeignInteger {
  new (text: string, radix: number): ForeignNumber;
  readonly prototype: object;
}

const require = createRequire(import.meta.url);

/** Of amazon-cognito-identity-js. */
export const AmplifyInteger: ForeignInteger =
  require("amazon-cognito-identity-js/lib/BigInteger.js").default;

/** Of cognito-srp-helper. */
export const HelperInteger: ForeignInteger = createRequire(require.resolve("cognito-srp-helper"))(
  "jsbn",
).BigInteger;

/** For the tests of the file, or of the block, that this is called in. */
export function withNativePowers(Integer: ForeignInteger, power = powerInGroup): void {
  const own = Reflect.get(Integer.prototype, "modPow");
  beforeAll(() => {
    Object.assign(Integer.prototype, { modPow: native(Integer, power) });
  });
  afterAll(() => {
    Object.assign(Integer.prototype, { modPow: own });
  });
}

function native(Integer: ForeignInteger, power: typeof powerInGroup) {
  return function modPow(
    this: ForeignNumber,
    exponent: ForeignNumber,
    ...[, callback]: [ForeignNumber, ((error: null, result: ForeignNumber) => void)?]
  ) {
    const result = new Integer(power(modulo(this), numberOf(exponent)).toString(16), 16);
    callback?.(null, result);
    return result;
  };
}

function modulo(value: ForeignNumber): bigint {
  return ((numberOf(value) % N) + N) % N;
}

function numberOf(value: ForeignNumber): bigint {
  const text = value.toString(16);
  return text.startsWith("-") ? -BigInt(`0x${text.slice(1)}`) : BigInt(`0x${text}`);
}
