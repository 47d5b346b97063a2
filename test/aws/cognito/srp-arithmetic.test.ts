import { Random } from "pretend-aws/random.ts";
import { describe, expect, it } from "vitest";
import { bytesOf, N, power } from "../../../aws/cognito/srp-arithmetic.ts";

describe("power()", () => {
  it("is what plain multiplication gives", () => {
    const random = new Random(9);
    for (const size of [1, 2, 16, 32, 64]) {
      const base = BigInt(`0x${random.bytes(384).toString("hex")}`) % N;
      const exponent = BigInt(`0x${random.bytes(size).toString("hex")}`);
      expect(power(base, exponent)).toBe(plainPower(base, exponent));
    }
    expect([power(1n, 5n), power(N - 1n, 2n), power(N, 3n), power(7n, 0n)]).toEqual([
      1n,
      1n,
      0n,
      1n,
    ]);
  });
});

function plainPower(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % N;
    if (bit === "1") result = (result * base) % N;
  }
  return result;
}

describe("bytesOf()", () => {
  it("fills whole bytes and keeps the sign bit clear", () => {
    const written = [0x7fn, 0x80n, 0xfffn, 0x1n, 0n].map((value) => bytesOf(value).toString("hex"));
    expect(written).toEqual(["7f", "0080", "0fff", "01", "00"]);
  });
});
