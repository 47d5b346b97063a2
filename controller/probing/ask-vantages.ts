// The probes of other vantages, for whoever asks them.

import { createVantages } from "../../aws/lambda/vantages.ts";
import { type Root, variable } from "../services.ts";

export const vantages = (root: Root) =>
  createVantages(root.place, variable(root, "PROBE_FUNCTION_NAME"), "unhurried");
