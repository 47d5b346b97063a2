import { describe, expect, it, vi } from "vitest";
import { reportText } from "../../../cli/practice/report-text.ts";
import {
  aBlockedReport,
  aFailedReport,
  aFullReport,
  anIsolatedReport,
  aPreemptedReport,
  aReport,
} from "../../core/builders/a-practice-report.ts";

vi.stubEnv("NO_COLOR", "1");

const reports = {
  passed: aReport(),
  failed: aFailedReport(),
  preempted: aPreemptedReport(),
  blocked: aBlockedReport(),
  full: aFullReport(),
  isolated: anIsolatedReport(),
};

describe.each(Object.entries(reports))("the text of a report that is %s", (name, report) => {
  const text = reportText(report);

  it("is as it was read last", async () => {
    await expect(`${text}\n`).toMatchFileSnapshot(`./texts/${name}.txt`);
  });

  it("is no wider than 80 columns, but for a command", () => {
    const wide = text.split("\n").filter((line) => line.length > 80 && !line.startsWith("next: "));
    expect(wide).toEqual([]);
  });
});
