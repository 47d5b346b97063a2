// Signs the probe user in at both targets, from the vantage this Lambda runs in.

import * as z from "zod/mini";
import config from "../failover.config.ts";
import { lambda } from "./_lambda.ts";
import { probeRound } from "./_probe-round.ts";
import { cognito, keySet, ledger, place, secrets } from "./_services.ts";

export const probe = lambda({
  name: "probe",
  /** Without `only`: every pool, both targets, kept. With it: one look at one target, not kept. */
  event: z.object({ only: z.optional(z.object({ pool: z.string(), target: z.string() })) }),
  environment: ["LEDGER_TABLE"],
  uses: { cognito, keySet, ledger, place, secrets },
  run: (services, event, invocation) => probeRound(services, event, invocation),
});

export const handler = probe.on({ config, environment: process.env });
