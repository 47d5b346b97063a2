// Takes what AWS Health says about a pool's Regions, from home's event bus: the Region's own events and the
// copies that are forwarded there. The same event may come several times; the newest counts.

import * as z from "zod/mini";
import { lambda } from "../controller/lambda.ts";
import { ledger } from "../controller/services.ts";
import { healthWord } from "../core/signals/aws-health-event.ts";
import { listened } from "../core/signals/weigh-signals.ts";
import config from "../failover.config.ts";

export const healthEvent = lambda({
  name: "health-event",
  event: z.unknown(),
  environment: ["LEDGER_TABLE"],
  uses: { ledger },
  run: async ({ ledger }, event, { now, config: { pools } }) => {
    const told = await Promise.all(
      pools.map(async (policy) => {
        const { name, primary, secondary } = policy;
        const { services } = listened(policy);
        const word = healthWord(event, { services, regions: [primary, secondary], now });
        switch (word.kind) {
          case "open":
            await ledger.keepSignal(name, word.signal);
            return `${name}: ${word.signal.region} is reported unhealthy: ${word.signal.because}`;
          case "closed":
            await ledger.closeSignal(name, { kind: "health", id: word.id, at: word.at });
            return `${name}: ${word.id} is over`;
          case "ignored":
            return `${name}: passed over, as ${word.because}`;
        }
      }),
    );
    return { reason: told.join("; ") };
  },
});

export const handler = healthEvent.on({ config, environment: process.env });
