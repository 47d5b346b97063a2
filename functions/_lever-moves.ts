// What the levers are moved and then looked at with (controller/levers/table.ts).

import { createBeacons } from "../aws/s3/beacon.ts";
import { readUses } from "./_lever-looks.ts";
import { type Root, secrets, tokenEndpoint } from "./_services.ts";

const beacons = ({ place }: Root) => createBeacons(place);
const { managedLogin, place, records } = readUses;

export const shiftUses = { beacons, managedLogin, place, records };
export const proveUses = { ...readUses, beacons, secrets, tokenEndpoint };
