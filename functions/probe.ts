// Walks the ways in at both targets, from the vantage this Lambda runs in.

import * as z from "zod/mini";
import config from "../failover.config.ts";
import { lambda } from "./_lambda.ts";
import { probeRound } from "./_probe-round.ts";
import {
  control,
  directory,
  issuer,
  ledger,
  managedLogin,
  place,
  secrets,
  signIn,
  tokenEndpoint,
} from "./_services.ts";

export const probe = lambda({
  name: "probe",
  /** Without `only`: the vantage's turn. With it: a look for whoever asks, kept nowhere. */
  event: z.object({
    only: z.optional(
      z.object({
        pool: z.string(),
        target: z.optional(z.string()),
        paid: z.optional(z.boolean()),
      }),
    ),
  }),
  environment: ["LEDGER_TABLE"],
  uses: {
    control,
    directory,
    issuer,
    ledger,
    managedLogin,
    place,
    secrets,
    signIn,
    tokenEndpoint,
  },
  run: (services, event, invocation) => probeRound(services, event, invocation),
});

export const handler = probe.on({ config, environment: process.env });
