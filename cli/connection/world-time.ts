// What time it is where a deployment runs: this machine's, or the pretend world's.

import type { Instant } from "../../core/values/types.ts";
import type { Connection } from "./connection.ts";

/** A pretend world's clock may be far ahead: the watch's own newest word is the best guess of its time. */
export async function timeOf(
  { services: { ledger }, config, now }: Pick<Connection, "services" | "config" | "now">,
  pool: string,
): Promise<Instant> {
  if (config.endpoints === null) return now();
  const [look, events] = await Promise.all([ledger.readLook(pool), ledger.readEvents(pool, 1)]);
  const told = look === null ? events : [look, ...events];
  return told.reduce((newest, { at }) => (at > newest ? at : newest), now());
}
