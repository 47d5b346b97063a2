import type { ResourceRecordSet } from "@aws-sdk/client-route-53";
import { describe, expect, test } from "vitest";
import { recordProblems } from "../../../controller/levers/record-problems.ts";
import type { SdkPath } from "../../../core/settings/policy.ts";
import { aPolicy } from "../../core/builders/a-policy.ts";
import { aSet, name, values } from "../builders/a-records-lever.ts";

const path = aPolicy().paths.sdk as SdkPath;
const pair = [aSet("primary"), aSet("secondary")];
const healthCheck = "6c1b7a52-0d5e-4a7e-9a43-2b8e1d1c0f11";
const unweighted = { Weight: undefined };
const alias = (EvaluateTargetHealth: boolean) => ({
  ...{ TTL: undefined, ResourceRecords: undefined },
  AliasTarget: { HostedZoneId: "Z1", DNSName: "green.customers.example.", EvaluateTargetHealth },
});

interface Row {
  readonly of: string;
  readonly sets: readonly Partial<ResourceRecordSet>[];
  readonly settings?: Partial<SdkPath>;
  readonly found: string;
  readonly says: string;
  readonly isFatal?: boolean;
}

const wanted = 'must have the weighted CNAME records "primary" and "secondary"';

const rows: readonly Row[] = [
  {
    of: "a name without records",
    sets: [],
    found: "notThere",
    says: `${name} ${wanted} in the zone Z0PRETEND00CUSTOMERS1, and there is nothing`,
  },
  {
    of: "records of other types",
    sets: [aSet("primary", { Type: "A" }), aSet("secondary", { Type: "TXT" })],
    found: "notThere",
    says: `${name} ${wanted} in the zone Z0PRETEND00CUSTOMERS1, and there is only A and TXT`,
  },
  {
    of: "a simple record",
    sets: [aSet("primary", { SetIdentifier: undefined, ...unweighted })],
    found: "routingPolicy",
    says: `${name} ${wanted}, and its CNAME records have simple routing, which has no weights to move`,
  },
  ...(
    [
      ["latency", { Region: "us-east-1" }],
      ["failover", { Failover: "PRIMARY" }],
      ["geolocation", { GeoLocation: { CountryCode: "DE" } }],
      ["geoproximity", { GeoProximityLocation: { AWSRegion: "us-east-1" } }],
      ["IP-based", { CidrRoutingConfig: { CollectionId: "c", LocationName: "l" } }],
      ["multivalue answer", { MultiValueAnswer: true }],
    ] as const
  ).map(([policy, member]) => ({
    of: `${policy} routing`,
    sets: pair.map((set) => ({ ...set, ...unweighted, ...member })),
    found: "routingPolicy",
    says: `${name} ${wanted}, and its CNAME records have ${policy} routing, which has no weights to move`,
  })),
  {
    of: "one of the pair alone",
    sets: [aSet("secondary")],
    found: "halfThere",
    says: `${name} ${wanted}; it has "secondary"`,
  },
  {
    of: "other set identifiers",
    sets: [
      aSet("primary", { SetIdentifier: "blue" }),
      aSet("secondary", { SetIdentifier: "green" }),
    ],
    found: "identifiers",
    says: `${name} ${wanted}; it has "blue" and "green"`,
  },
  {
    of: "a third record with weight",
    sets: [...pair, aSet("primary", { SetIdentifier: "canary", Weight: 5 })],
    found: "otherMembers",
    says: `no record of ${name} beside the pair may have weight, as its users would stay where it leads: "canary" (5)`,
  },
  {
    of: "records of a traffic policy",
    sets: [aSet("primary"), aSet("secondary", { TrafficPolicyInstanceId: "tpi-1" })],
    found: "trafficPolicy",
    says: `the records of ${name} must not belong to a traffic policy: "secondary" does, to tpi-1`,
  },
  {
    of: "a value that the settings do not know",
    sets: [aSet("primary"), aSet("secondary", { ResourceRecords: values("old.example") })],
    found: "values",
    says: `"secondary" of ${name} must answer sign-in.us-east-1.customers.example, as paths.sdk.secondary says; it answers old.example`,
  },
  {
    of: "one value more",
    sets: [
      aSet("primary", { Type: "A", ResourceRecords: values("192.0.2.1", "192.0.2.2") }),
      aSet("secondary", { Type: "A", ResourceRecords: values("198.51.100.1") }),
    ],
    settings: { type: "A", primary: "192.0.2.1", secondary: "198.51.100.1" },
    found: "moreValues",
    says: `"primary" of ${name} answers more than paths.sdk.primary says: 192.0.2.1 and 192.0.2.2`,
    isFatal: false,
  },
  {
    of: "another TTL",
    sets: [aSet("primary"), aSet("secondary", { TTL: 300 })],
    found: "ttl",
    says: `resolvers keep "secondary" of ${name} for 300 s, and paths.sdk.ttl says 10: a move leaves it so`,
    isFatal: false,
  },
  {
    of: "a health check",
    sets: [aSet("primary"), aSet("secondary", { HealthCheckId: healthCheck })],
    found: "healthCheck",
    says: `"secondary" of ${name} hangs on the health check ${healthCheck}: while that is unhealthy Route 53 answers with the other record although it weighs 0, unless that is unhealthy too`,
    isFatal: false,
  },
  {
    of: "an alias",
    sets: [aSet("primary"), aSet("secondary", alias(false))],
    found: "alias",
    says: `"secondary" of ${name} is an alias of green.customers.example: a move is confirmed only if that answers sign-in.us-east-1.customers.example`,
    isFatal: false,
  },
  {
    of: "addresses of the other kind",
    sets: [
      aSet("primary", { Type: "A", ResourceRecords: values("192.0.2.1") }),
      aSet("secondary", { Type: "A", ResourceRecords: values("198.51.100.1") }),
      { Name: name, Type: "AAAA", TTL: 10, ResourceRecords: values("2001:db8::1") },
    ],
    settings: { type: "A", primary: "192.0.2.1", secondary: "198.51.100.1" },
    found: "otherFamily",
    says: `${name} has AAAA records too, which no move changes: who prefers those stays where they lead`,
    isFatal: false,
  },
];

describe("recordProblems()", () => {
  test.each(rows)("finds $of", ({ sets, settings, found, says, isFatal = true }) => {
    const problems = recordProblems({ ...path, ...settings }, sets as ResourceRecordSet[]);
    expect(problems).toEqual([{ name: found, says, isFatal, next: expect.any(String) }]);
  });

  test("finds nothing in a pair as the settings say, beside members without weight", () => {
    const idle = aSet("primary", { SetIdentifier: "canary", Weight: 0 });
    expect(recordProblems(path, [...pair, idle] as ResourceRecordSet[])).toEqual([]);
  });

  test("hangs an alias on the health of its target where that is evaluated", () => {
    const sets = [aSet("primary"), aSet("secondary", alias(true))] as ResourceRecordSet[];
    const names = recordProblems(path, sets).map((one) => one.name);
    expect(names).toEqual(["healthCheck", "alias"]);
  });

  test("tells what is fatal first", () => {
    const sets = [
      aSet("primary", { TTL: 60 }),
      aSet("secondary", { TTL: 60 }),
      aSet("primary", { SetIdentifier: "canary", Weight: 1, TTL: 60 }),
    ] as ResourceRecordSet[];
    const found = recordProblems(path, sets).map((one) => `${one.name} ${one.isFatal}`);
    expect(found).toEqual(["otherMembers true", "ttl false", "ttl false"]);
  });
});
