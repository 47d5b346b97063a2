import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { describe, expect, it } from "vitest";
import { clientOptions } from "../../../aws/sdk/clients.ts";
import { createSubscriptions, type SubscriptionReading } from "../../../aws/sns/subscriptions.ts";
import { noticeChecks } from "../../../cli/smoke/notice-checks.ts";
import type { SmokeContext } from "../../../cli/smoke/smoke-context.ts";
import { aContext, looked, secondary } from "./a-context.ts";

const mail = "on-call@customers.example";
const hook = "https://hooks.customers.example/failover";

/** As against AWS itself, with these subscriptions in home and in the witness. */
function told(inHome: readonly SubscriptionReading[], inWitness = inHome) {
  const { context, policy } = aContext({}, { notices: { email: [mail], https: [hook] } });
  const asked: string[] = [];
  const real: SmokeContext = {
    ...context,
    config: { ...context.config, endpoints: null },
    subscriptions: {
      ofTopic: async (at, topic) => {
        asked.push(topic);
        return at === secondary ? inHome : inWitness;
      },
    },
  };
  return {
    asked,
    found: looked(({ context }) => noticeChecks(context), { context: real, policy }),
  };
}

const both = [mail, hook].map((endpoint) => ({ endpoint, isConfirmed: true }));

describe("notices", () => {
  it("are heard when every recipient has confirmed, in home and in the witness", async () => {
    const { asked, found } = told(both);
    expect(Object.values(await found)).toEqual([
      expect.objectContaining({ name: "notices, us-east-1", kind: "ok" }),
      expect.objectContaining({ name: "notices, eu-west-1", found: "2 recipients confirmed" }),
    ]);
    expect(asked).toEqual([
      "arn:aws:sns:us-east-1:123456789012:cognito-failover-local-notices",
      "arn:aws:sns:eu-west-1:123456789012:cognito-failover-local-notices",
    ]);
  });

  it("are not where a recipient has not confirmed", async () => {
    const waiting = both.map((one) => ({ ...one, isConfirmed: one.endpoint !== mail }));
    const found = await told(both, waiting).found;
    expect(found["notices, us-east-1"]?.kind).toBe("ok");
    expect(found["notices, eu-west-1"]).toMatchObject({
      kind: "failed",
      found: `not confirmed: ${mail}`,
      must: "somebody must be told, and every recipient have confirmed the subscription of cognito-failover-local-notices in eu-west-1",
      next: "confirm the mail that SNS sent; it is void after 48 hours, then: npx sst refresh --stage local && npx sst deploy --stage local",
    });
  });

  it("are not where SNS has dropped what nobody confirmed", async () => {
    const found = await told(both.slice(1)).found;
    expect(found["notices, us-east-1"]).toMatchObject({
      kind: "failed",
      found: `not subscribed: ${mail}`,
    });
  });

  it("are not where the settings name nobody", async () => {
    const { context, policy } = aContext({}, { notices: { email: [], https: [] } });
    const found = await looked(() => noticeChecks(context), { context, policy });
    expect(found["notices, us-east-1"]).toMatchObject({ kind: "failed" });
  });

  it("are not looked for in a pretend world", async () => {
    const { context, policy } = aContext();
    const found = await looked(() => noticeChecks(context), { context, policy });
    expect(Object.values(found).map(({ kind }) => kind)).toEqual(["skipped", "skipped"]);
  });
});

describe("the subscriptions of a topic", () => {
  it("are read from every page, confirmed or not", async () => {
    const { aws, place } = aContext();
    const topic = aws.sns.seedTopic({ region: secondary, name: "any" });
    const client = new SNSClient(clientOptions(place, { region: secondary, service: "sns" }));
    const subscribe = (Protocol: string, Endpoint: string) =>
      client.send(new SubscribeCommand({ TopicArn: topic, Protocol, Endpoint }));
    const queue = "arn:aws:sqs:us-east-1:123456789012:queue";
    for (let one = 0; one < 100; one += 1) await subscribe("email", `${one}@customers.example`);
    await subscribe("sqs", queue);
    const found = await createSubscriptions(place).ofTopic(secondary, topic);
    expect(found).toHaveLength(101);
    expect(found[0]).toEqual({ endpoint: "0@customers.example", isConfirmed: false });
    expect(found.at(-1)).toEqual({ endpoint: queue, isConfirmed: true });
  });
});
