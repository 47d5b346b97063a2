// The probes of other vantages and the watch, for whoever wakes them.

import { createFanOut } from "../../aws/lambda/fan-out.ts";
import { type Root, variable } from "../services.ts";

export const wakes = (root: Root) =>
  createFanOut(root.place, {
    probe: variable(root, "PROBE_FUNCTION_NAME"),
    watch: variable(root, "WATCH_MACHINE_ARN"),
    home: root.home,
  });
