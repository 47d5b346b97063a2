import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  PublishCommand,
  type PublishCommandInput,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { describe, expect, test } from "vitest";
import { VirtualClock } from "../clock.ts";
import { createSns } from "../sns/sns.ts";
import { endpointOf, requestHandler } from "../wire/in-process.ts";
import { listen } from "../wire/server.ts";
import { dispatch, foundation } from "../world.ts";

const REGION = "eu-west-1";
const START = Date.UTC(2026, 10, 22);
const HOUR_MS = 60 * 60_000;
const ARN = "arn:aws:sns:eu-west-1:123456789012:notices";
const credentials = { accessKeyId: "test", secretAccessKey: "test" };

function aWorld() {
  const clock = new VirtualClock(START);
  const base = foundation({ clock });
  const sns = createSns(base);
  const send = (region: string, request: Parameters<typeof dispatch>[2]) =>
    dispatch({ services: [sns.service], ...base }, region, request);
  const clientIn = (region: string) =>
    new SNSClient({
      region,
      endpoint: endpointOf(region),
      credentials,
      requestHandler: requestHandler(send),
      maxAttempts: 1,
    });
  sns.seedTopic({ region: REGION, name: "notices" });
  const client = clientIn(REGION);
  const publish = (more: Partial<PublishCommandInput> = {}) =>
    client.send(new PublishCommand({ TopicArn: ARN, Message: "text", ...more }));
  const subscribe = (Protocol: string, Endpoint: string) =>
    client.send(new SubscribeCommand({ TopicArn: ARN, Protocol, Endpoint }));
  return { clock, sns, send, client, clientIn, publish, subscribe };
}

describe("topics", () => {
  test("creating a topic twice is creating it once, unless its attributes differ", async () => {
    const { client } = aWorld();
    const create = (DisplayName: string) =>
      client.send(new CreateTopicCommand({ Name: "alarms", Attributes: { DisplayName } }));
    const { TopicArn } = await create("one");
    expect(TopicArn).toBe("arn:aws:sns:eu-west-1:123456789012:alarms");
    expect((await create("one")).TopicArn).toBe(TopicArn);
    await expect(create("two")).rejects.toMatchObject({
      name: "InvalidParameterException",
      message:
        "Invalid parameter: Attributes Reason: Topic already exists with different attributes",
    });
    const { Topics } = await client.send(new ListTopicsCommand({}));
    expect(Topics).toEqual([{ TopicArn: ARN }, { TopicArn }]);
  });

  test("a name with other signs than letters, digits, hyphens and underscores is refused", async () => {
    const { client } = aWorld();
    await expect(client.send(new CreateTopicCommand({ Name: "no spaces" }))).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: "Invalid parameter: Topic Name",
      $metadata: { httpStatusCode: 400 },
    });
  });

  test("more topics than fit on a page are listed page by page", async () => {
    const { client, sns } = aWorld();
    for (let i = 0; i < 150; i++) sns.seedTopic({ region: REGION, name: `topic-${i}` });
    const first = await client.send(new ListTopicsCommand({}));
    const second = await client.send(new ListTopicsCommand({ NextToken: first.NextToken }));
    expect(first.Topics).toHaveLength(100);
    expect(second.Topics).toHaveLength(51);
    expect(second.NextToken).toBeUndefined();
  });

  test("a deleted topic takes no messages and keeps those it had", async () => {
    const { client, publish, sns } = aWorld();
    await publish();
    await client.send(new DeleteTopicCommand({ TopicArn: ARN }));
    await client.send(new DeleteTopicCommand({ TopicArn: ARN }));
    await expect(publish()).rejects.toMatchObject({
      name: "NotFoundException",
      message: "Topic does not exist",
      $metadata: { httpStatusCode: 404 },
    });
    expect(sns.messages(ARN)).toHaveLength(1);
  });
});

describe("subscriptions", () => {
  test("an address is pending until it is confirmed, a queue is not", async () => {
    const { client, subscribe } = aWorld();
    const queue = "arn:aws:sqs:eu-west-1:123456789012:queue";
    const mail = await subscribe("email", "on-call@example.com");
    expect(mail.SubscriptionArn).toBe("pending confirmation");
    const { SubscriptionArn } = await subscribe("sqs", queue);
    expect(SubscriptionArn).toMatch(`${ARN}:`);
    expect((await subscribe("sqs", queue)).SubscriptionArn).toBe(SubscriptionArn);
    const { Subscriptions } = await client.send(
      new ListSubscriptionsByTopicCommand({ TopicArn: ARN }),
    );
    expect(Subscriptions).toEqual([
      {
        SubscriptionArn: "PendingConfirmation",
        Owner: "123456789012",
        Protocol: "email",
        Endpoint: "on-call@example.com",
        TopicArn: ARN,
      },
      { SubscriptionArn, Owner: "123456789012", Protocol: "sqs", Endpoint: queue, TopicArn: ARN },
    ]);
  });

  test("an address is confirmed by its owner, or forgotten after 48 hours", async () => {
    const { client, clock, sns, subscribe } = aWorld();
    const list = async () => {
      const { Subscriptions = [] } = await client.send(
        new ListSubscriptionsByTopicCommand({ TopicArn: ARN }),
      );
      return Subscriptions.map(({ Endpoint, SubscriptionArn }) => [Endpoint, SubscriptionArn]);
    };
    const [awake, asleep] = ["awake@example.com", "asleep@example.com"];
    await subscribe("email", awake);
    await subscribe("email", asleep);
    sns.confirm(ARN, awake);
    const confirmed = [awake, expect.stringMatching(`^${ARN}:[0-9a-f-]{36}$`)];
    await clock.advance(48 * HOUR_MS - 1);
    expect(await list()).toEqual([confirmed, [asleep, "PendingConfirmation"]]);
    await clock.advance(1);
    expect(await list()).toEqual([confirmed]);
    expect(() => sns.confirm(ARN, asleep)).toThrow("Nobody has subscribed");
  });

  test("what is confirmed can be taken back by its ARN", async () => {
    const { client, subscribe } = aWorld();
    const queue = "arn:aws:sqs:eu-west-1:123456789012:queue";
    const { SubscriptionArn } = await subscribe("sqs", queue);
    const without = (arn = SubscriptionArn) =>
      client.send(new UnsubscribeCommand({ SubscriptionArn: arn }));
    await expect(without("PendingConfirmation")).rejects.toMatchObject({
      message:
        "Invalid parameter: SubscriptionArn Reason: An ARN must have at least 6 elements, not 1",
    });
    await without();
    await without();
    const list = new ListSubscriptionsByTopicCommand({ TopicArn: ARN });
    expect((await client.send(list)).Subscriptions).toEqual([]);
  });

  test.each([
    ["email", "nobody", "Invalid parameter: Email address"],
    ["https", "http://x.test/", "Invalid parameter: Endpoint must match the specified protocol"],
    ["lambda", "arn:aws:sqs:eu-west-1:1:q", "Invalid parameter: Lambda endpoint ARN"],
    ["pigeon", "x", "Invalid parameter: Amazon SNS does not support this protocol string: pigeon"],
  ])("a subscription by %s to %s is refused", async (protocol, endpoint, message) => {
    await expect(aWorld().subscribe(protocol, endpoint)).rejects.toMatchObject({
      name: "InvalidParameterException",
      message,
    });
  });
});

describe("messages", () => {
  test("messages are kept in order with all that was sent", async () => {
    const { clock, publish, sns } = aWorld();
    const heard: string[] = [];
    const stop = sns.onPublish(({ topicArn, message }) => heard.push(`${topicArn} ${message}`));
    const { MessageId } = await publish({
      Subject: "Sign-in fails in eu-west-1",
      Message: "a < b & c\nsecond line + 100 %",
      MessageAttributes: {
        severity: { DataType: "Number", StringValue: "2" },
        raw: { DataType: "Binary", BinaryValue: new Uint8Array([1, 2]) },
      },
    });
    await clock.advance(1_000);
    stop();
    await publish();
    expect(sns.messages(ARN)).toEqual([
      {
        messageId: MessageId,
        topicArn: ARN,
        at: START,
        subject: "Sign-in fails in eu-west-1",
        message: "a < b & c\nsecond line + 100 %",
        structure: null,
        attributes: {
          severity: { dataType: "Number", value: "2" },
          raw: { dataType: "Binary", value: "AQI=" },
        },
      },
      expect.objectContaining({ at: START + 1_000, subject: null, message: "text" }),
    ]);
    expect(heard).toEqual([`${ARN} a < b & c\nsecond line + 100 %`]);
  });

  test.each([
    [{ Subject: "x".repeat(100) }, "Invalid parameter: Subject"],
    [{ Subject: "two\nlines" }, "Invalid parameter: Subject"],
    [{ Subject: "" }, "Invalid parameter: Subject"],
    [{ Message: "" }, "Invalid parameter: Empty message"],
    [{ Message: "ü".repeat(128 * 1024 + 1) }, "Invalid parameter: Message too long"],
    [
      { MessageStructure: "json", Message: "text" },
      "Invalid parameter: Message Structure - JSON message body failed to parse",
    ],
    [
      { MessageStructure: "json", Message: '{"email":"x"}' },
      "Invalid parameter: Message Structure - No default entry in JSON message body",
    ],
    [
      { TopicArn: "notices" },
      "Invalid parameter: TopicArn Reason: notices does not start with arn",
    ],
  ])("Publish refuses %j", async (input, message) => {
    const { publish, sns } = aWorld();
    await expect(publish(input)).rejects.toMatchObject({
      name: "InvalidParameterException",
      message,
    });
    expect(sns.messages(ARN)).toEqual([]);
  });

  test("a subject of 99 characters, also beyond ASCII, is taken", async () => {
    const { publish, sns } = aWorld();
    const subject = `ü${"x".repeat(98)}`;
    await publish({ Subject: subject });
    expect(sns.messages(ARN)).toMatchObject([{ subject }]);
  });

  test("a message attribute without a value is refused", async () => {
    const empty = { MessageAttributes: { severity: { DataType: "String", StringValue: "" } } };
    await expect(aWorld().publish(empty)).rejects.toMatchObject({
      name: "InvalidParameterValueException",
      message:
        "The message attribute 'severity' must contain non-empty message attribute value for message attribute type 'String'.",
    });
  });

  test("a topic cannot be published to from another Region", async () => {
    const { clientIn } = aWorld();
    await expect(
      clientIn("us-east-1").send(new PublishCommand({ TopicArn: ARN, Message: "text" })),
    ).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: "Invalid parameter: TopicArn",
    });
  });
});

test("operations outside the subset answer 501", async () => {
  const { client } = aWorld();
  await expect(client.send(new GetTopicAttributesCommand({ TopicArn: ARN }))).rejects.toMatchObject(
    { $metadata: { httpStatusCode: 501 } },
  );
});

test("over a socket the answers are the same", async () => {
  const { send, sns } = aWorld();
  const server = await listen(REGION, send);
  const client = new SNSClient({
    region: REGION,
    endpoint: server.endpoint,
    credentials,
    maxAttempts: 1,
  });
  try {
    await client.send(new PublishCommand({ TopicArn: ARN, Message: "a & b" }));
    await expect(
      client.send(new PublishCommand({ TopicArn: `${ARN}-not`, Message: "x" })),
    ).rejects.toMatchObject({ name: "NotFoundException" });
    expect(sns.messages(ARN)).toMatchObject([{ message: "a & b" }]);
  } finally {
    client.destroy();
    await server.close();
  }
});
