import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalValue, isSameValue } from "../../../core/values/record-value.ts";

describe("isSameValue()", () => {
  test.each([
    ["2001:db8::1", "2001:0DB8:0:0:0:0:0:0001"],
    ["2001:db8::1", "2001:db8:0::0:1"],
    ["::", "0:0:0:0:0:0:0:0"],
    ["::1", "0000:0000:0000:0000:0000:0000:0000:0001"],
    ["fe80::", "fe80:0:0:0:0:0:0:0"],
    ["::ffff:192.0.2.1", "::ffff:c000:201"],
    ["Sign-In.Example.com.", "sign-in.example.com"],
    ["192.0.2.1", "192.0.2.1"],
  ])("is true of %s and %s", (one, other) => {
    expect(isSameValue(one, other)).toBe(true);
  });

  test.each([
    ["2001:db8::1", "2001:db8::10"],
    ["2001:db8::1", "2001:db8:1::"],
    ["::1", "::"],
    ["192.0.2.1", "192.0.2.10"],
    ["a.example.com", "b.example.com"],
  ])("is false of %s and %s", (one, other) => {
    expect(isSameValue(one, other)).toBe(false);
  });
});

test("canonicalValue() gives one spelling to every spelling of an IPv6 address", () => {
  const group = fc.integer({ min: 0, max: 0xffff });
  const eight = fc.array(fc.oneof(fc.constant(0), group), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(eight, fc.boolean(), (numbers, isPadded) => {
      const written = numbers
        .map((one) => one.toString(16).toUpperCase())
        .map((one) => (isPadded ? one.padStart(4, "0") : one))
        .join(":");
      // As Node and name servers write it.
      const short = new URL(`http://[${written}]`).hostname.slice(1, -1);
      expect(canonicalValue(short)).toBe(canonicalValue(written));
      expect(canonicalValue(written)).toBe(numbers.map((one) => one.toString(16)).join(":"));
    }),
  );
});
