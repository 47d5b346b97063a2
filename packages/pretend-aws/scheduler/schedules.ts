// The schedules of all Regions, each with the timer of its next firing.

import { AwsError } from "../aws-error.ts";
import type { Cancel } from "../clock.ts";
import type { Foundation } from "../world.ts";
import { deliver, type Targets } from "./delivery.ts";
import { nextDue } from "./expression.ts";
import { checkedSchedule, invalid, type Schedule, type ScheduleRequest } from "./schedule.ts";

const MINUTE_MS = 60_000;

export interface Entry {
  readonly region: string;
  readonly arn: string;
  readonly createdAt: number;
  schedule: Schedule;
  modifiedAt: number;
  /** Where a rate counts from when it has no StartDate. */
  anchor: number;
  cancel: Cancel;
}

export class Schedules {
  readonly #foundation: Foundation;
  readonly #targets: Targets;
  readonly #entries = new Map<string, Entry>();
  readonly #stopped = new AbortController();

  constructor(foundation: Foundation, targets: Targets) {
    this.#foundation = foundation;
    this.#targets = targets;
  }

  create(region: string, request: ScheduleRequest): Entry {
    const now = this.#foundation.clock.now();
    const schedule = checkedSchedule(request, now);
    const arn = this.#arn(region, schedule.name);
    const existing = this.#entries.get(arn);
    if (existing !== undefined) return repeated(existing, schedule);
    checkAhead(schedule, now);
    const entry: Entry = {
      region,
      arn,
      createdAt: now,
      schedule,
      modifiedAt: now,
      anchor: now,
      cancel: () => {},
    };
    this.#entries.set(arn, entry);
    this.#arm(entry, begun(schedule, now));
    return entry;
  }

  /** Replaces all settings; a rate keeps its phase unless its expression changes. */
  update(region: string, request: ScheduleRequest): Entry {
    const entry = this.find(region, request.Name ?? "");
    const now = this.#foundation.clock.now();
    const schedule = checkedSchedule(request, now);
    const isNew =
      schedule.expressionText !== entry.schedule.expressionText ||
      schedule.zone !== entry.schedule.zone;
    if (isNew) checkAhead(schedule, now);
    if (isNew) entry.anchor = now;
    entry.schedule = schedule;
    entry.modifiedAt = now;
    this.#arm(entry, isNew ? begun(schedule, now) : now);
    return entry;
  }

  remove(region: string, name: string): void {
    const entry = this.find(region, name);
    entry.cancel();
    this.#entries.delete(entry.arn);
  }

  find(region: string, name: string): Entry {
    const entry = this.#entries.get(this.#arn(region, name));
    if (entry !== undefined) return entry;
    throw new AwsError("ResourceNotFoundException", `Schedule ${name} does not exist.`, {
      status: 404,
    });
  }

  list(region: string): readonly Entry[] {
    return [...this.#entries.values()]
      .filter((entry) => entry.region === region)
      .sort((a, b) => (a.schedule.name < b.schedule.name ? -1 : 1));
  }

  stop(): void {
    this.#stopped.abort();
    for (const entry of this.#entries.values()) entry.cancel();
  }

  #arn(region: string, name: string): string {
    return `arn:aws:scheduler:${region}:${this.#foundation.accountId}:schedule/default/${name}`;
  }

  /** `delivered`: what is under way, if anything is. */
  #arm(entry: Entry, after: number, delivered = Promise.resolve()): void {
    entry.cancel();
    const { schedule } = entry;
    if (!schedule.enabled || this.#stopped.signal.aborted) return;
    const due = nextDue(schedule.expression, after, {
      from: schedule.startDate ?? entry.anchor,
      until:
        schedule.expression.kind === "at"
          ? Number.POSITIVE_INFINITY
          : (schedule.endDate ?? Number.POSITIVE_INFINITY),
    });
    if (due === null) {
      if (schedule.deletedAfterCompletion)
        void delivered.then(() => this.#complete(entry, schedule));
      return;
    }
    const { clock } = this.#foundation;
    const within = schedule.expression.kind === "at" ? this.#withinMinute(due) : 0;
    const wait = Math.max(0, due - clock.now()) + within;
    entry.cancel = clock.after(wait, () => this.#fire(entry, due));
  }

  /** AWS promises the minute and no more; what comes round every minute is told apart by nobody. */
  #withinMinute(due: number): number {
    return this.#foundation.random.integer(MINUTE_MS - (due % MINUTE_MS));
  }

  /** Unless it was made anew, or changed, meanwhile. */
  #complete(entry: Entry, schedule: Schedule): void {
    const isSame = entry.schedule === schedule && this.#entries.get(entry.arn) === entry;
    if (isSame) this.#entries.delete(entry.arn);
  }

  /** Counts on from the instant that was due, not from now, so that a late timer does not shift the rest. */
  #fire(entry: Entry, due: number): void {
    const { schedule, region, arn } = entry;
    const { signal } = this.#stopped;
    const delivered = deliver(this.#foundation, this.#targets, {
      schedule,
      region,
      scheduleArn: arn,
      scheduledAt: due,
      signal,
    });
    this.#arm(entry, due, delivered);
  }
}

/** A new rate or instant may be due this very moment; a cron minute that has begun is past. */
function begun({ expression }: Schedule, now: number): number {
  return expression.kind === "cron" ? now : now - 1;
}

function checkAhead({ expression, expressionText }: Schedule, now: number): void {
  if (expression.kind !== "at" || expression.at >= now) return;
  throw invalid(`Invalid Schedule Expression ${expressionText}.`);
}

/** A request that is sent again with its own token is no second schedule. */
function repeated(existing: Entry, schedule: Schedule): Entry {
  const { clientToken } = schedule;
  if (clientToken !== undefined && clientToken === existing.schedule.clientToken) return existing;
  throw new AwsError("ConflictException", `Schedule ${schedule.name} already exists.`, {
    status: 409,
  });
}
