import { describe, expect, test } from "vitest";
import { regionPicker } from "../../client/pick-region.ts";

const answers = {
  primary: { value: "sign-in.us-west-2.customers.example", region: "us-west-2" },
  secondary: { value: "sign-in.us-east-1.customers.example", region: "us-east-1" },
};

function picker(told: (readonly string[] | Error)[]) {
  let time = 0;
  let asked = 0;
  const pick = regionPicker({
    record: "sign-in.customers.example",
    answers,
    keepFor: 10_000,
    now: () => time,
    resolve: async () => {
      const next = told[Math.min(asked++, told.length - 1)];
      if (next === undefined || next instanceof Error) throw next ?? new Error("nothing to tell");
      return next;
    },
  });
  const later = (ms: number) => {
    time += ms;
    return pick();
  };
  return { later, asked: () => asked };
}

describe("regionPicker()", () => {
  test.each([
    { name: "the primary's value is the primary", told: [answers.primary.value], is: "us-west-2" },
    {
      name: "the secondary's value is the secondary",
      told: [answers.secondary.value],
      is: "us-east-1",
    },
    {
      name: "a closing dot and capitals change nothing",
      told: ["Sign-In.US-East-1.customers.example."],
      is: "us-east-1",
    },
    {
      name: "an unknown value is the primary at first",
      told: ["elsewhere.example"],
      is: "us-west-2",
    },
    { name: "no value is the primary at first", told: [], is: "us-west-2" },
  ])("$name", async ({ told, is }) => {
    expect(await picker([told]).later(0)).toBe(is);
  });

  test("asks again only when the answer is too old", async () => {
    const { later, asked } = picker([[answers.primary.value], [answers.secondary.value]]);
    expect(await later(0)).toBe("us-west-2");
    expect(await later(9_999)).toBe("us-west-2");
    expect(asked()).toBe(1);
    expect(await later(1)).toBe("us-east-1");
    expect(asked()).toBe(2);
  });

  test("keeps the last Region while DNS fails or answers something unknown", async () => {
    const dead = new Error("ETIMEOUT");
    const { later } = picker([[answers.secondary.value], dead, ["elsewhere.example"], []]);
    expect(await later(0)).toBe("us-east-1");
    for (let times = 0; times < 3; times++) expect(await later(10_000)).toBe("us-east-1");
  });
});
