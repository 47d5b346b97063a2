// What does an event of AWS Health say? In goes what EventBridge brought, from whichever bus; out comes a
// signal, the end of one, or why it is passed over. The same event comes more than once: the one that was
// updated last counts, and telling which is the keeper's business.
// https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html

import * as z from "zod/mini";
import { cutShort, oneLine } from "../values/text.ts";
import { instantOf } from "../values/timestamp.ts";
import { type Instant, later, millis, type Region } from "../values/types.ts";
import type { Signal } from "./signal.ts";

export type HealthWord =
  | { readonly kind: "open"; readonly signal: Signal }
  /** `id` as in the signal that it ends; `at` is when AWS last updated it, to be held against `signal.to`. */
  | { readonly kind: "closed"; readonly id: string; readonly at: Instant }
  | { readonly kind: "ignored"; readonly because: string };

export interface KnownOfHealth {
  /** By AWS Health's names: "COGNITO". */
  readonly services: readonly string[];
  /** The pool's two. */
  readonly regions: readonly Region[];
  readonly now: Instant;
}

/** An open event that nobody updates for so long was left open. AWS tells news within the hour. */
const eventHoldsMs = millis(6 * 3_600_000);

const eventSchema = z.object({
  source: z.literal("aws.health"),
  time: z.optional(z.string()),
  detail: z.object({
    eventArn: z.string().check(z.minLength(1), z.maxLength(1_600)),
    service: z.string(),
    eventTypeCode: z.string(),
    eventTypeCategory: z.string(),
    eventRegion: z.optional(z.string()),
    startTime: z.optional(z.string()),
    endTime: z.optional(z.string()),
    lastUpdatedTime: z.optional(z.string()),
    statusCode: z.optional(z.string()),
    eventDescription: z.catch(
      z.array(z.object({ language: z.optional(z.string()), latestDescription: z.string() })),
      [],
    ),
  }),
});

type HealthEvent = z.infer<typeof eventSchema>;
type Detail = HealthEvent["detail"];

export function healthWord(event: unknown, known: KnownOfHealth): HealthWord {
  const read = eventSchema.safeParse(event);
  if (!read.success) return ignored("it is no event of AWS Health, or has another shape");
  const { detail } = read.data;
  const region = known.regions.find((one) => one === detail.eventRegion);
  if (region === undefined) return ignored(`it is about ${detail.eventRegion ?? "no Region"}`);
  const { service, eventTypeCategory } = detail;
  if (!known.services.includes(service)) return ignored(`it is about ${service}`);
  if (eventTypeCategory !== "issue") return ignored(`it is no issue but a ${eventTypeCategory}`);
  return wordOf(read.data, region, known);
}

function wordOf({ time, detail }: HealthEvent, region: Region, { now }: KnownOfHealth): HealthWord {
  const [start, end] = [instantOf(detail.startTime), instantOf(detail.endTime)];
  const updated = instantOf(detail.lastUpdatedTime) ?? instantOf(time) ?? start;
  if (updated === null) return ignored("it does not say when it was updated");
  const id = detail.eventArn;
  if (detail.statusCode === "closed" || (end !== null && end <= now))
    return { kind: "closed", id, at: updated };
  if (detail.statusCode === "upcoming" || (start !== null && start > now))
    return ignored("it has not begun");
  const from = start === null || start > updated ? updated : start;
  const because = described(detail);
  const holdsUntil = later(updated, eventHoldsMs);
  const signal: Signal = {
    ...{ kind: "health", id, region, says: "sick", from, to: updated, holdsUntil, because },
  };
  return { kind: "open", signal };
}

function ignored(because: string): HealthWord {
  return { kind: "ignored", because };
}

/** Its code and, in English where there is a choice, the first sentence of what AWS last wrote. */
function described({ eventTypeCode, eventDescription }: Detail): string {
  const texts = eventDescription.toSorted((a, b) => inEnglish(b) - inEnglish(a));
  const text = oneLine(texts[0]?.latestDescription ?? "");
  const first = /^.*?[.!?](?=\s|$)/u.exec(text)?.[0] ?? text;
  const cut = cutShort(first.replace(/[.!?]+$/, ""));
  return cut === "" ? eventTypeCode : `${eventTypeCode}, ${cut}`;
}

function inEnglish({ language }: { readonly language?: string | undefined }): number {
  return language?.startsWith("en") ? 1 : 0;
}
