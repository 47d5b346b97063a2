// The pretend AWS's own door, at `/_pretend/` of the global endpoint: faults to set and clear, and the
// record of all calls. AWS has no such thing, so nothing of the controller may use it.

import type { Effect, Fault, Faults } from "./faults.ts";
import type { Gate } from "./gate.ts";
import type { WireRequest, WireResponse } from "./service.ts";

export const ADMIN_PATH = "/_pretend/";

export function administer(gate: Gate, request: WireRequest): WireResponse {
  const [, , noun, id] = request.path.split("/");
  switch (`${request.method} ${noun}`) {
    case "GET faults":
      return json(200, gate.faults.list());
    case "POST faults":
      return addFault(gate.faults, request);
    case "DELETE faults":
      if (id === undefined || id === "") gate.faults.clear();
      else if (!gate.faults.remove(id)) return problem(404, `There is no fault "${id}".`);
      return json(200, gate.faults.list());
    case "GET calls":
      return json(200, calls(gate, request.query));
    default:
      return problem(404, `There is no ${request.method} ${request.path}.`);
  }
}

function calls({ calls }: Gate, query: URLSearchParams) {
  const wanted = (name: string, value: string | null) =>
    !query.has(name) || query.get(name) === value;
  return calls.filter(
    ({ region, service, operation, caller }) =>
      wanted("region", region) &&
      wanted("service", service) &&
      wanted("operation", operation) &&
      wanted("caller", caller.name),
  );
}

const MEMBERS = [
  ...["region", "service", "operation", "vantage", "caller", "resource"],
  ...["rate", "from", "until", "effect"],
];

function addFault(faults: Faults, { body }: WireRequest): WireResponse {
  let wish: Partial<Omit<Fault, "id">>;
  try {
    wish = JSON.parse(body.toString("utf8"));
  } catch {
    return problem(400, "A fault is a JSON object.");
  }
  const unknown = Object.keys(wish).find((name) => !MEMBERS.includes(name));
  if (unknown !== undefined) {
    return problem(400, `"${unknown}" is not known: a fault has ${MEMBERS.join(", ")}.`);
  }
  const { effect, rate } = wish;
  if (effect === undefined || !isEffect(effect)) {
    return problem(
      400,
      '"effect" must be {"kind":"reset"}, {"kind":"blackHole"}, {"kind":"delay","ms":500}, {"kind":"status","status":503}, {"kind":"throttle"} or {"kind":"error","name":"InternalErrorException","status":500}.',
    );
  }
  if (rate !== undefined && !(typeof rate === "number" && rate >= 0 && rate <= 1)) {
    return problem(400, '"rate" must be a number from 0 to 1.');
  }
  const instants = [wish.from, wish.until].filter((instant) => instant !== undefined);
  if (!instants.every(Number.isFinite)) {
    return problem(400, '"from" and "until" must be milliseconds since the epoch.');
  }
  return json(201, faults.add({ ...wish, effect }));
}

function isEffect(effect: Partial<Record<string, unknown>> & { kind?: unknown }): effect is Effect {
  switch (effect.kind) {
    case "reset":
    case "blackHole":
    case "throttle":
      return true;
    case "delay":
      return typeof effect["ms"] === "number" && effect["ms"] >= 0;
    case "status":
      return Number.isInteger(effect["status"]) && Number(effect["status"]) >= 200;
    case "error":
      return typeof effect["name"] === "string";
    default:
      return false;
  }
}

function json(status: number, value: unknown): WireResponse {
  return {
    status,
    headers: { "content-type": "application/json" },
    body: `${JSON.stringify(value)}\n`,
  };
}

function problem(status: number, message: string): WireResponse {
  return json(status, { message });
}
