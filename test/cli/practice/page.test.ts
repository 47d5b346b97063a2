import { describe, expect, it } from "vitest";
import { pageOf } from "../../../cli/practice/page.ts";
import type { PracticeReport } from "../../../core/practice/practice-report.ts";
import {
  aBlockedReport,
  aFailedReport,
  aFinishedRun,
  aFullReport,
  anIsolatedReport,
  aPreemptedReport,
  aReport,
  aRunLook,
} from "../../core/builders/a-practice-report.ts";

const reports: Readonly<Record<string, PracticeReport>> = {
  passed: aReport(),
  failed: aFailedReport(),
  preempted: aPreemptedReport(),
  blocked: aBlockedReport(),
  full: aFullReport(),
  isolated: anIsolatedReport(),
  "without a look": aReport({ run: aFinishedRun({ ticks: [] }) }),
};

const voids = new Set(["meta", "!doctype"]);

/** Elements that are not closed, or not in their order. */
function unclosed(page: string): readonly string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [tag, slash = "", name = ""] of page.matchAll(/<(\/?)([!a-z][a-z0-9]*)[^>]*>/g)) {
    if (voids.has(name) || tag.endsWith("/>")) continue;
    if (slash === "") open.push(name);
    else if (open.pop() !== name) wrong.push(tag);
  }
  return [...wrong, ...open];
}

describe.each(Object.entries(reports))("the page of a report: %s", (_, report) => {
  const page = pageOf(report);

  it("needs nothing but itself, and runs nothing", () => {
    expect(page).not.toMatch(/<script|<link|<img|<iframe|javascript:|@import|\bon[a-z]+=|\bsrc=/i);
    expect(page).not.toMatch(/\bhref=|(?:https?:)?\/\/[a-z]/i);
    expect(page.match(/url\((?!#)/g)).toBeNull();
    expect(page).toContain("default-src &#39;none&#39;");
  });

  it("closes what it opens, and draws with numbers alone", () => {
    expect(unclosed(page)).toEqual([]);
    expect(page).not.toMatch(/NaN|Infinity|undefined|null|\[object/);
  });

  it("has words for every picture that is not for the eye alone", () => {
    const pictures = [...page.matchAll(/<svg [^>]*>/g)].map(([tag]) => tag);
    const dumb = pictures.filter(
      (tag) => !/aria-hidden="true"|role="img" aria-label="[^"]{20,}/.test(tag),
    );
    expect(pictures.length).toBeGreaterThan(1);
    expect(dumb).toEqual([]);
    expect(page).toMatch(/^<html lang="en">$/m);
    expect(page.match(/<h1/g)).toHaveLength(1);
  });

  it("says how it ended, by which rule and why", () => {
    expect(page).toContain(`<header class="${report.outcome}">`);
    expect(page).toContain(`<span class="rule">${report.rule}</span>`);
  });
});

describe("the page", () => {
  it("escapes whatever a person or AWS wrote", () => {
    const evil = `"><script>alert('x')</script>&`;
    const page = pageOf(
      aReport({
        because: evil,
        rule: evil,
        settings: { timeZone: evil, [evil]: [{ rung: evil }] },
        run: aFinishedRun({
          ...{ why: evil, by: evil, pool: evil, executionName: evil },
          blocked: [{ name: evil, because: evil }],
          ticks: [aRunLook(30, { failure: evil })],
        }),
      }),
    );
    expect(page).not.toContain("<script");
    expect(unclosed(page)).toEqual([]);
    expect(page).toContain("&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;");
  });

  it("draws a bar a look, what failed in its own look, and the share seen within its interval", () => {
    const page = pageOf(aFailedReport());
    expect(
      page.match(/<rect class="bad" [^>]*><title>\d\d:\d\d:\d\d: \d+ failed in us-east-1/g),
    ).toHaveLength(2);
    expect(page).toContain("<title>03:01:05: 5 failed in us-east-1 alone</title>");
    expect(page).toContain("<title>0.9 % (0.3 to 2.7 %)</title>");
    expect(page).toMatch(/Asked for 1 %, seen 0\.9 % \(0\.3 to 2\.7 %\)/);
  });

  it("of a run that sent nobody anywhere has no picture, and says what was in its way", () => {
    const page = pageOf(aBlockedReport());
    expect(page).not.toContain("<figure");
    expect(page).toMatch(/<strong>replica<\/strong>: the replica in us-east-1 must be ACTIVE/);
  });

  it("says what the rung proves and cannot, and what the settings were", () => {
    const page = pageOf(aFullReport());
    expect(page).toContain("The whole path recovers over there within the RTO");
    expect(page).toContain("It says nothing of the load of a busier hour");
    expect(page).toContain('<th scope="row">full.rto</th><td>5 minutes</td>');
  });

  it("does not pretend to know users of whom nothing was read", () => {
    const page = pageOf(aFullReport());
    expect(page).toContain("Not known: no traffic was read.");
    expect(page).toContain("<dd>not known<small>no traffic was read</small></dd>");
  });
});
