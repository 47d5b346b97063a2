// Topics with their subscriptions, and all that was ever published to them.

import { AwsError } from "../aws-error.ts";
import type { FormValue } from "../wire/query.ts";
import type { Foundation } from "../world.ts";
import { invalidParameter, type MessageContent } from "./message.ts";

export interface Message extends MessageContent {
  readonly messageId: string;
  readonly topicArn: string;
  /** Pretend milliseconds since the epoch. */
  readonly at: number;
}

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  /** False until the owner of an address has confirmed it. */
  readonly isConfirmed: boolean;
  /** Pretend milliseconds since the epoch. */
  readonly since: number;
}

export interface Topic {
  readonly arn: string;
  readonly attributes: Readonly<Record<string, FormValue>>;
  subscriptions: readonly Subscription[];
}

/** What nobody confirms for so long is no subscription any more. */
const PENDING_AT_MOST_MS = 48 * 60 * 60_000;
const CONFIRMED_AT_ONCE: readonly string[] = ["sqs", "lambda"];

export class Topics {
  readonly messages = new Map<string, Message[]>();
  readonly listeners = new Set<(message: Message) => void>();
  readonly #topics = new Map<string, Topic>();
  readonly #foundation: Foundation;

  constructor(foundation: Foundation) {
    this.#foundation = foundation;
  }

  /** The ARN of the key that encrypts it. */
  keyOf(arn: string): string | undefined {
    const key = this.#topics.get(arn)?.attributes["KmsMasterKeyId"];
    return typeof key === "string" && key.startsWith("arn:") ? key : undefined;
  }

  in(region: string): readonly Topic[] {
    return [...this.#topics.values()].filter(({ arn }) => arn.split(":")[3] === region);
  }

  /** The topic of that name, made unless it is there with the same attributes. */
  create(region: string, name: string, attributes: Topic["attributes"]): Topic {
    if (!/^[\w-]{1,256}$/.test(name)) throw invalidParameter("Topic Name");
    const arn = `arn:aws:sns:${region}:${this.#foundation.accountId}:${name}`;
    const known = this.#topics.get(arn);
    if (known === undefined) {
      const topic = { arn, attributes, subscriptions: [] };
      this.#topics.set(arn, topic);
      return topic;
    }
    const differs = Object.entries(attributes).some(
      ([key, value]) => known.attributes[key] !== value,
    );
    if (!differs) return known;
    throw invalidParameter("Attributes Reason: Topic already exists with different attributes");
  }

  get(region: string, arn: string | undefined): Topic {
    const topic = this.#topics.get(this.#checked(region, arn));
    if (topic !== undefined) return topic;
    throw new AwsError("NotFound", "Topic does not exist", { status: 404 });
  }

  /** Deleting a topic that is not there is no error. */
  delete(region: string, arn: string | undefined): void {
    this.#topics.delete(this.#checked(region, arn));
  }

  publish(topicArn: string, content: MessageContent): Message {
    const { clock, random } = this.#foundation;
    const message = { messageId: random.uuid(), topicArn, at: clock.now(), ...content };
    const earlier = this.messages.get(topicArn) ?? [];
    earlier.push(message);
    this.messages.set(topicArn, earlier);
    for (const listener of this.listeners) listener(message);
    return message;
  }

  subscriptionsOf(topic: Topic): readonly Subscription[] {
    const kept = this.#foundation.clock.now() - PENDING_AT_MOST_MS;
    topic.subscriptions = topic.subscriptions.filter(
      ({ isConfirmed, since }) => isConfirmed || since > kept,
    );
    return topic.subscriptions;
  }

  subscribe(topic: Topic, protocol: string, endpoint: string): Subscription {
    const known = this.subscriptionsOf(topic).find(
      (each) => each.protocol === protocol && each.endpoint === endpoint,
    );
    if (known !== undefined) return known;
    const subscription = {
      arn: `${topic.arn}:${this.#foundation.random.uuid()}`,
      topicArn: topic.arn,
      protocol,
      endpoint,
      isConfirmed: CONFIRMED_AT_ONCE.includes(protocol),
      since: this.#foundation.clock.now(),
    };
    topic.subscriptions = [...topic.subscriptions, subscription];
    return subscription;
  }

  /** Of what is pending there is none to name: only what is confirmed has an ARN. */
  unsubscribe(region: string, arn: string): void {
    const topic = this.get(region, arn.split(":").slice(0, 6).join(":"));
    topic.subscriptions = topic.subscriptions.filter((each) => each.arn !== arn);
  }

  confirm(topicArn: string, endpoint: string): void {
    const topic = this.get(topicArn.split(":")[3] ?? "", topicArn);
    const pending = this.subscriptionsOf(topic).find((each) => each.endpoint === endpoint);
    if (pending === undefined) throw new Error(`Nobody has subscribed ${endpoint} to ${topicArn}.`);
    topic.subscriptions = topic.subscriptions.map((each) =>
      each === pending ? { ...each, isConfirmed: true } : each,
    );
  }

  /** A topic of another Region is as unusable as one that is no ARN at all. */
  #checked(region: string, arn: string | undefined): string {
    if (arn === undefined)
      throw invalidParameter("TopicArn Reason: no value for required parameter");
    const parts = arn.split(":");
    if (parts[0] !== "arn") {
      throw invalidParameter(`TopicArn Reason: ${arn} does not start with arn`);
    }
    if (parts.length < 6) {
      const count = parts.length;
      throw invalidParameter(`TopicArn Reason: An ARN must have at least 6 elements, not ${count}`);
    }
    if (parts[2] !== "sns" || parts[3] !== region) throw invalidParameter("TopicArn");
    return arn;
  }
}
