// Walks the ways in at both targets, from the vantage this Lambda runs in.

import * as z from "zod/mini";
import { lambda } from "../controller/lambda.ts";
import { probeRound } from "../controller/probing/probe-turn.ts";
import { wakes } from "../controller/probing/wake-others.ts";
import {
  control,
  issuer,
  ledger,
  managedLogin,
  place,
  primaryWrite,
  replicationMarker,
  secrets,
  signIn,
  tokenEndpoint,
} from "../controller/services.ts";
import config from "../failover.config.ts";

export const probe = lambda({
  name: "probe",
  /** Empty: the vantage's turn. With `only`: a look for whoever asks, kept nowhere. */
  event: z.object({
    only: z.optional(
      z.object({
        pool: z.string(),
        target: z.optional(z.string()),
        paid: z.optional(z.boolean()),
        pairs: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(50))),
      }),
    ),
    /** From a vantage that met a failure, at this instant: to look as well. */
    wake: z.optional(z.object({ pool: z.string(), from: z.string(), at: z.number() })),
  }),
  environment: ["LEDGER_TABLE", "PROBE_FUNCTION_NAME", "WATCH_MACHINE_ARN"],
  uses: {
    control,
    issuer,
    ledger,
    managedLogin,
    place,
    primaryWrite,
    replicationMarker,
    secrets,
    signIn,
    tokenEndpoint,
    wakes,
  },
  run: (services, event, invocation) => probeRound(services, event, invocation),
});

export const handler = probe.on({ config, environment: process.env });
