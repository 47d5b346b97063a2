// What the levers are checked and read with (controller/levers/table.ts). Route 53's client is a seventh of a
// cold start, and a pool without records of its own needs none, so it is loaded at the first call.

import { createDnsLookup } from "../../aws/route53/dns-lookup.ts";
import { createBeaconView } from "../../aws/s3/beacon-view.ts";
import { lazily } from "../../aws/sdk/clients.ts";
import { managedLogin, place, type Root, variable } from "../services.ts";

const records = ({ place }: Root) =>
  lazily(["list", "send", "weigh", "changeStatus"], async () => {
    const { createWeightedRecords } = await import("../../aws/route53/weighted-records.ts");
    return createWeightedRecords(place);
  });

const healthChecks = ({ place }: Root) =>
  lazily(["checkers"], async () => {
    const { createHealthChecks } = await import("../../aws/route53/health-checks.ts");
    return createHealthChecks(place);
  });

const hostedZones = ({ place }: Root) =>
  lazily(["read"], async () => {
    const { createHostedZones } = await import("../../aws/route53/hosted-zones.ts");
    return createHostedZones(place);
  });

/** A command knows none: they only add to what a Lambda sees. */
const ownChecks = (root: Root) => known(root, "BEACON_CHECKS");

/** A command knows none: it reads in the beacon itself what those who know have written. */
const searchStrings = (root: Root) => known(root, "BEACON_SEARCH_STRINGS");

const known = (root: Root, name: "BEACON_CHECKS" | "BEACON_SEARCH_STRINGS") =>
  root.source[name] === undefined ? {} : variable(root, name);

const dnsLookup = ({ place }: Root) => createDnsLookup(place);
const beacons = ({ place }: Root) => createBeaconView(place);

export const checkUses = {
  ...{ beacons, dnsLookup, hostedZones, managedLogin, place, records, searchStrings },
};
export const readUses = { ...checkUses, healthChecks, ownChecks };
