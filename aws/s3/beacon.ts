// The beacon: an object in the secondary's bucket. An inverted Route 53 health check reads it, and the
// domain's failover routing follows that check, so managed login goes to the secondary for as long as
// everyone can read in the object what the check looks for. S3's data plane only; it holds when the
// controller dies, and lets go by itself if the secondary does.

import { lazily, type Place } from "../sdk/clients.ts";
import { createBeaconView } from "./beacon-view.ts";

export type Beacons = ReturnType<typeof createBeacons>;

export function createBeacons(place: Place, owner: string) {
  const load = async () => (await import("./beacon-objects.ts")).beaconObjects(place, owner);
  return { ...createBeaconView(place), ...lazily(["read", "write", "remove"], load) };
}
