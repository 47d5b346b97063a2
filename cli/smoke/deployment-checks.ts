// What must hold for the deployment as a whole.

import { listened } from "../../core/signals/weigh-signals.ts";
import type { Region } from "../../core/values/types.ts";
import { listed } from "../../core/values/words.ts";
import { type Check, holds } from "./check.ts";
import type { SmokeContext } from "./ground.ts";
import { noticeChecks } from "./notice-checks.ts";

const about = "deployment";

export function deploymentChecks(ground: SmokeContext): readonly Check[] {
  const { config, named, home, stage } = ground;
  const deploy = `npx sst deploy --stage ${stage}`;
  const vantages = [...new Set(config.pools.flatMap((pool) => pool.vantages))];
  return [
    {
      about,
      name: "settings",
      must: "the settings must be valid",
      next: "docs/settings.md",
      look: async () => holds(true, `valid; home is ${home}, vantages are ${listed(vantages)}`),
    },
    ...vantages.map((region) =>
      lambda(ground, { name: `probe in ${region}`, word: "probe", region, next: deploy }),
    ),
    lambda(ground, { name: "other evidence", word: "signals", region: home, next: deploy }),
    ...(config.pools.some((pool) => listened(pool).services.length > 0)
      ? [lambda(ground, { name: "AWS Health", word: "health-event", region: home, next: deploy })]
      : []),
    ...(["watch", "failover"] as const).map((word) => {
      const name = named[word];
      return {
        about,
        name: `${word} machine`,
        must: `the state machine ${name} must exist in ${home}`,
        next: deploy,
        look: async () => {
          const arn = await ground.machines.find(name);
          return holds(arn !== null, arn ?? "there is none");
        },
      };
    }),
    ...noticeChecks(ground),
  ];
}

function lambda(ground: SmokeContext, { name, word, region, next }: Placed): Check {
  return {
    about,
    name,
    must: `the Lambda ${ground.named.lambda(word)} must be Active in ${region}`,
    next,
    look: async () => {
      const state = await ground.lambdaState(word, region);
      return holds(state === "Active", state ?? "there is none");
    },
  };
}

interface Placed extends Pick<Check, "name" | "next"> {
  readonly word: string;
  readonly region: Region;
}
