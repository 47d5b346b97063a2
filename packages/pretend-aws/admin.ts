// The pretend AWS's own door, at `/_pretend/` of the global endpoint: faults to set and clear, what
// they can name, and the record of all calls. AWS has no such thing, so nothing of the controller may use it.

import type { Effect, Fault, Faults } from "./faults.ts";
import type { Gate } from "./gate.ts";
import { isInterception } from "./intercepted.ts";
import type { Service, WireRequest, WireResponse } from "./service.ts";
import { strikable } from "./strikable.ts";
import { jsonAnswer, jsonMessage } from "./wire/json-message.ts";

export const ADMIN_PATH = "/_pretend/";

interface Administered {
  readonly gate: Gate;
  readonly services: readonly Service[];
}

export function administer({ gate, services }: Administered, request: WireRequest): WireResponse {
  const [, , noun, id] = request.path.split("/");
  switch (`${request.method} ${noun}`) {
    case "GET faults":
      return jsonAnswer(200, gate.faults.list());
    case "POST faults":
      return addFault(gate.faults, request);
    case "DELETE faults":
      if (id === undefined || id === "") gate.faults.clear();
      else if (!gate.faults.remove(id)) return jsonMessage(404, `There is no fault "${id}".`);
      return jsonAnswer(200, gate.faults.list());
    case "GET services":
      return jsonAnswer(200, strikable(services));
    case "GET calls":
      return jsonAnswer(200, calls(gate, request.query));
    default:
      return jsonMessage(404, `There is no ${request.method} ${request.path}.`);
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
  ...["rate", "users", "from", "until", "effect"],
];

/** More than any fault takes. */
const BODY_BYTES = 64 * 1024;

function addFault(faults: Faults, { headers, body }: WireRequest): WireResponse {
  // A page can send a form or plain text anywhere unasked, but not JSON under its own name.
  if (!/^application\/json *(?:;|$)/i.test(headers["content-type"] ?? "")) {
    return jsonMessage(415, "A fault is sent with content-type: application/json.");
  }
  if (body.length > BODY_BYTES) return jsonMessage(413, "A fault has 64 kB at most.");
  const wish = wishIn(body.toString("utf8"));
  if (wish === null) return jsonMessage(400, "A fault is a JSON object.");
  const unknown = Object.keys(wish).find((name) => !MEMBERS.includes(name));
  if (unknown !== undefined) {
    return jsonMessage(400, `"${unknown}" is not known: a fault has ${MEMBERS.join(", ")}.`);
  }
  const { effect } = wish;
  if (typeof effect !== "object" || effect === null || !isEffect(effect)) {
    return jsonMessage(
      400,
      '"effect" must be {"kind":"reset"}, {"kind":"blackHole"}, {"kind":"lostAnswer"}, {"kind":"delay","ms":500}, {"kind":"status","status":503}, {"kind":"page","page":"gatewayTimeout|wafBlock|wafChallenge|wafCaptcha"}, {"kind":"refuse"}, {"kind":"throttle"} or {"kind":"error","name":"InternalErrorException","status":500}.',
    );
  }
  const share = (["rate", "users"] as const).find((name) => !isShare(wish[name]));
  if (share !== undefined) return jsonMessage(400, `"${share}" must be a number from 0 to 1.`);
  const instants = [wish.from, wish.until].filter((instant) => instant !== undefined);
  if (!instants.every(Number.isFinite)) {
    return jsonMessage(400, '"from" and "until" must be milliseconds since the epoch.');
  }
  return jsonAnswer(201, faults.add({ ...wish, effect }));
}

function wishIn(text: string): Partial<Omit<Fault, "id">> | null {
  try {
    const wish: unknown = JSON.parse(text);
    return typeof wish === "object" && !Array.isArray(wish) ? wish : null;
  } catch {
    return null;
  }
}

function isShare(value: unknown): boolean {
  return value === undefined || (typeof value === "number" && value >= 0 && value <= 1);
}

function isEffect(effect: Partial<Record<string, unknown>> & { kind?: unknown }): effect is Effect {
  switch (effect.kind) {
    case "reset":
    case "blackHole":
    case "lostAnswer":
    case "refuse":
    case "throttle":
      return true;
    case "page":
      return isInterception(effect["page"]);
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
