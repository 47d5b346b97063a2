// Every lever there is, by its name.

import type { Place } from "../../aws/sdk/clients.ts";
import type { Lever } from "../../core/levers/lever.ts";
import {
  type BeaconCheckServices,
  type BeaconProveServices,
  type BeaconReadServices,
  type BeaconServices,
  type BeaconShiftServices,
  beacon,
} from "./beacon.ts";
import type { LeverRow } from "./lever.ts";
import type { BeaconPractiseServices, BeaconRestoreServices } from "./practise-beacon.ts";
import type {
  RecordPractiseServices,
  RecordProveServices,
  RecordReadServices,
  RecordRestoreServices,
  RecordServices,
  RecordShiftServices,
} from "./record-look.ts";
import { weightedRecords } from "./weighted-records.ts";

/** What each verb needs of all levers together: a Lambda carries, and may do, what it calls and no more. */
export type CheckServices = BeaconCheckServices & RecordReadServices;
export type ReadServices = BeaconReadServices & RecordReadServices;
export type ShiftServices = BeaconShiftServices & RecordShiftServices;
export type PractiseServices = BeaconPractiseServices & RecordPractiseServices;
export type RestoreServices = BeaconRestoreServices &
  RecordRestoreServices & { readonly place: Place };
export type ProveServices = BeaconProveServices & RecordProveServices;

export const levers = { beacon, weightedRecords } satisfies Readonly<
  Record<Lever, LeverRow<BeaconServices & RecordServices>>
>;
