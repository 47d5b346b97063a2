// The fast driver of experiments: the same functions, machines and ledger over memory.

import { experimentIn } from "../experiment/full-world.ts";
import type { OpenWorld } from "../experiment/world.ts";
import { memoryWorld } from "./world.ts";

export const openMemoryWorld: OpenWorld = (options) => experimentIn(memoryWorld, options);
