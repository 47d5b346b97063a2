// The pretend SNS: topics, subscriptions that are only written down, and every message ever published.

import { AwsError } from "../aws-error.ts";
import type { Cancel } from "../clock.ts";
import type { Deed } from "../iam/policy.ts";
import type { Principal } from "../iam/principal.ts";
import type { Caller, Context, Service } from "../service.ts";
import { type Form, type QueryOperation, queryService } from "../wire/query.ts";
import type { Foundation } from "../world.ts";
import { invalidParameter, readMessage, text } from "./message.ts";
import { Sms, type SmsSeed } from "./sms.ts";
import { type Message, type Subscription, Topics } from "./topics.ts";

export interface Sns {
  readonly service: Service;
  /** For the other pretend services: Publish with its own members, through the gate. */
  publish(request: {
    readonly region: string;
    readonly parameters: object;
    readonly caller: Caller;
    /** Absent: the administrator. */
    readonly principal?: Principal;
  }): Promise<{ MessageId: string }>;
  /** Answers the topic's ARN. Whoever publishes under a key needs the key too. */
  seedTopic(topic: {
    readonly region: string;
    readonly name: string;
    readonly keyArn?: string;
  }): string;
  /** As if the owner of the address had followed the link in the mail; whoever has not subscribed it is an error. */
  confirm(topicArn: string, endpoint: string): void;
  /** What holds for text messages in a Region; absent: what holds for a new account. */
  seedSms(sms: SmsSeed): void;
  /** Everything published to a topic, in order; also after the topic is deleted. */
  messages(topicArn: string): readonly Message[];
  /** Called with each message once it is written down. */
  onPublish(listener: (message: Message) => void): Cancel;
}

const PER_PAGE = 100;
const LARGEST_MESSAGE = 256 * 1024;

/** How an endpoint must look, and what SNS says when it does not. */
const ENDPOINTS: Readonly<Record<string, { form: RegExp; refusal: string }>> = {
  email: { form: /^[^\s@]+@[^\s@]+$/, refusal: "Email address" },
  "email-json": { form: /^[^\s@]+@[^\s@]+$/, refusal: "Email address" },
  http: { form: /^http:\/\//, refusal: "Endpoint must match the specified protocol" },
  https: { form: /^https:\/\//, refusal: "Endpoint must match the specified protocol" },
  sqs: { form: /^arn:aws[\w-]*:sqs:/, refusal: "SQS endpoint ARN" },
  lambda: { form: /^arn:aws[\w-]*:lambda:/, refusal: "Lambda endpoint ARN" },
};

export function createSns(foundation: Foundation): Sns {
  const topics = new Topics(foundation);
  const sms = new Sms();
  const deedsOf = (operation: string, input: Form): readonly Deed[] => {
    const arn = text(input, "TopicArn") ?? text(input, "TargetArn") ?? "*";
    const deed = { action: `SNS:${operation}`, resource: arn };
    const key = operation === "Publish" ? topics.keyOf(arn) : undefined;
    if (key === undefined) return [deed];
    const uses = ["kms:GenerateDataKey", "kms:Decrypt"];
    return [deed, ...uses.map((action) => ({ action, resource: key }))];
  };
  return {
    service: queryService({
      name: "sns",
      version: "2010-03-31",
      namespace: "http://sns.amazonaws.com/doc/2010-03-31/",
      random: foundation.random,
      operations: { ...operations(topics), ...sms.operations },
      deedsOf,
      denied,
    }),
    publish: ({ region, parameters, caller, principal = foundation.iam.administrator }) =>
      foundation.gate.pass({ region, service: "sns", operation: "Publish", caller }, () => {
        for (const deed of deedsOf("Publish", parameters as Form)) {
          const asName = (message: string) => denied(message, deed);
          foundation.iam.allow(principal, deed, { region, asName });
        }
        return publish(topics, region, parameters as Form);
      }),
    seedTopic: ({ region, name, keyArn }) =>
      topics.create(region, name, keyArn === undefined ? {} : { KmsMasterKeyId: keyArn }).arn,
    confirm: (topicArn, endpoint) => topics.confirm(topicArn, endpoint),
    seedSms: (seed) => sms.seed(seed),
    messages: (topicArn) => topics.messages.get(topicArn) ?? [],
    onPublish: (listener) => {
      topics.listeners.add(listener);
      return () => topics.listeners.delete(listener);
    },
  };
}

/** A key that refuses is the key's own refusal. */
function denied(message: string, { action }: Deed): AwsError {
  const name = action.startsWith("kms:") ? "KMSAccessDenied" : "AuthorizationError";
  return new AwsError(name, message, { status: action.startsWith("kms:") ? 400 : 403 });
}

function operations(topics: Topics): Readonly<Record<string, QueryOperation>> {
  return {
    CreateTopic: (input, { region }) => {
      const attributes = input["Attributes"] ?? {};
      const given = typeof attributes === "string" ? {} : (attributes as Form);
      return { TopicArn: topics.create(region, text(input, "Name") ?? "", given).arn };
    },
    DeleteTopic: (input, { region }) => {
      topics.delete(region, text(input, "TopicArn"));
      return {};
    },
    ListTopics: (input, { region }) => {
      const { page, next } = paged(topics.in(region), input);
      return { Topics: page.map(({ arn }) => ({ TopicArn: arn })), ...next };
    },
    Subscribe: (input, context) => subscribe(topics, input, context),
    Unsubscribe: (input, { region }) => {
      const arn = text(input, "SubscriptionArn") ?? "";
      const count = arn.split(":").length;
      if (count < 6) {
        throw invalidParameter(
          `SubscriptionArn Reason: An ARN must have at least 6 elements, not ${count}`,
        );
      }
      topics.unsubscribe(region, arn);
      return {};
    },
    ListSubscriptionsByTopic: (input, { region }) => {
      const topic = topics.get(region, text(input, "TopicArn"));
      const { page, next } = paged(topics.subscriptionsOf(topic), input);
      return { Subscriptions: page.map(describeSubscription), ...next };
    },
    Publish: (input, { region }) => publish(topics, region, input),
  };
}

function publish(topics: Topics, region: string, input: Form): { MessageId: string } {
  const arn = text(input, "TopicArn") ?? text(input, "TargetArn");
  if (arn === undefined) {
    throw invalidParameter("TopicArn or TargetArn Reason: no value for required parameter");
  }
  const topic = topics.get(region, arn);
  const largest = Number(topic.attributes["MaximumMessageSize"] ?? LARGEST_MESSAGE);
  return { MessageId: topics.publish(arn, readMessage(input, largest)).messageId };
}

function subscribe(topics: Topics, input: Form, { region }: Context): object {
  const protocol = text(input, "Protocol") ?? "";
  const endpoint = text(input, "Endpoint") ?? "";
  const topic = topics.get(region, text(input, "TopicArn"));
  const rule = Object.hasOwn(ENDPOINTS, protocol) ? ENDPOINTS[protocol] : undefined;
  if (rule === undefined) {
    throw invalidParameter(`Amazon SNS does not support this protocol string: ${protocol}`);
  }
  if (!rule.form.test(endpoint)) throw invalidParameter(rule.refusal);
  const { arn, isConfirmed } = topics.subscribe(topic, protocol, endpoint);
  const tellsArn = isConfirmed || text(input, "ReturnSubscriptionArn") === "true";
  return { SubscriptionArn: tellsArn ? arn : "pending confirmation" };
}

function describeSubscription(subscription: Subscription): object {
  const { arn, topicArn, protocol, endpoint, isConfirmed } = subscription;
  return {
    SubscriptionArn: isConfirmed ? arn : "PendingConfirmation",
    Owner: topicArn.split(":")[4],
    Protocol: protocol,
    Endpoint: endpoint,
    TopicArn: topicArn,
  };
}

/** The token is the place to go on from, unreadable as AWS's. */
function paged<T>(all: readonly T[], input: Form): { page: readonly T[]; next: object } {
  const token = text(input, "NextToken");
  const from = token === undefined ? 0 : Number(Buffer.from(token, "base64url").toString("utf8"));
  if (!Number.isInteger(from)) throw invalidParameter("NextToken");
  const past = from + PER_PAGE;
  const next =
    past < all.length ? { NextToken: Buffer.from(String(past)).toString("base64url") } : {};
  return { page: all.slice(from, past), next };
}
