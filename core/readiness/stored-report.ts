// A report of readiness read back: parsed, never cast. One of another shape, as another version may have left it, is
// none: the next check begins anew.

import * as z from "zod/mini";
import { instantSchema } from "../state/stored-state.ts";
import { type Acknowledgement, acknowledgedKinds } from "./acknowledgement.ts";
import { findingKinds, type ReadinessReport } from "./report.ts";
import { rowGroups } from "./row.ts";

const severity = z.enum(["blocker", "differs"]);

const acknowledgement = z.object({
  row: z.string(),
  of: z.enum(acknowledgedKinds),
  by: z.string(),
  reason: z.string(),
  at: instantSchema,
  until: instantSchema,
});

const finding = z.object({
  name: z.string(),
  group: z.enum(rowGroups),
  severity,
  kind: z.enum(findingKinds),
  since: instantSchema,
  found: z.string(),
  unread: z.nullable(z.string()),
  seenOnce: z.nullable(z.object({ severity, at: instantSchema })),
  waitsFor: z.nullable(z.string()),
  acknowledgement: z.nullable(acknowledgement),
  must: z.string(),
  breaks: z.object({
    path: z.nullable(z.enum(["managedLogin", "sdk", "both"])),
    users: z.string(),
  }),
  next: z.string(),
  evidence: z.array(z.object({ call: z.string(), answer: z.string(), at: instantSchema })),
});

const report = z.object({
  pool: z.string(),
  began: instantSchema,
  ended: instantSchema,
  isComplete: z.boolean(),
  isCalm: z.boolean(),
  rows: z.array(finding),
});

export function parseReport(stored: unknown): ReadinessReport | null {
  const parsed = z.safeParse(report, stored);
  return parsed.success ? parsed.data : null;
}

export function parseAcknowledgement(stored: unknown): Acknowledgement | null {
  const parsed = z.safeParse(acknowledgement, stored);
  return parsed.success ? parsed.data : null;
}
