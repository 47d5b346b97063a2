// May an order set these safety rules aside? In go the names that were typed; out comes what must hold, with
// the name that comes nearest. Whether a rule stands in the way at all is not asked here.

import { overridableRules } from "../decide/safety-rules.ts";
import { nearName } from "../values/nearest-name.ts";

export interface OverrideProblem {
  readonly must: string;
  /** What was typed. */
  readonly value: string;
}

/** Null where each may be set aside. */
export function overrideProblem(override: readonly string[]): OverrideProblem | null {
  const names: readonly string[] = overridableRules;
  const value = override.find((name) => !names.includes(name));
  if (value === undefined) return null;
  const near = nearName(value, names);
  const meant = near === null ? "" : `, and the nearest is ${near}`;
  return { must: `"override" may only name ${names.join(", ")}${meant}`, value };
}
