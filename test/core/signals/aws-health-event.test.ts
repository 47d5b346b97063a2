import { describe, expect, test } from "vitest";
import { healthWord } from "../../../core/signals/aws-health-event.ts";
import { aHealthEvent } from "../builders/a-health-event.ts";
import { minutes, now, primary, secondary } from "../builders/a-policy.ts";

const known = { services: ["COGNITO"], regions: [primary, secondary], now };
const word = (detail: object = {}, envelope: object = {}) =>
  healthWord(aHealthEvent(detail, envelope), known);
const signal = (detail: object = {}, envelope: object = {}) => {
  const said = word(detail, envelope);
  return said.kind === "open" ? said.signal : null;
};
const inUtc = (minute: number) => new Date(minutes(minute)).toUTCString();
const id = "arn:aws:health:us-west-2::event/COGNITO/AWS_COGNITO_OPERATIONAL_ISSUE/ABC";

describe("healthWord()", () => {
  test("is a signal from an open issue: from its start to when AWS last wrote about it", () => {
    expect(signal()).toEqual({
      kind: "health",
      id,
      region: primary,
      says: "sick",
      from: minutes(-10),
      to: minutes(-5),
      holdsUntil: minutes(-5 + 6 * 60),
      because:
        "AWS_COGNITO_OPERATIONAL_ISSUE, We are investigating increased error rates in the US-WEST-2 Region",
    });
  });

  test("is the same by whichever bus it comes, and with each page and repetition", () => {
    const again = signal({ page: "2", totalPages: "2" }, { region: "us-west-2", id: "other" });
    expect(again).toEqual(signal());
  });

  test("says of the newer of two that it is newer", () => {
    const updated = signal({ lastUpdatedTime: inUtc(-1) });
    expect([updated?.id, updated?.to]).toEqual([id, minutes(-1)]);
  });

  test("is about the Region that fails, not about the bus that it came by", () => {
    const eastern = { eventRegion: secondary };
    expect(signal(eastern, { region: primary })?.region).toBe(secondary);
  });

  test("ends an event that AWS closed, or that has ended", () => {
    const closed = { kind: "closed", id, at: minutes(-5) };
    expect(word({ statusCode: "closed" })).toEqual(closed);
    expect(word({ endTime: inUtc(0) })).toEqual(closed);
    expect(word({ statusCode: undefined, endTime: inUtc(-6) })).toEqual(closed);
  });

  test("leaves one open whose end lies ahead", () => {
    expect(signal({ endTime: inUtc(60) })?.to).toBe(minutes(-5));
  });

  test("takes the time of the envelope where the event does not say when it was updated", () => {
    expect(signal({ lastUpdatedTime: undefined })?.to).toBe(minutes(-4.5));
    expect(signal({ lastUpdatedTime: "soon", startTime: undefined })).toMatchObject({
      from: minutes(-4.5),
      to: minutes(-4.5),
    });
  });

  test.each([
    ["of another service", { service: "EC2" }, "it is about EC2"],
    ["of a third Region", { eventRegion: "eu-west-1" }, "it is about eu-west-1"],
    ["of all Regions", { eventRegion: "global" }, "it is about global"],
    ["of no Region", { eventRegion: undefined }, "it is about no Region"],
    [
      "of planned work",
      { eventTypeCategory: "scheduledChange" },
      "it is no issue but a scheduledChange",
    ],
    ["of the future", { statusCode: "upcoming" }, "it has not begun"],
    ["that begins in a minute", { startTime: inUtc(1) }, "it has not begun"],
  ])("passes over an event %s, and says why", (_, detail, because) => {
    expect(word(detail)).toEqual({ kind: "ignored", because });
  });

  test("passes over what gives no time at all", () => {
    const timeless = word({ startTime: "x", lastUpdatedTime: "y" }, { time: "z" });
    expect(timeless).toEqual({ kind: "ignored", because: "it does not say when it was updated" });
  });

  test.each([
    ["another source", aHealthEvent({}, { source: "aws.ec2" })],
    ["no detail", aHealthEvent({}, { detail: null })],
    ["no ARN", aHealthEvent({ eventArn: "" })],
    ["an ARN that is no text", aHealthEvent({ eventArn: 7 })],
    ["nothing", undefined],
    ["text", "aws.health"],
  ])("passes over what is no event of AWS Health: %s", (_, event) => {
    const because = "it is no event of AWS Health, or has another shape";
    expect(healthWord(event, known)).toEqual({ kind: "ignored", because });
  });
});

describe("what a person reads of it", () => {
  const because = (eventDescription: unknown) => signal({ eventDescription })?.because;
  const inEnglish = (latestDescription: string) => [{ language: "en_US", latestDescription }];

  test("is the English text, where there are several", () => {
    const texts = [{ language: "de_DE", latestDescription: "Wir." }, ...inEnglish("We.")];
    expect(because(texts)).toBe("AWS_COGNITO_OPERATIONAL_ISSUE, We");
  });

  test("is the code alone where there is no text, or one of another shape", () => {
    expect(because([])).toBe("AWS_COGNITO_OPERATIONAL_ISSUE");
    expect(because("We are investigating.")).toBe("AWS_COGNITO_OPERATIONAL_ISSUE");
  });

  test("is one line, up to the first sentence's end, and not at a full stop inside a number", () => {
    expect(because(inEnglish("At 1.5 times\nthe\u0000 usual rate! Then more."))).toBe(
      "AWS_COGNITO_OPERATIONAL_ISSUE, At 1.5 times the usual rate",
    );
  });

  test("is cut where it would fill the notice", () => {
    expect(because(inEnglish("so ".repeat(400)))?.length).toBeLessThan(240);
    expect(because(inEnglish("so ".repeat(400)))).toMatch(/so so?…$|so s…$/);
  });
});
