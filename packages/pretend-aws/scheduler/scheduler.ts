// The pretend EventBridge Scheduler: schedules of a Region that fire on the clock. Only the default
// schedule group exists.

import { AwsError } from "../aws-error.ts";
import type { Deed } from "../iam/policy.ts";
import type { Service, WireRequest, WireResponse } from "../service.ts";
import { jsonFailure, parseJson, toJson } from "../wire/json.ts";
import { type RestRequest, type Route, restService } from "../wire/rest.ts";
import type { Foundation } from "../world.ts";
import type { Targets } from "./delivery.ts";
import { checkEnum, constraint, type ScheduleRequest } from "./schedule.ts";
import { type Entry, Schedules } from "./schedules.ts";

export interface Scheduler {
  readonly service: Service;
  /** CreateSchedule without the wire; returns the schedule's ARN. */
  create(region: string, request: ScheduleRequest): string;
  /** Of all schedules in a Region. */
  names(region: string): readonly string[];
  /** Nothing fires any more. */
  stop(): void;
}

/** Of one page. */
const MOST_SCHEDULES = 100;

export function createScheduler(foundation: Foundation, targets: Targets): Scheduler {
  const schedules = new Schedules(foundation, targets);
  return {
    service: restService({
      name: "scheduler",
      scope: "regional",
      failure: (error, requestId) => jsonFailure(error, requestId),
      denied: (message) => new AwsError("AccessDeniedException", message, { status: 403 }),
      deedsOf: (operation, request, { region }) => {
        const [, name] = /^\/schedules\/(.+)$/.exec(request.path) ?? [];
        const all = `arn:aws:scheduler:${region}:${foundation.accountId}:schedule`;
        const resource = name === undefined ? "*" : `${all}/default/${decodeURIComponent(name)}`;
        return [{ action: `scheduler:${operation}`, resource }, ...passing(operation, request)];
      },
      routes: routes(schedules),
    }),
    create: (region, request) => schedules.create(region, request).arn,
    names: (region) => schedules.list(region).map(({ schedule }) => schedule.name),
    stop: () => schedules.stop(),
  };
}

/** Whoever makes a schedule hands Scheduler a role, and must be allowed to. */
function passing(operation: string, request: WireRequest): readonly Deed[] {
  if (operation !== "CreateSchedule" && operation !== "UpdateSchedule") return [];
  const { Target } = parseJson(request) as ScheduleRequest;
  if (typeof Target?.RoleArn !== "string") return [];
  const values = { "iam:PassedToService": ["scheduler.amazonaws.com"] };
  return [{ action: "iam:PassRole", resource: Target.RoleArn, values }];
}

function routes(schedules: Schedules): readonly Route[] {
  const path = "/schedules/{Name}";
  return [
    {
      operation: "CreateSchedule",
      method: "POST",
      path,
      run: (request, { region }) =>
        json({ ScheduleArn: schedules.create(region, asked(request)).arn }),
    },
    {
      operation: "UpdateSchedule",
      method: "PUT",
      path,
      run: (request, { region }) =>
        json({ ScheduleArn: schedules.update(region, asked(request)).arn }),
    },
    {
      operation: "GetSchedule",
      method: "GET",
      path,
      run: ({ params, query }, { region }) => {
        checkGroup(query.get("groupName"));
        return json(described(schedules.find(region, params["Name"] ?? "")));
      },
    },
    {
      operation: "DeleteSchedule",
      method: "DELETE",
      path,
      run: ({ params, query }, { region }) => {
        checkGroup(query.get("groupName"));
        schedules.remove(region, params["Name"] ?? "");
        return json({});
      },
    },
    {
      operation: "ListSchedules",
      method: "GET",
      path: "/schedules",
      run: ({ query }, { region }) => json(listed(schedules.list(region), query)),
    },
  ];
}

function asked(request: RestRequest): ScheduleRequest {
  const body = parseJson(request) as ScheduleRequest;
  checkGroup(body.GroupName ?? null);
  return { ...body, Name: request.params["Name"] };
}

function checkGroup(name: string | null): void {
  if ((name ?? "default") === "default") return;
  throw new AwsError("ResourceNotFoundException", `Schedule group ${name} does not exist.`, {
    status: 404,
  });
}

function described({ arn, createdAt, modifiedAt, schedule }: Entry): object {
  return {
    Arn: arn,
    GroupName: "default",
    Name: schedule.name,
    ScheduleExpression: schedule.expressionText,
    ScheduleExpressionTimezone: schedule.zone,
    StartDate: date(schedule.startDate),
    EndDate: date(schedule.endDate),
    Description: schedule.description,
    State: schedule.enabled ? "ENABLED" : "DISABLED",
    CreationDate: new Date(createdAt),
    LastModificationDate: new Date(modifiedAt),
    Target: schedule.target,
    FlexibleTimeWindow: { Mode: "OFF" },
    ActionAfterCompletion: schedule.deletedAfterCompletion ? "DELETE" : "NONE",
  };
}

function listed(entries: readonly Entry[], query: URLSearchParams): object {
  checkGroup(query.get("ScheduleGroup"));
  const prefix = query.get("NamePrefix") ?? "";
  const state = query.get("State");
  const after = query.get("NextToken") ?? "";
  const size = Number(query.get("MaxResults") ?? MOST_SCHEDULES);
  if (!(size >= 1 && size <= MOST_SCHEDULES)) {
    const rule =
      size > 1 ? `less than or equal to ${MOST_SCHEDULES}` : "greater than or equal to 1";
    throw constraint("maxResults", size, `Member must have value ${rule}`);
  }
  checkEnum("state", state ?? undefined, ["ENABLED", "DISABLED"]);
  const matching = entries.filter(
    ({ schedule: { name, enabled } }) =>
      name.startsWith(prefix) &&
      name > after &&
      (state === null || state === (enabled ? "ENABLED" : "DISABLED")),
  );
  const page = matching.slice(0, size);
  return {
    Schedules: page.map(summary),
    ...(matching.length > page.length ? { NextToken: page.at(-1)?.schedule.name } : {}),
  };
}

function summary({ arn, createdAt, modifiedAt, schedule }: Entry): object {
  return {
    Arn: arn,
    Name: schedule.name,
    GroupName: "default",
    State: schedule.enabled ? "ENABLED" : "DISABLED",
    CreationDate: new Date(createdAt),
    LastModificationDate: new Date(modifiedAt),
    Target: { Arn: schedule.target.Arn },
  };
}

function date(at: number | null): Date | undefined {
  return at === null ? undefined : new Date(at);
}

function json(body: object): WireResponse {
  return { status: 200, headers: { "content-type": "application/json" }, body: toJson(body) };
}
