import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { describe, expect, test } from "vitest";
import { type Place, sdkClient } from "../../../aws/sdk/clients.ts";
import { asking, derived, following, withBudget } from "../../../controller/readiness/ask.ts";
import { anAccount, stranger } from "../../aws/builders/an-account.ts";
import { primary } from "../../core/builders/a-policy.ts";

const { signal: never } = new AbortController();
const at = Date.UTC(2026, 10, 22);

/** Nothing fires: what is late is given up by the whole check. */
const patient = (place: Place): Place => ({
  ...place,
  runtime: { ...place.runtime, after: () => () => undefined },
});

const { place } = anAccount();
const ask = asking(patient(place), never);

const question = (answer: () => Promise<number>) => ({
  call: "kms:DescribeKey mrk-1 in us-east-1",
  ask: answer,
  says: (value: number) => `it is ${value}`,
});

const denied = (message: string, name = "AccessDeniedException") =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } });

describe("a fact", () => {
  test("is known with its evidence", async () => {
    expect(await ask(question(async () => 7))).toEqual({
      ...{ kind: "known", value: 7 },
      evidence: { call: "kms:DescribeKey mrk-1 in us-east-1", answer: "it is 7", at },
    });
  });

  test("is unknown where AWS does not say, without AWS's own text", async () => {
    const error = Object.assign(new Error("user maria"), {
      ...{ name: "InternalErrorException", $metadata: { httpStatusCode: 500 } },
    });
    const because = "kms:DescribeKey mrk-1 in us-east-1: InternalErrorException 500";
    expect(await ask(question(() => Promise.reject(error)))).toEqual({
      ...{ kind: "unknown", because },
      evidence: { call: "kms:DescribeKey mrk-1 in us-east-1", answer: because, at },
    });
  });

  test.each([
    [
      "by AWS",
      "User: arn:aws:sts::1:assumed-role/x is not authorized to perform: kms:GetKeyPolicy on resource: y",
      "kms:GetKeyPolicy",
    ],
    ["else by the call", "no", "kms:DescribeKey"],
  ])("names the action that is missing, %s", async (_, message, action) => {
    expect(await ask(question(() => Promise.reject(denied(message))))).toMatchObject({
      because: `the check is not allowed ${action}: kms:DescribeKey mrk-1 in us-east-1`,
    });
  });

  test("is unknown once the check is over, whatever hangs", async () => {
    const over = AbortSignal.abort();
    const hanging = asking(patient(place), over)(question(() => new Promise(() => undefined)));
    expect(await hanging).toMatchObject({
      because: "kms:DescribeKey mrk-1 in us-east-1: TimeoutError",
    });
  });

  test("names the action that IAM refuses, over the wire", async () => {
    const { aws, placeOf } = anAccount();
    const id = "mrk-1234abcd12ab34cd56ef1234567890ab";
    aws.kms.seedKey({ id, regions: [primary], policyIn: () => ({ Statement: [] }) });
    const client = sdkClient(KMSClient, placeOf(stranger), { region: primary, service: "kms" });
    const fact = await ask({
      call: `kms:GetKeyPolicy ${id}`,
      ask: async () => client.send(new DescribeKeyCommand({ KeyId: id })),
      says: () => "",
    });
    expect(fact).toMatchObject({
      because: `the check is not allowed kms:DescribeKey: kms:GetKeyPolicy ${id}`,
    });
  });
});

describe("what hangs on another fact", () => {
  const known = ask(question(async () => 7));
  const unknown = ask(question(() => Promise.reject(denied("no"))));

  test("is asked once that is known", async () => {
    const next = following(known, (value) => ask(question(async () => value + 1)));
    expect(await next).toMatchObject({ kind: "known", value: 8 });
    expect(await derived(known, (value) => value > 5)).toMatchObject({
      kind: "known",
      value: true,
    });
  });

  test("is as unknown as that is", async () => {
    const asked: number[] = [];
    const next = following(unknown, async (value) => {
      asked.push(value);
      return known;
    });
    expect(await next).toEqual(await unknown);
    expect(await derived(unknown, () => 1)).toEqual(await unknown);
    expect(asked).toEqual([]);
  });
});

describe("a budget", () => {
  test("counts every call, and lets no more through than it has", async () => {
    const { aws, place } = anAccount();
    const id = "mrk-1234abcd12ab34cd56ef1234567890ab";
    const allow = { Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:*", Resource: "*" };
    aws.kms.seedKey({ id, regions: [primary], policyIn: () => ({ Statement: [allow] }) });
    const budget = withBudget(place, 2);
    const client = sdkClient(KMSClient, budget.place, { region: primary, service: "kms" });
    const describeKey = () => client.send(new DescribeKeyCommand({ KeyId: id }));
    await describeKey();
    expect(budget.spent()).toBe(1);
    await describeKey();
    await expect(describeKey()).rejects.toThrow(
      "Cannot ask DescribeKey in us-west-2 as a check may make no more than 2 calls",
    );
    expect(budget.spent()).toBe(2);
  });
});
