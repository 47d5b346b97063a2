// What must hold between the fields of one pool? A table: each row names the fields that it reads and
// finds what breaks it. Whether those fields are right one by one is asked before (policy-rules.ts).

import { durationText } from "../values/duration.ts";
import { shown } from "../values/errors.ts";
import { millis } from "../values/types.ts";
import { journeyRules } from "./journey-rules.ts";
import { moveEndsInTime } from "./longest-move.ts";
import { pathRules } from "./path-rules.ts";
import { practiceRules } from "./practice-rules.ts";
import type { PoolRule } from "./problem.ts";
import { signalRules } from "./signal-rules.ts";

export const poolRules: readonly PoolRule[] = [
  {
    needs: ["userPoolId", "primary"],
    breach: ({ pool: { userPoolId, primary }, called }) =>
      userPoolId.startsWith(`${primary}_`)
        ? null
        : {
            field: "userPoolId",
            must: `must begin with ${called("primary")}, ${shown(primary)}`,
            value: userPoolId,
            next: "Correct the one that is wrong: a user pool's id begins with its primary Region",
          },
  },
  {
    needs: ["furtherVantages"],
    breach: ({ pool: { furtherVantages } }) =>
      furtherVantages.length % 2 === 0
        ? null
        : {
            field: "furtherVantages",
            must: "must hold an even number of Regions, so that all vantages together are odd",
            value: furtherVantages,
            next: "Add one Region or remove one",
          },
  },
  {
    needs: ["paths.managedLogin", "paths.sdk"],
    breach: ({ pool: { paths } }) =>
      paths.managedLogin !== null || paths.sdk !== null
        ? null
        : {
            field: "paths",
            must: "must hold managedLogin, sdk or both",
            value: paths,
            next: "Describe at least one path: without one there is nothing to move",
          },
  },
  {
    needs: ["domain", "paths.managedLogin"],
    breach: ({ pool: { domain, paths }, called }) =>
      domain !== null || paths.managedLogin === null
        ? null
        : {
            field: "domain",
            must: `must be the custom domain, since ${called("paths.managedLogin")} is given`,
            value: domain,
            next: "Write the domain, or remove the path: Cognito moves custom domains only",
          },
  },
  ...pathRules,
  {
    needs: ["issuer", "mode"],
    breach: ({ pool: { issuer, mode } }) =>
      issuer === "UPDATED" || mode !== "automatic"
        ? null
        : {
            field: "issuer",
            must: 'must be "UPDATED" in mode "automatic", as the primary alone serves the key set of the other and takes it along when it dies',
            value: issuer,
            next: 'Move the pool to the multi-Region issuer, or use mode "advise"',
          },
  },
  {
    needs: ["criteria.evidenceTooOldAfter"],
    breach: ({ pool: { criteria }, probeEvery }) =>
      probeEvery === null || criteria.evidenceTooOldAfter >= 2 * probeEvery
        ? null
        : {
            field: "criteria.evidenceTooOldAfter",
            must: `must be at least twice cadence.probe, ${shown(durationText(probeEvery))}`,
            value: durationText(criteria.evidenceTooOldAfter),
            next: `Write "${durationText(millis(2 * probeEvery))}" or more, or probe more often`,
          },
  },
  moveEndsInTime,
  ...journeyRules,
  ...signalRules,
  ...practiceRules,
];
