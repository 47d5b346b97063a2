// The rules that the benchmark compares, fresh ones at each call, with the names of its tables.

import type { Detector } from "../detectors/detector.ts";
import { BurnRate } from "./burn-rate.ts";
import { CloudWatch } from "./cloudwatch.ts";
import { OneObserver, QuorumConsecutive } from "./consecutive.ts";
import { Flagger } from "./flagger.ts";
import { Gdnsd } from "./gdnsd.ts";
import { NLocations } from "./locations.ts";
import { PhiAccrual } from "./phi-accrual.ts";
import { Reference } from "./reference.ts";
import { Route53 } from "./route53.ts";
import { Sentinel } from "./sentinel.ts";
import { TextbookCusum } from "./textbook-cusum.ts";

/** Each run draws a phase for each rule in this order, so new rules stand at the end. */
export function peers(): Detector[] {
  return [...published(), ...references(), ...further()];
}

function published(): Detector[] {
  return [
    new Route53("Route 53 30 s x3", { interval: 30, threshold: 3 }),
    new Route53("Route 53 10 s x3", { interval: 10, threshold: 3 }),
    new Route53("Route 53 10 s x1", { interval: 10, threshold: 1 }),
    new Route53("Route 53 10 s x3, deep page", { interval: 10, threshold: 3, deep: true }),
    new CloudWatch("CloudWatch 3 of 3 min, missing", { M: 3, N: 3, treat: "missing" }),
    new CloudWatch("CloudWatch 3 of 5 min, breaching", { M: 3, N: 5, treat: "breaching" }),
    new CloudWatch("CloudWatch 2 of 3 min, notBreaching", { M: 2, N: 3, treat: "notBreaching" }),
    new CloudWatch("CloudWatch 3 of 3 min, below 60 %", {
      M: 3,
      N: 3,
      treat: "missing",
      threshold: 0.6,
    }),
    new CloudWatch("ARC Region switch (red+green)", {
      M: 3,
      N: 3,
      treat: "missing",
      secondaryGreen: true,
      latches: true,
      minDelay: 3600,
    }),
    new OneObserver("Gatus 60 s x3", { failures: 3, successes: 2 }),
    new OneObserver("Uptime Kuma 60 s, 0 retries", { failures: 1, successes: 1 }),
    new OneObserver("Uptime Kuma 60 s, 3 retries", { failures: 4, successes: 1 }),
    new Sentinel("Sentinel 30 s, 2 of 3", { downAfter: 30, quorum: 2, vantages: 3 }),
    new Sentinel("Sentinel 60 s, 3 of 5", { downAfter: 60, quorum: 3, vantages: 5 }),
    new PhiAccrual("phi 8, one observer", { quorum: 1, vantages: 1 }),
    new PhiAccrual("phi 8, 2 of 3", { quorum: 2, vantages: 3 }),
    new BurnRate("Burn rate 14.4x/6x"),
    new Flagger("Flagger 5 failed of 10"),
    new TextbookCusum("Textbook CUSUM, 10 y", { before: 0.001, after: 0.5, years: 10 }),
  ];
}

function references(): Detector[] {
  return [
    new QuorumConsecutive("15 in a row, 2 of 3", { failures: 15, quorum: 2, vantages: 3 }),
    new Reference("Reference k=3, hold 180 s", { vantages: 3, hold: 180 }),
    new Reference("Reference k=5, hold 180 s", { vantages: 5, hold: 180 }),
  ];
}

function further(): Detector[] {
  return [
    new Gdnsd("gdnsd 10 s, 10 down, 20 up", { down: 10, up: 20, ok: 10 }),
    new QuorumConsecutive("2 in a row, 2 of 3", { failures: 2, quorum: 2, vantages: 3 }),
    new NLocations("2 of 3 locations, 1 retry, 1 min", { quorum: 2, vantages: 3, minimum: 60 }),
  ];
}
