// A year in which nothing happens that deserves a move: lost probes, lines that fail at one vantage, blips
// that heal by themselves, small troubles, slow spells, gaps, an expired password, throttling. Every rate
// is an assumption of the benchmark.

import { Random } from "../../sim/random.ts";
import { type Course, type Phase, type Target, VANTAGES, type Vantage } from "./scenario.ts";

/** Seconds. */
export const YEAR = 365.25 * 86_400;

export interface Noise {
  readonly localPerYear: number;
  readonly localMedian_s: number;
  readonly localSigma: number;
  readonly blipPerYear: number;
  readonly blipMean_s: number;
  readonly blipCap_s: number;
  readonly minorPerYear: number;
  readonly slowPerYear: number;
  readonly gapPerVantageYear: number;
  readonly fleetGapPerYear: number;
  readonly credentialPerYear: number;
  readonly throttlePerYear: number;
}

export const NOISE: Noise = {
  localPerYear: 24,
  localMedian_s: 300,
  localSigma: 0.8,
  blipPerYear: 12,
  blipMean_s: 40,
  blipCap_s: 300,
  minorPerYear: 6,
  slowPerYear: 6,
  gapPerVantageYear: 6,
  fleetGapPerYear: 1,
  credentialPerYear: 0.5,
  throttlePerYear: 2,
};

/** Every phase has a `cause`: local, blip, minor, slow, gap, fleet-gap, credential, throttle. */
export function healthyYear(seed: number, changed: Partial<Noise> = {}): Course {
  const noise = { ...NOISE, ...changed };
  const random = new Random(`noise-${seed}`);
  const phases: Phase[] = [];
  // An instant is drawn after the phase before it is made, since both draw from the same dice.
  for (const { perYear, make } of kindsOfTrouble(noise, random)) {
    for (const at of instants(perYear, random)) phases.push(make(at));
  }
  return { id: `healthy-year-${seed}`, duration_s: YEAR, phases };
}

interface Trouble {
  readonly perYear: number;
  make(at: number): Phase;
}

function* instants(perYear: number, random: Random): Generator<number> {
  if (perYear <= 0) return;
  let at = random.exponential(YEAR / perYear);
  while (at < YEAR) {
    yield at;
    at += random.exponential(YEAR / perYear);
  }
}

function kindsOfTrouble(noise: Noise, random: Random): readonly Trouble[] {
  const fleet = { perYear: noise.fleetGapPerYear, make: fleetGap(random) };
  return [
    ...VANTAGES.map((vantage) => ({
      perYear: noise.localPerYear,
      make: localTrouble(vantage, noise, random),
    })),
    ...(["primary", "secondary"] as const).flatMap((region) => [
      { perYear: noise.blipPerYear, make: blip(region, noise, random) },
      { perYear: noise.minorPerYear, make: minorTrouble(region, random) },
      { perYear: noise.slowPerYear, make: slowSpell(region, random) },
    ]),
    ...VANTAGES.map((vantage) => ({
      perYear: noise.gapPerVantageYear,
      make: gap(vantage, random),
    })),
    fleet,
    { perYear: noise.credentialPerYear, make: credentialTrouble(random) },
    { perYear: noise.throttlePerYear, make: throttling(random) },
  ];
}

function localTrouble(vantage: Vantage, noise: Noise, random: Random): Trouble["make"] {
  return (at_s) => {
    const length = noise.localMedian_s * Math.exp(noise.localSigma * random.normal());
    const share = 0.3 + 0.7 * random.next();
    return {
      cause: "local",
      at_s,
      until_s: at_s + Math.min(5400, length),
      region: "observer",
      fail: { all: share, reach: share },
      kind: "network",
      vantages: [vantage],
      targets: random.next() < 0.5 ? ["primary", "secondary"] : ["primary"],
      checkers: 0.06,
    };
  };
}

function blip(region: Target, noise: Noise, random: Random): Trouble["make"] {
  return (at_s) => {
    const share = 0.5 + 0.5 * random.next();
    const until_s = at_s + Math.min(noise.blipCap_s, random.exponential(noise.blipMean_s));
    return { cause: "blip", at_s, until_s, region, ...blipFailing(share, random) };
  };
}

/** How a blip of this share fails; it draws three times. */
export function blipFailing(share: number, random: Random): Pick<Phase, "fail" | "kind"> {
  const [reach, discovery] = [share * random.next(), share * random.next()];
  const kind = random.next() < 0.5 ? "5xx" : "network";
  return { fail: { all: share, reach, discovery }, kind };
}

function minorTrouble(region: Target, random: Random): Trouble["make"] {
  return (at_s) => {
    const all = 0.01 + 0.05 * random.next();
    const until_s = at_s + 900 + 3900 * random.next();
    return { cause: "minor", at_s, until_s, region, fail: { all }, kind: "5xx" };
  };
}

function slowSpell(region: Target, random: Random): Trouble["make"] {
  return (at_s) => {
    const until_s = at_s + 600 + 3000 * random.next();
    const latency_x = 3 + 3 * random.next();
    return { cause: "slow", at_s, until_s, region, fail: { all: 0 }, latency_x };
  };
}

function gap(vantage: Vantage, random: Random): Trouble["make"] {
  return (at_s) => ({
    cause: "gap",
    at_s,
    until_s: at_s + 300 + 1500 * random.next(),
    region: "observer",
    missing: 1,
    vantages: [vantage],
  });
}

function fleetGap(random: Random): Trouble["make"] {
  return (at_s) => ({
    cause: "fleet-gap",
    at_s,
    until_s: at_s + 300 + 1500 * random.next(),
    region: "observer",
    missing: 1,
    metrics_missing: 1,
  });
}

function credentialTrouble(random: Random): Trouble["make"] {
  return (at_s) => ({
    cause: "credential",
    at_s,
    until_s: at_s + 3600 + 39_600 * random.next(),
    region: "observer",
    fail: { password: 1, refresh: 1, m2m: 1 },
    kind: "auth-error",
  });
}

function throttling(random: Random): Trouble["make"] {
  return (at_s) => ({
    cause: "throttle",
    at_s,
    until_s: at_s + 300 + 900 * random.next(),
    region: "primary",
    fail: { all: 0.1 + 0.3 * random.next() },
    kind: "throttle",
  });
}
