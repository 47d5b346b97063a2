// What a fault can name: the services, and of each the operations that can be told beforehand.

import type { Service } from "./service.ts";

/** Calls that cross no wire, and pass the gate all the same. */
const BESIDE_THE_WIRE: Readonly<Record<string, readonly string[] | null>> = {
  // By the names of the triggers.
  "cognito-trigger": null,
  scheduler: ["Fire"],
};

/** By the service's signing name; null where operations are told by what is asked for. */
export function strikable(
  services: readonly Service[],
): Readonly<Record<string, readonly string[] | null>> {
  const all = new Map<string, readonly string[] | null>(Object.entries(BESIDE_THE_WIRE));
  for (const { name, operations = null } of services) {
    const before = all.get(name) ?? (all.has(name) ? null : []);
    const isOpen = before === null || operations === null;
    all.set(name, isOpen ? null : [...new Set([...before, ...operations])].sort());
  }
  return Object.fromEntries(all);
}
