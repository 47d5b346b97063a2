import { CloudWatchClient, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import { expect, test } from "vitest";
import { VirtualClock } from "../clock.ts";
import { createPretendAws } from "../pretend-aws.ts";
import { endpointOf, inProcessFetch, requestHandler } from "../wire/in-process.ts";
import { dispatch, foundation } from "../world.ts";

const REGION = "us-west-2";
const base = foundation({ clock: new VirtualClock(Date.UTC(2026, 10, 22)) });
/** A world without any service, so that services of every protocol are unknown. */
const nothing = (region: string, request: Parameters<typeof dispatch>[2]) =>
  dispatch({ services: [], ...base }, region, request);
const options = {
  ...{ region: REGION, endpoint: endpointOf(REGION), maxAttempts: 1 },
  requestHandler: requestHandler(nothing),
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
};

test.each([
  ["AWS JSON", () => new CloudWatchClient(options).send(new ListMetricsCommand({})), "ListMetrics"],
  ["query", () => new SNSClient(options).send(new ListTopicsCommand({})), "ListTopics"],
  ["REST", () => new LambdaClient(options).send(new ListFunctionsCommand({})), "GET /2015"],
])("a client of the %s protocol reads which operation is not there", async (_, call, operation) => {
  await expect(call()).rejects.toMatchObject({
    name: "NotImplemented",
    message: expect.stringMatching(`^\\S+ ${operation}\\S* is not part of the pretend AWS\\.$`),
    $metadata: { httpStatusCode: 501 },
  });
});

test("what no SDK has signed is no service's", async () => {
  const response = await inProcessFetch(nothing)(`${endpointOf(REGION)}/anything`);
  expect(response.status).toBe(404);
});

const authorization = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=test/20261122/${REGION}/${service}/aws4_request, Signature=x`;

async function asked(action: string) {
  const aws = createPretendAws({ clock: new VirtualClock(Date.UTC(2026, 10, 22)) });
  const response = await inProcessFetch(aws.dispatch)(endpointOf(REGION), {
    method: "POST",
    headers: {
      authorization: authorization("sts"),
      "content-type": "application/x-www-form-urlencoded; charset=utf-8",
    },
    body: `Action=${action}&Version=2011-06-15`,
  });
  return { status: response.status, text: await response.text() };
}

test("sts get-caller-identity names the account and its user", async () => {
  const { status, text } = await asked("GetCallerIdentity");
  expect(status).toBe(200);
  expect(text).toContain("<GetCallerIdentityResult>");
  expect(text).toContain("<Account>123456789012</Account>");
  expect(text).toContain("<Arn>arn:aws:iam::123456789012:user/pretend</Arn>");
});

test("another operation of sts is 501 in its protocol", async () => {
  const { status, text } = await asked("GetSessionToken");
  expect(status).toBe(501);
  expect(text).toContain("<Message>sts GetSessionToken is not part of the pretend AWS.</Message>");
});
