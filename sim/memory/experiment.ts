// The fast driver of experiments: the same functions, machines and ledger over memory.

import { ActionError } from "../../core/values/errors.ts";
import { experimentIn } from "../experiment/full/full-world.ts";
import type { OpenWorld } from "../experiment/world.ts";
import { memoryWorld } from "./world.ts";

/** SRP's numbers cost more than all else of a round, and identity providers have no pages here. */
const LEFT_OUT = ["srp", "federation"] as const;

/** Refuses settings with a journey that is not walked in memory. */
export const openMemoryWorld: OpenWorld = (options) => {
  const world = experimentIn(memoryWorld, options);
  const { journeys } = world.policy;
  const asked = LEFT_OUT.filter((name) => journeys[name] !== null);
  if (asked.length === 0) return world;
  world.close();
  throw new ActionError({
    code: "InvalidSettings",
    cannot: "open a world in memory",
    must: `journeys.${asked.join(" and journeys.")} must be null`,
    next: "docs/adr/0026-one-contract-two-drivers.md",
  });
};
