// The topics that people hear from: home's for all notices, a witness's for the watchdog that must
// speak when home cannot. An alarm can only ring a topic of its own Region, under a key that lets it.

import { names } from "./names.ts";
import { logical, type Placed } from "./regions.ts";
import { config, home, witnesses } from "./settings.ts";
import { topicKey } from "./topic-key.ts";

export function notices(placed: Placed) {
  const topics = new Map([home, ...witnesses].map((region) => [region, topic(region, placed)]));
  const topicIn = (region: string) => {
    const found = topics.get(region as typeof home);
    if (found === undefined) throw new Error(`No topic for notices in ${region}.`);
    return found;
  };
  return {
    arnIn: (region: string) => topicIn(region).arn,
    keyIn: (region: string) => topicIn(region).key,
  };
}

export type Notices = ReturnType<typeof notices>;

function topic(region: string, placed: Placed) {
  const name = names($app.stage).notices;
  const key = topicKey(region, name, placed(region));
  const { arn } = new aws.sns.Topic(
    logical("Notices", region),
    { name, kmsMasterKeyId: key.arn },
    placed(region),
  );
  const subscribe = (protocol: "email" | "https") => (endpoint: string, index: number) =>
    new aws.sns.TopicSubscription(
      logical("Notices", region, protocol, String(index)),
      { topic: arn, protocol, endpoint },
      placed(region),
    );
  config.notices.email.forEach(subscribe("email"));
  config.notices.https.forEach(subscribe("https"));
  return { arn, key: key.arn };
}
