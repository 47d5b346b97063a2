// Stands in for the SDK's clients: a command goes straight to the pretend service that it is for, past the
// same gate and its faults, with the same retries, time limits and errors, and nothing is written out or
// read back in between.

import type { Clock } from "pretend-aws/clock.ts";
import type { Principal } from "pretend-aws/iam/principal.ts";
import type { Context } from "pretend-aws/service.ts";
import { answered } from "pretend-aws/wire/in-process.ts";
import {
  acting,
  type ClientUse,
  type Place,
  type RetryStrategy,
  type Runtime,
} from "../../aws/sdk/clients.ts";
import { asSdkTells, retryTypeOf } from "./sdk-errors.ts";

/** One command on its way to a service. */
export interface Sent {
  readonly service: string;
  /** As the API calls it: "PutItem". */
  readonly operation: string;
  readonly input: object;
  readonly context: Context;
}

/** Passes the gate and answers with what the command's output is; a promise only for what takes time. */
export type CommandAnswer = (sent: Sent) => unknown;

export interface MemorySdk {
  readonly clock: Clock;
  readonly retries: NonNullable<Runtime["retries"]>;
  readonly answer: CommandAnswer;
  /** In whose name a client calls. */
  readonly principalOf: (place: Place, use: ClientUse) => Principal;
  /** The HTTP date of an answer. */
  readonly date: () => string;
}

interface Command {
  readonly input: object;
}

interface Options {
  readonly abortSignal?: AbortSignal;
}

type Next = (args: object) => Promise<{ readonly response: unknown; readonly output: unknown }>;
type Middleware = (next: Next, context: { readonly commandName: string }) => Next;

const GLOBAL: ReadonlySet<string> = new Set(["route53"]);

/** Makes what `Runtime.client` asks for. */
export function standIns(standing: MemorySdk): NonNullable<Runtime["client"]> {
  return (place, use) => standIn(standing, place, use);
}

function standIn(standing: MemorySdk, place: Place, use: ClientUse): object {
  const { region, service, retryPolicy = acting } = use;
  const strategy = newer(use.retryStrategy ?? standing.retries(service, retryPolicy.attempts));
  const context: Context = {
    region: GLOBAL.has(service) ? "global" : region,
    caller: { name: place.caller, region: place.region },
    principal: standing.principalOf(place, use),
  };
  const waiting = { clock: standing.clock, requestTimeout: retryPolicy.requestTimeout };
  const layers: Middleware[] = [];
  return {
    middlewareStack: { add: (layer: Middleware) => void layers.push(layer) },
    destroy: () => undefined,
    send: (command: Command, { abortSignal: signal }: Options = {}) => {
      const sent = { service, operation: operationOf(command), input: command.input, context };
      const once = () => attempt(standing, sent, { waiting, signal });
      return retried(
        strategy,
        layers.length === 0 ? once : () => layered(standing, { layers, sent }, once),
      );
    },
  };
}

const operations = new Map<unknown, string>();

/** "PutItemCommand" is "PutItem". */
function operationOf({ constructor: kind }: Command): string {
  const known = operations.get(kind);
  if (known !== undefined) return known;
  const operation = kind.name.slice(0, -"Command".length);
  operations.set(kind, operation);
  return operation;
}

/** A promise only of what takes time. */
function attempt(
  { answer }: MemorySdk,
  sent: Sent,
  waits: Parameters<typeof answered>[1],
): unknown {
  const told = (error: unknown) => {
    throw asSdkTells(sent.service, error);
  };
  if (waits.signal?.aborted === true) return answered(new Promise(() => undefined), waits);
  try {
    const said = answer(sent);
    return said instanceof Promise ? answered(said, waits).catch(told) : said;
  } catch (error) {
    return told(error);
  }
}

/** What was added to the client sees the answer as it comes from the wire: its date is all that anybody asks. */
async function layered(
  { date }: MemorySdk,
  { layers, sent }: { readonly layers: readonly Middleware[]; readonly sent: Sent },
  answer: () => unknown,
): Promise<unknown> {
  let refusal: unknown = null;
  const innermost: Next = async () => {
    const response = { headers: { date: date() } };
    try {
      return { response, output: await answer() };
    } catch (error) {
      if (!(error instanceof Error && "$metadata" in error)) throw error;
      refusal = error;
      return { response, output: null };
    }
  };
  const context = { commandName: `${sent.operation}Command` };
  const outermost = layers.reduce((next, layer) => layer(next, context), innermost);
  const { output } = await outermost({ input: sent.input });
  if (refusal !== null) throw refusal;
  return output;
}

type NewerStrategy = Extract<RetryStrategy, { readonly recordSuccess: unknown }>;

type Token = Awaited<ReturnType<NewerStrategy["acquireInitialRetryToken"]>>;

/** Every strategy that a client is given here is of the newer kind. */
function newer(strategy: RetryStrategy): NewerStrategy {
  return strategy as NewerStrategy;
}

const firstTokens = new WeakMap<NewerStrategy, Token>();

async function retried(strategy: NewerStrategy, once: () => unknown): Promise<unknown> {
  // Each call has the same one, and few need it.
  const first = firstTokens.get(strategy) ?? (await strategy.acquireInitialRetryToken(""));
  firstTokens.set(strategy, first);
  let token = first;
  for (;;) {
    try {
      const said = once();
      const output = said instanceof Promise ? await said : said;
      strategy.recordSuccess(token);
      return output;
    } catch (error) {
      const errorType = retryTypeOf(error);
      const again = { error, errorType } as never;
      token = await strategy.refreshRetryTokenForRetry(token, again).catch(() => {
        throw error;
      });
    }
  }
}
