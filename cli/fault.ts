// Faults in a served pretend AWS: set, listed, cleared.

import { ActionError } from "../core/errors.ts";
import { readWorld } from "./settings.ts";

interface FaultOptions {
  readonly endpoints: string;
  readonly region?: string;
  readonly service?: string;
  readonly operation?: string;
  readonly vantage?: string;
  readonly rate?: string;
}

export async function add(effect: string, options: FaultOptions): Promise<void> {
  const { region, service, operation, vantage, rate } = options;
  const fault = {
    region,
    service,
    operation,
    vantage,
    ...(rate === undefined ? {} : { rate: Number(rate) }),
    effect: effectOf(effect),
  };
  print(await ask(options, { method: "POST", body: fault }));
}

export async function list(options: FaultOptions): Promise<void> {
  print(await ask(options, { method: "GET" }));
}

export async function clear(id: string | undefined, options: FaultOptions): Promise<void> {
  print(await ask(options, { method: "DELETE", path: id === undefined ? "" : `/${id}` }));
}

/** "delay:500", "status:503", "reset", "InternalErrorException:500" */
function effectOf(text: string): object {
  const [word = "", number] = text.split(":");
  if (word === "reset" || word === "blackHole") return { kind: word };
  if (word === "delay") return { kind: "delay", ms: Number(number) };
  if (word === "status") return { kind: "status", status: Number(number) };
  if (/^[A-Z]\w+$/.test(word)) {
    return {
      kind: "error",
      name: word,
      ...(number === undefined ? {} : { status: Number(number) }),
    };
  }
  throw new ActionError({
    code: "InvalidInput",
    cannot: "set the fault",
    must: "the effect must be reset, blackHole, delay:MS, status:CODE or the name of an AWS error",
    value: text,
    next: "cognito-failover fault add --help",
  });
}

interface Request {
  readonly method: "GET" | "POST" | "DELETE";
  /** After "/_pretend/faults". */
  readonly path?: string;
  readonly body?: object;
}

async function ask({ endpoints }: FaultOptions, { method, path = "", body }: Request) {
  const world = await readWorld(endpoints);
  const response = await fetch(`${world.global.endpoint}/_pretend/faults${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (response.ok) return answer;
  const message = (answer as { message?: unknown }).message;
  throw new ActionError({
    code: "InvalidInput",
    cannot: "do that with the fault",
    must: String(message ?? `the pretend AWS must take it (HTTP ${response.status})`),
    next: "cognito-failover fault add --help",
  });
}

function print(value: unknown): void {
  console.log(JSON.stringify(value));
}
