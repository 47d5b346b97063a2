// A report as one page of HTML that needs nothing else: no script, no file, no network.

import {
  outcomeWords,
  type PracticeReport,
  reportVersion,
} from "../../core/practice/practice-report.ts";
import { dateAndTime } from "../../core/values/timestamp.ts";
import { accountOf, type LookAccount, type RunAccount } from "./account.ts";
import { type BarPart, barPicture } from "./page/bar-picture.ts";
import { html, type Markup } from "./page/markup.ts";
import * as parts from "./page/parts.ts";
import type { Span } from "./page/plot.ts";
import { runPicture } from "./page/run-picture.ts";
import { sharePicture } from "./page/share-picture.ts";
import { style } from "./page/style.ts";

/** Nothing is asked for, whatever stands in the page. */
const policy = "default-src 'none'; style-src 'unsafe-inline'";

export function pageOf(report: PracticeReport): string {
  const { run, outcome, endedAt } = report;
  const account = accountOf(report);
  const title = `${run.pool}: practice run (${run.rung}) ${outcomeWords[outcome]}`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${{ markup: style }}</style>
</head>
<body>
${parts.headerOf(report)}
<main>
${parts.barriersOf(report)}
${account.firstWrittenAt === null ? "" : parts.tilesOf(report, account)}
${parts.section("What came when, in UTC", ...timeline(report, account))}
${account.firstWrittenAt === null ? "" : pictures(report, account)}
${parts.callsOf(report)}
${parts.factsOf(report, account)}
${parts.settingsOf(report)}
<footer>Made of report version ${reportVersion}, written down at ${dateAndTime(endedAt)} UTC by cognito-failover. The same as JSON: cognito-failover practice report ${run.pool} ${run.executionName} --json
</footer>
</main>
<svg width="0" height="0" aria-hidden="true"><defs><pattern id="hatched" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="var(--bad)"/><path d="M0 0V6" stroke="var(--card)" stroke-width="3"/></pattern></defs></svg>
</body>
</html>
`;
  return page.markup;
}

function timeline(report: PracticeReport, account: RunAccount): readonly Markup[] {
  const table = parts.timelineOf(account);
  if (account.firstWrittenAt === null) return [table];
  const { plannedAt, until } = report.run;
  return [runPicture(report, account, { from: plannedAt, to: until }), table];
}

function pictures(report: PracticeReport, account: RunAccount): Markup {
  const { run, endedAt } = report;
  const times: Span = { from: account.firstWrittenAt ?? run.plannedAt, to: endedAt };
  const { looks } = account;
  const sides = [
    ["practised", run.secondary],
    ["stable", run.primary],
  ] as const;
  return html`${parts.section("Share", sharePicture(account, times))}
${parts.section("Probes: pairs of sign-ins, one in each Region at the same time", pairPicture(report, { looks, times }))}
${parts.section("Real users", ...(account.traffic === null ? [html`<p>Not known: no traffic was read.</p>`] : sides.map(([side, region]) => userPicture(looks, { side, region, times }))))}`;
}

function pairPicture(
  { run }: PracticeReport,
  { looks, times }: { readonly looks: readonly LookAccount[]; readonly times: Span },
): Markup {
  const sum = (of: "good" | "bad" | "leftOut") => looks.reduce((all, look) => all + look[of], 0);
  return barPicture({
    title: "Sign-ins by look",
    says: `${sum("good")} succeeded in ${run.secondary}, ${sum("bad")} failed there and succeeded in ${run.primary}, ${sum("leftOut")} told nothing.`,
    parts: [
      { look: "good", says: `succeeded in ${run.secondary}` },
      { look: "bad", says: `failed in ${run.secondary} alone` },
      { look: "leftOut", says: "told nothing" },
    ],
    bars: looks.map(({ at, good, bad, leftOut }) => ({ at, counts: [good, bad, leftOut] })),
    times,
  });
}

const userParts: readonly BarPart[] = [
  { look: "good", says: "succeeded" },
  { look: "bad", says: "failed" },
];

interface Side {
  readonly side: "practised" | "stable";
  readonly region: string;
  readonly times: Span;
}

function userPicture(looks: readonly LookAccount[], { side, region, times }: Side): Markup {
  const bars = looks.flatMap(({ at, users }) =>
    users === null ? [] : [{ at, counts: [users[side].succeeded, users[side].failed] }],
  );
  const sum = (part: number) => bars.reduce((all, { counts }) => all + (counts[part] ?? 0), 0);
  const whose = side === "practised" ? "where they were sent" : "where the others stayed";
  return barPicture({
    title: `Sign-ins in ${region}, ${whose}`,
    says: `${sum(0)} sign-ins of users succeeded in ${region}, ${sum(1)} failed.`,
    ...{ parts: userParts, bars, times },
  });
}
