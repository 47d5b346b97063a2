import { describe, expect, test } from "vitest";
import { coveredBy } from "../../../core/readiness/acknowledgement.ts";
import { minutes, now } from "../builders/a-policy.ts";
import { anAcknowledgement } from "../builders/a-row-finding.ts";

const row = { name: "replica-status", kind: "blocker" };

describe("an acknowledgement", () => {
  test("covers its row until it lapses, and not before it was given", () => {
    const one = anAcknowledgement();
    expect(coveredBy([one], row, now)).toBe(one);
    expect(coveredBy([one], row, minutes(59))).toBe(one);
    expect(coveredBy([one], row, minutes(60))).toBeNull();
    expect(coveredBy([one], row, minutes(-61))).toBeNull();
  });

  test("covers no other row, and not its own once that is graver", () => {
    expect(coveredBy([anAcknowledgement()], { ...row, name: "key-state" }, now)).toBeNull();
    expect(coveredBy([anAcknowledgement({ of: "differs" })], row, now)).toBeNull();
    expect(coveredBy([anAcknowledgement({ of: "unknown" })], row, now)).toBeNull();
  });

  test("gives way to a newer one, whatever their order", () => {
    const [older, newer] = [anAcknowledgement(), anAcknowledgement({ at: minutes(-5) })];
    expect(coveredBy([older, newer], row, now)).toBe(newer);
    expect(coveredBy([newer, older], row, now)).toBe(newer);
  });
});
