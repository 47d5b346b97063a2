// What the levers are moved and then looked at with (controller/levers/table.ts).

import { createBeacons } from "../../aws/s3/beacon.ts";
import { type Root, secrets, tokenEndpoint, variable } from "../services.ts";
import { readUses } from "./lever-looks.ts";

const beacons = (root: Root) => createBeacons(root.place, variable(root, "ACCOUNT_ID"));
const { managedLogin, place, records, searchStrings } = readUses;

export const shiftUses = { beacons, managedLogin, place, records, searchStrings };
/** A practice writes no more than a move, and asks no page of its own. */
export const practiseUses = { beacons, place, records, searchStrings };
export const restoreUses = { beacons, place, records };
export const proveUses = { ...readUses, beacons, secrets, tokenEndpoint };
