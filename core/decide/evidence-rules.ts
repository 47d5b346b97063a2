// What in the evidence forbids a move: that the fault is ours, that the other Region is no better, that it
// may heal, that it is over, or that it may be the lines. Each rule reads one arm of the case.

import { failsNow } from "../detect/verdict.ts";
import { failureClasses } from "../probe/failure-class.ts";
import { kindsThatMay, saying } from "../signals/weigh-signals.ts";
import { inWords, listed, shareInWords } from "../values/words.ts";
import { isProved, mayBeAsked, type SafetyRule } from "./safety-rule.ts";

export const evidenceRules = [
  {
    name: "faultIsOurs",
    binds: "controller",
    overridable: false,
    forbids: ({ shared, move, ...known }) => {
      if (move === "failOver" && known.case.kind === "excused")
        return "most of the failures say nothing about the Region: probe credentials or quotas";
      // What votes is enough alone, and whether the other Region is healthy has a rule of its own.
      if (known.case.kind === "holds") return null;
      // A replica that is off has a rule of its own, which says what to do.
      const ours = [...shared.keys()].filter((name) => name !== "replicaOff");
      if (ours.length === 0) return null;
      return `most vantages put the failures down to us: ${listed(ours.map((name) => failureClasses[name].because))}`;
    },
    mend: () => ["failing=100%"],
  },
  {
    name: "bothSick",
    binds: "everyone",
    overridable: true,
    endangers: true,
    forbids: ({ from, to, ...known }) =>
      from.verdict.kind === "unhealthy" &&
      to.verdict.kind === "unhealthy" &&
      !isProved({ ...known, to })
        ? `${to.region} fails as well, so moving would not help`
        : null,
    mend: ({ to }) => [`region:${to.region}=well`],
  },
  {
    name: "quorumMissing",
    binds: "controller",
    overridable: false,
    // The controller goes home only to end what a person began; the secondary need not be unhealthy.
    about: "failOver",
    forbids: ({ from }) => {
      switch (from.verdict.kind) {
        case "unhealthy":
          return null;
        case "healthy":
          return `${from.region} signs users in again`;
        case "undetermined":
          return `whether ${from.region} is unhealthy could not be told: ${from.verdict.because}`;
      }
    },
    mend: () => [],
  },
  {
    name: "failsNoMore",
    binds: "controller",
    overridable: false,
    about: "failOver",
    forbids: ({ from, ...known }) => {
      if (from.verdict.kind !== "unhealthy") return null;
      const isFailing = failsNow(from.verdict);
      if (isFailing && known.case.kind !== "over") return null;
      return isFailing
        ? `so many good answers in a row came from ${from.region} that it seems to be over`
        : `every vantage that calls ${from.region} unhealthy got a good answer there last`;
    },
    mend: () => ["newest=bad"],
  },
  {
    name: "mayHeal",
    binds: "controller",
    overridable: false,
    about: "failOver",
    forbids: ({ from, ...known }) => {
      const { kind, lasted, wait } = known.case;
      if (from.verdict.kind !== "unhealthy") return null;
      if (kind === "none") return `the vantages do not agree yet since when ${from.region} fails`;
      if (kind !== "mayHeal" || mayBeAsked(known)) return null;
      return `${from.region} fails like this for ${inWords(lasted)}; transient failures heal within ${inWords(wait)}`;
    },
    mend: () => ["wait=over"],
  },
  {
    name: "tooFewFail",
    binds: "controller",
    overridable: false,
    about: "failOver",
    forbids: ({ from, ...known }) => {
      const { kind, harm } = known.case;
      if (kind !== "tooFew") return null;
      const ask = "a third must, or it must be surer, before a move pays";
      return `${shareInWords(harm.staying)} of sign-ins fail in ${from.region}: ${ask}`;
    },
    mend: () => ["failing=100%"],
  },
  {
    name: "noBetterThere",
    binds: "controller",
    overridable: false,
    about: "failOver",
    forbids: ({ from, to, ...known }) => {
      const { kind, harm } = known.case;
      // That the other Region is unhealthy as well is a rule of its own.
      const isUnhealthy = to.verdict.kind === "unhealthy";
      if (kind !== "noBetter" || isUnhealthy) return null;
      return `moving would lose ${shareInWords(harm.moving)} of sign-ins in ${to.region}, staying loses ${shareInWords(harm.staying)} in ${from.region}`;
    },
    mend: () => ["failingThere=0%"],
  },
  {
    name: "vantagesDisagree",
    binds: "controller",
    overridable: false,
    about: "failOver",
    forbids: ({ from, signals, ...known }) => {
      const { kind, dissent } = known.case;
      const isConfirmed = signals.confirm.length > 0;
      if (kind !== "disputed" || isConfirmed) return null;
      return `${from.region} cannot be reached from some places, and ${listed(dissent)} sees it healthy: it may be the network`;
    },
    mend: ({ tick }) =>
      kindsThatMay(tick.policy, "corroborate", "decide").map((kind) => `signal:${kind}=sick`),
  },
  {
    name: "otherEvidenceDisagrees",
    binds: "controller",
    overridable: false,
    about: "failOver",
    forbids: ({ signals: { contradict } }) =>
      contradict.length === 0
        ? null
        : `signals that the settings let veto speak against it: ${saying(contradict)}`,
    mend: ({ signals }) => signals.contradict.map(({ kind }) => `signal:${kind}=silent`),
  },
] as const satisfies readonly SafetyRule[];
