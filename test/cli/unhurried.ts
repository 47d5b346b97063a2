// Loaded before a command that a test starts: its requests have as much time as a slow machine needs. Where
// the product's limits are the matter, what is asked stays silent on the pretend clock.

import { HANGS_AFTER_MS } from "../hangs-after.ts";

const real = globalThis.setTimeout;
const LIMIT = /node_modules\/@smithy\/node-http-handler\//;

globalThis.setTimeout = Object.assign(
  (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
    const [, , caller = ""] = new Error().stack?.split("\n") ?? [];
    return real(run, LIMIT.test(caller) && ms >= 1_000 ? HANGS_AFTER_MS : ms, ...args);
  },
  real,
) as typeof globalThis.setTimeout;
