import { describe, expect, test } from "vitest";
import { effectOf } from "../../../core/readiness/web-acl.ts";

const ipSet = (region: string, id: string, name = "office") =>
  `arn:aws:wafv2:${region}:111122223333:regional/ipset/${name}/${id}`;

const rule = (arn: string) => ({
  Statement: { NotStatement: { Statement: { IPSetReferenceStatement: { ARN: arn } } } },
  Action: { Block: {} },
});

const here = rule(ipSet("us-west-2", "1234"));

describe("two rules do the same", () => {
  test("whatever the Region's own ids, and in whichever order they are told", () => {
    const there = { Action: { Block: {} }, Statement: rule(ipSet("us-east-1", "5678")).Statement };
    expect(effectOf(there)).toBe(effectOf(here));
    const limit = { RateBasedStatement: { Limit: 100, AggregateKeyType: "IP" } };
    const turned = { RateBasedStatement: { AggregateKeyType: "IP", Limit: 100 } };
    expect(effectOf({ Statement: limit })).toBe(effectOf({ Statement: turned }));
  });

  test("however they are counted and sampled", () => {
    const seen = { ...here, VisibilityConfig: { SampledRequestsEnabled: true } };
    expect(effectOf(seen)).toBe(effectOf(here));
  });
});

describe("two rules differ", () => {
  test.each([
    ["by what they do", { ...here, Action: { Count: {} } }],
    ["by the set that they name", rule(ipSet("us-west-2", "1234", "home"))],
    ["by whom they mean", { ...here, Statement: { IPSetReferenceStatement: {} } }],
    ["by what overrides a group", { Statement: here.Statement, OverrideAction: { Count: {} } }],
    ["by bytes", { ...here, Statement: { SearchString: new Uint8Array([1]) } }],
  ])("%s", (_, other) => {
    expect(effectOf(other)).not.toBe(effectOf(here));
  });

  test("by bytes alone", () => {
    const of = (byte: number) => effectOf({ Statement: { SearchString: new Uint8Array([byte]) } });
    expect(of(1)).not.toBe(of(2));
  });
});
