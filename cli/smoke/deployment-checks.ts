// What must hold for the deployment as a whole.

import { listened } from "../../core/signals/weigh-signals.ts";
import type { Region } from "../../core/values/types.ts";
import { listed } from "../../core/values/words.ts";
import { type Check, holds } from "./check.ts";
import { noticeChecks } from "./notice-checks.ts";
import type { SmokeContext } from "./smoke-context.ts";

const about = "deployment";

export function deploymentChecks(context: SmokeContext): readonly Check[] {
  const { config, named, home, stage } = context;
  const deploy = `npx sst deploy --stage ${stage}`;
  const vantages = [...new Set(config.pools.flatMap((pool) => pool.vantages))];
  return [
    {
      about,
      name: "settings",
      must: "the settings must be valid",
      next: "docs/settings.md",
      look: async () =>
        holds(
          true,
          `valid; the controller runs in ${home} (home), probes in ${listed(vantages)} (vantages)`,
        ),
    },
    ...vantages.map((region) =>
      lambda(context, { name: `probe in ${region}`, word: "probe", region, next: deploy }),
    ),
    lambda(context, { name: "signals", word: "signals", region: home, next: deploy }),
    ...(config.pools.some((pool) => listened(pool).services.length > 0)
      ? [lambda(context, { name: "AWS Health", word: "health-event", region: home, next: deploy })]
      : []),
    ...(["watch", "failover"] as const).map((word) => {
      const name = named[word];
      return {
        about,
        name: `${word} machine`,
        must: `the state machine ${name} must exist in ${home}`,
        next: deploy,
        look: async () => {
          const arn = await context.machines.find(name);
          return holds(arn !== null, arn ?? "there is none");
        },
      };
    }),
    ...noticeChecks(context),
  ];
}

function lambda(context: SmokeContext, { name, word, region, next }: Placed): Check {
  return {
    about,
    name,
    must: `the Lambda ${context.named.lambda(word)} must be Active in ${region}`,
    next,
    look: async () => {
      const state = await context.lambdaState(word, region);
      return holds(state === "Active", state ?? "there is none");
    },
  };
}

interface Placed extends Pick<Check, "name" | "next"> {
  readonly word: string;
  readonly region: Region;
}
