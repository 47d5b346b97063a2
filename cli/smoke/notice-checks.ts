// Whether somebody hears the notices: the subscriptions of every topic, which each person confirms by hand.

import type { Region } from "../../core/values/types.ts";
import { counted, listed } from "../../core/values/words.ts";
import { type Check, holds, skipped } from "./check.ts";
import type { SmokeContext } from "./smoke-context.ts";

/** Home's topic for all notices, and each witness's for when home cannot speak. */
export function noticeChecks(context: SmokeContext): readonly Check[] {
  const { pools } = context.config;
  const regions = new Set([context.home, ...pools.map(({ witness }) => witness)]);
  return [...regions].map((region) => noticesIn(context, region));
}

function noticesIn(context: SmokeContext, region: Region): Check {
  const { config, named, stage } = context;
  const wanted = [...config.notices.email, ...config.notices.https];
  return {
    about: "deployment",
    name: `notices, ${region}`,
    must: `somebody must be told, and every recipient have confirmed the subscription of ${named.notices} in ${region}`,
    next: `confirm the mail that SNS sent; it is void after 48 hours, then: npx sst refresh --stage ${stage} && npx sst deploy --stage ${stage}`,
    look: async () => {
      if (wanted.length === 0) return holds(false, "the settings name nobody");
      if (config.endpoints !== null) return skipped("a pretend world has nobody who confirms");
      const machine = await context.machines.find(named.failover);
      if (machine === null) return holds(false, "there is no deployment");
      const topic = topicArn({ region, account: machine.split(":")[4] ?? "", name: named.notices });
      const there = await context.subscriptions.ofTopic(region, topic);
      const confirmed = there.filter(({ isConfirmed }) => isConfirmed);
      const has = (some: typeof there, one: string) =>
        some.some(({ endpoint }) => endpoint === one);
      const missing = wanted.filter((one) => !has(there, one));
      if (missing.length > 0) return holds(false, `not subscribed: ${listed(missing)}`);
      const waiting = wanted.filter((one) => !has(confirmed, one));
      if (waiting.length > 0) return holds(false, `not confirmed: ${listed(waiting)}`);
      return holds(true, `${counted(wanted.length, "recipient")} confirmed`);
    },
  };
}

function topicArn({ region, account, name }: Readonly<Record<string, string>>): string {
  return `arn:aws:sns:${region}:${account}:${name}`;
}
