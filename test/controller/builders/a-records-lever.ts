// The weighted-records lever in the pretend AWS: its own services on a clock that the test moves, and a
// customer who owns the zone and does as they like.

import {
  type Change,
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { createDnsLookup } from "../../../aws/route53/dns-lookup.ts";
import { createHostedZones } from "../../../aws/route53/hosted-zones.ts";
import { createWeightedRecords, record } from "../../../aws/route53/weighted-records.ts";
import { clientOptions, type Place, type Runtime } from "../../../aws/sdk/clients.ts";
import type { Shifted } from "../../../controller/levers/lever.ts";
import { weightedRecords } from "../../../controller/levers/weighted-records.ts";
import { plan } from "../../../core/levers/plan.ts";
import type { SdkPath } from "../../../core/settings/policy.ts";
import { fencingToken, instant } from "../../../core/values/types.ts";
import { soon } from "../../sim/builders/a-move.ts";
import { aPoolOf, aWholeWorld, passwordOnly, SECOND } from "../../sim/builders/a-world.ts";

export const name = "sign-in.customers.example";
export const zoneId = "Z0PRETEND00CUSTOMERS1";

/** What a practice of the tests may have left. */
const SHARES: readonly number[] = [0, 1, 10];

export interface LeverOptions {
  /** Of paths.sdk. */
  readonly sdk?: object;
  /** A zone that holds the pair, in place of the one that the pretend deployment makes. */
  readonly zone?: {
    readonly id: string;
    readonly name: string;
    readonly isDelegated?: boolean;
    readonly isEmpty?: boolean;
  };
  /** In place of the pair that the pretend deployment makes. */
  readonly sets?: readonly Partial<ResourceRecordSet>[];
  /** Around what the lever's services run on. */
  readonly runtime?: (own: Runtime) => Partial<Runtime>;
}

export type RecordsLever = Awaited<ReturnType<typeof aRecordsLever>>;

export async function aRecordsLever({ sdk = {}, zone, sets, runtime }: LeverOptions = {}) {
  const world = aWholeWorld(aPoolOf({ paths: { sdk } }), 1, passwordOnly);
  world.aws.scheduler.stop();
  world.aws.route53.limitRequests(false);
  const { desk, clock, aws } = world;
  const own = world.policy.paths.sdk as SdkPath;
  const path = { ...own, zoneId: zone?.id ?? own.zoneId };
  const policy = { ...world.policy, paths: { ...world.policy.paths, sdk: path } };
  if (zone !== undefined) {
    const { isEmpty = false, ...seed } = zone;
    const pair = [record(path, "primary", 100), record(path, "secondary", 0)];
    aws.route53.seedZone({ ...seed, records: isEmpty ? [] : pair });
  }
  const place: Place = { ...desk, runtime: { ...desk.runtime, ...runtime?.(desk.runtime) } };
  const services = {
    records: createWeightedRecords(place),
    hostedZones: createHostedZones(place),
    dnsLookup: createDnsLookup(place),
    place,
  };
  const customer = new Route53Client(
    clientOptions(desk, { region: desk.region, service: "route53" }),
  );

  async function listed(): Promise<readonly ResourceRecordSet[]> {
    const command = new ListResourceRecordSetsCommand({ HostedZoneId: path.zoneId });
    const { ResourceRecordSets = [] } = await soon(world, customer.send(command));
    return ResourceRecordSets.filter(({ Name }) => Name === `${path.record}.`);
  }

  /** As the customer: the change is served before this ends. */
  async function change(Changes: Change[], HostedZoneId = path.zoneId): Promise<void> {
    const command = new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes } });
    await soon(world, customer.send(command));
    await clock.advance(31 * SECOND);
  }

  const lever = {
    world,
    path,
    policy,
    services,
    customer,
    listed,
    change,
    /** The records under the name become these; what a set leaves out is as the pretend deployment has it. */
    async become(wanted: readonly Partial<ResourceRecordSet>[]): Promise<void> {
      const gone = (await listed()).map((set) => ({ Action: "DELETE", ResourceRecordSet: set }));
      const made = wanted.map((set) => ({ Action: "CREATE", ResourceRecordSet: set }));
      await change([...gone, ...made] as Change[]);
    },
    shift: (to: "primary" | "secondary" = "secondary") =>
      soon(
        world,
        weightedRecords.shift(services, {
          ...taskTo(to),
          isUndo: false,
          signal: new AbortController().signal,
        }),
      ),
    practise: (share: number, expected: readonly number[] = SHARES) =>
      soon(world, weightedRecords.practise(services, { ...practice(expected), share })),
    restore: (expected: readonly number[] = SHARES) =>
      soon(world, weightedRecords.restore(services, practice(expected))),
    /** For the secondary's users, as Route 53 lists them: [primary, secondary]. */
    weights: async () => (await listed()).map(({ Weight }) => Weight),
    prove: (shifted: Shifted, to: "primary" | "secondary" = "secondary") =>
      soon(world, weightedRecords.prove(services, { ...taskTo(to), shifted })),
    check: () => soon(world, weightedRecords.check(services, policy)),
    read: () => soon(world, weightedRecords.read(services, policy, instant(clock.now()))),
    /** Calls that reached Route 53, in order. */
    calls: () =>
      aws.gate.calls
        .filter(({ service, caller }) => service === "route53" && caller.name === "cli")
        .map(({ operation }) => operation),
  };

  function practice(expected: readonly number[]) {
    const move = { executionName: "practice-1", token: fencingToken(7), reason: "a test" };
    return { policy, expected, move, signal: new AbortController().signal };
  }

  function taskTo(to: "primary" | "secondary") {
    const step = plan(to === "secondary" ? "failOver" : "failBack", policy).find(
      (one) => one.lever === "weightedRecords",
    );
    if (step === undefined) throw new Error("no step for the records");
    const move = { executionName: "by-hand-1", token: fencingToken(7), reason: "a test" };
    return { step, policy, move };
  }

  if (sets !== undefined) await lever.become(sets);
  return lever;
}

/** One of a pair as the settings say, with what the test is about. */
export function aSet(
  side: "primary" | "secondary",
  change: Partial<ResourceRecordSet> = {},
): Partial<ResourceRecordSet> {
  const path = {
    ...{ record: name, type: "CNAME", ttl: 10 },
    primary: "sign-in.us-west-2.customers.example",
    secondary: "sign-in.us-east-1.customers.example",
    identifiers: { primary: "primary", secondary: "secondary" },
  } as SdkPath;
  return without({ ...record(path, side, side === "primary" ? 100 : 0), ...change });
}

export const values = (...all: readonly string[]) => all.map((Value) => ({ Value }));

function without<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
