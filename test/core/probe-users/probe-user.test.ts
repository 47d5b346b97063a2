import fc from "fast-check";
import { Random } from "pretend-aws/random.ts";
import { describe, expect, it } from "vitest";
import {
  newAttributes,
  newName,
  newPassword,
  type RequiredAttribute,
} from "../../../core/probe-users/probe-user.ts";

const chanceOf = (seed: number) => {
  const random = new Random(seed);
  return (below: number) => random.integer(below);
};

/** What Cognito's page on password policies counts as a special character, but for the space. */
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]/;

describe("newPassword()", () => {
  it("satisfies every policy, whatever the chance: all four classes, and at least 40 characters", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 6, max: 99 }), (seed, minimum) => {
        const password = newPassword(minimum, chanceOf(seed));
        expect(password).toHaveLength(Math.max(40, minimum));
        for (const kind of [/[A-Z]/, /[a-z]/, /\d/, SYMBOL]) expect(password).toMatch(kind);
        expect(password).not.toMatch(/[\s"'`\\!]/);
      }),
      { numRuns: 200 },
    );
  });

  it("puts the four classes in no fixed place", () => {
    const firsts = Array.from({ length: 60 }, (_, seed) =>
      newPassword(8, chanceOf(seed)).slice(0, 4),
    );
    expect(firsts.filter((four) => /^[A-Z][a-z]\d[^\w]$/.test(four)).length).toBeLessThan(10);
  });

  it("differs from one to the next", () => {
    const chance = chanceOf(1);
    expect(newPassword(8, chance)).not.toBe(newPassword(8, chance));
  });
});

describe("newName()", () => {
  it("spreads over the alphabet after the given start", () => {
    const chance = chanceOf(1);
    const names = Array.from({ length: 300 }, () => newName("ours-", "username", chance));
    expect(names.every((name) => /^ours-[a-z2-9]{12}$/.test(name))).toBe(true);
    expect(new Set(names).size).toBe(300);
    expect(new Set(names.map((name) => name[5])).size).toBeGreaterThan(25);
  });

  it("is an address of a domain that can have no mail server, in pools that ask for one", () => {
    expect(newName("ours-", "email", chanceOf(1))).toMatch(/^ours-\w{12}@probes\.invalid$/);
  });
});

describe("newAttributes()", () => {
  const unbound = { minLength: null, maxLength: null };
  const filled = (name: string, bounds: Omit<RequiredAttribute, "name"> = unbound) =>
    newAttributes([{ name, ...bounds }], "ours-abc", chanceOf(1))[0]?.value;

  it.each([
    ["email", /^ours-abc@probes\.invalid$/],
    ["phone_number", /^\+1[2-9]0\d55501\d\d$/],
    ["birthdate", /^\d{4}-\d\d-\d\d$/],
    ["updated_at", /^\d+$/],
    ["email_verified", /^false$/],
    ["preferred_username", /^ours-abc$/],
    ["website", /^https:\/\/probes\.invalid\/$/],
    ["zoneinfo", /^UTC$/],
    ["given_name", /^probe$/],
  ])("fills %s with what Cognito takes for one", (name, form) => {
    expect(filled(name)).toMatch(form);
  });

  it("does not add an ending to a name that is an address already", () => {
    const required = [{ name: "email", ...unbound }];
    const [email] = newAttributes(required, "ours-abc@probes.invalid", chanceOf(1));
    expect(email?.value).toBe("ours-abc@probes.invalid");
  });

  it("keeps to the bounds of a text", () => {
    expect(filled("given_name", { minLength: 8, maxLength: 10 })).toBe("probexxx");
    expect(filled("given_name", { minLength: null, maxLength: 3 })).toBe("pro");
  });

  it("fills nothing that is not required", () => {
    expect(newAttributes([], "ours-abc", chanceOf(1))).toEqual([]);
  });
});
