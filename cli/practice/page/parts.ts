// The parts of a report's page that are words: how it ended, the figures at a glance, what came when, and the rest.

import { outcomeWords, type PracticeReport } from "../../../core/practice/practice-report.ts";
import { rungFacts } from "../../../core/practice/rung.ts";
import type { PracticeOutcome } from "../../../core/state/practice-run.ts";
import { dateAndTime } from "../../../core/values/timestamp.ts";
import { inWords, timeOfDay } from "../../../core/values/words.ts";
import type { RunAccount } from "../account.ts";
import {
  callHead,
  callRows,
  exposureLimit,
  exposureWords,
  offBy,
  sentWords,
  settingRows,
  switchWords,
} from "../report-words.ts";
import { html, type Markup } from "./markup.ts";
import { tabled } from "./tabled.ts";

/** Each outcome has a form of its own, besides its colour. */
const signs: Readonly<Record<PracticeOutcome, string>> = {
  passed: "M12 25l8 8 16-18",
  failed: "M15 15l18 18M33 15L15 33",
  interrupted: "M18 14v20M30 14v20",
  inconclusive: "M17 19c0-9 14-9 14 0 0 6-7 5-7 10M24 34v1",
  blocked: "M13 24h22",
  error: "M24 12v15M24 34v1",
};

export function headerOf({ run, outcome, rule, because }: PracticeReport): Markup {
  return html`<header class="${outcome}"><div>
<svg viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="22" fill="none" stroke="currentColor" stroke-width="3"/><path d="${signs[outcome]}" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/></svg>
<div><h1>${run.pool}: practice run (${run.rung}) ${outcomeWords[outcome]}</h1>
<p><span class="rule">${rule}</span>${because}.</p></div>
</div></header>`;
}

export function tilesOf(report: PracticeReport, account: RunAccount): Markup {
  const { run } = report;
  const { pairs, traffic, measured, shares, restoredIn } = account;
  const sent = shares.filter(({ writtenAt }) => writtenAt !== null);
  const limit = exposureLimit(report);
  const [first] = sent.flatMap(({ switchedIn }) => switchedIn ?? []);
  const users = traffic?.practised;
  const switched =
    run.rung === "full"
      ? { after: account.firstGoodIn, by: "by the first sign-in that succeeded" }
      : { after: first ?? null, by: "by what name servers answered" };
  return section(
    "At a glance",
    html`<dl class="tiles">
${tile("Users sent over", `${Math.max(...sent.map(({ share }) => share))} %`, `at the most, ${run.primary} to ${run.secondary}`)}
${tile("Probes", `${pairs.bad} of ${pairs.good + pairs.bad} failed`, `in ${run.secondary} alone; ${pairs.leftOut} told nothing`)}
${tile("Real users", users === undefined ? "not known" : `${users.failures} of ${users.signIns} failed`, users === undefined ? "no traffic was read" : `in ${run.secondary}`)}
${tile("Exposure", measured.kind === "known" ? `${Math.ceil(measured.userMinutes)}` : "not known", `user-minutes${run.expected === null ? "" : `, ${Math.ceil(run.expected.userMinutes)} expected`}${limit === null ? "" : `, ${limit} may be`}`)}
${tile("Switched in", switched.after === null ? "not seen" : inWords(switched.after), switched.by)}
${tile("Back in", restoredIn === null ? "not seen" : inWords(restoredIn), "from the restoring write on")}
</dl>`,
  );
}

function tile(name: string, figure: string, more: string): Markup {
  return html`<div><dt>${name}</dt><dd>${figure}<small>${more}</small></dd></div>
`;
}

export function section(title: string, ...content: readonly Markup[]): Markup {
  return html`<section><h2>${title}</h2>
${content}
</section>
`;
}

export function factsOf(report: PracticeReport, account: RunAccount): Markup {
  const { run } = report;
  const rows: readonly (readonly [string, string])[] = [
    ["Run", run.executionName],
    ["Asked for", `${dateAndTime(run.plannedAt)} UTC, by ${run.by}`],
    ["Reason", run.why],
    ["Users", sentWords(report)],
    ...(account.firstWrittenAt === null
      ? []
      : [["Exposure", `${exposureWords(report, account)}.`] as const]),
    ...switchWords(account).map((words) => ["Switch", `${words}.`] as const),
    ["Proves", rungFacts[run.rung].proves],
    ["Cannot prove", rungFacts[run.rung].cannot],
  ];
  return section(
    "The run",
    html`<dl class="facts">${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`,
  );
}

export function barriersOf({ run }: PracticeReport): Markup {
  if (run.blocked.length === 0) return html``;
  const rows = run.blocked.map(
    ({ name, because }) => html`<li><strong>${name}</strong>: ${because}.</li>`,
  );
  return section("What was in its way", html`<ul class="barriers">${rows}</ul>`);
}

export function timelineOf({ occurrences }: RunAccount): Markup {
  const rows = occurrences.map(({ what, planned, real }) => [
    what,
    planned === null ? "–" : timeOfDay(planned),
    real === null ? "–" : timeOfDay(real),
    planned === null || real === null ? "" : offBy(real - planned),
  ]);
  return tabled(["what", "planned", "real", "off by"], rows);
}

export function callsOf(report: PracticeReport): Markup {
  const rows = callRows(report);
  return rows.length === 0
    ? html``
    : section("What a failover asked for, without the Region being left", tabled(callHead, rows));
}

export function settingsOf({ settings }: PracticeReport): Markup {
  return section("Settings of that day", tabled(["practice", "value"], settingRows(settings)));
}
