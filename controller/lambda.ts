// What all Lambdas share: parse the event, make the services once a container, log one line with the
// reason first, and give every error a name that the machines' Retry and Catch rules know.

import middy from "@middy/core";
import type { Context } from "aws-lambda";
import * as z from "zod/mini";
import { type Runtime, systemRuntime } from "../aws/sdk/clients.ts";
import { inShort, signatureOf } from "../aws/sdk/failure-signature.ts";
import { ISOLATED } from "../core/practice/isolated-alias.ts";
import { isPassing } from "../core/probe/classify-failure.ts";
import { parseConfig } from "../core/settings/parse.ts";
import type { Config } from "../core/settings/policy.ts";
import { ActionError, withNext } from "../core/values/errors.ts";
import { remembered } from "../core/values/remembered.ts";
import type { Instant } from "../core/values/types.ts";
import { parseEnvironment, type VariableName } from "./environment.ts";
import type { IsolatedAnswer, IsolatedTask } from "./isolation/isolated.ts";
import { type Made, type Root, services, type Uses } from "./services.ts";

/** One line of the log; Lambda's JSON logging adds time, level and request id. */
export type LogLine = { readonly reason: string } & Readonly<Record<string, unknown>>;

/** Where a Lambda runs: AWS, or the pretend world that brings its own clock and sockets. */
export interface LambdaSurroundings {
  readonly config: unknown;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly runtime?: Runtime;
  /** Makers of services, by the names in a Lambda's `uses`, instead of its own; only simulations bring some. */
  readonly drivers?: Uses;
  readonly log?: (line: LogLine) => void;
}

/** What a handler is given besides its event. */
export interface Invocation {
  readonly now: Instant;
  readonly config: Config;
  readonly log: (line: LogLine) => void;
}

export interface LambdaOptions<Event, U extends Uses, Answer> {
  /** One word everywhere: the file, the state, the log, the transcript. */
  readonly name: string;
  readonly event: z.ZodMiniType<Event>;
  /** The variables that it needs; all are checked before the first run. */
  readonly environment: readonly VariableName[];
  readonly uses: U;
  /** Walks it where it is invoked by its alias for that, and is loaded then; absent: it has none. */
  readonly isolation?: () => Promise<{ readonly isolated: Isolate }>;
  readonly run: (
    services: Made<U>,
    event: Event,
    invocation: Invocation,
  ) => Promise<Answer & { readonly reason: string }>;
}

export type Isolate = <U extends Uses>(task: IsolatedTask<U>) => Promise<IsolatedAnswer>;

export type Handler = (event: unknown, context: Context) => Promise<unknown>;

export interface Lambda {
  readonly name: string;
  readonly environment: readonly VariableName[];
  on(surroundings: LambdaSurroundings): Handler;
}

export function lambda<Event, U extends Uses, Answer>(
  options: LambdaOptions<Event, U, Answer>,
): Lambda {
  const { name, environment } = options;
  return { name, environment, on: (surroundings) => build(options, surroundings) };
}

function build<Event, U extends Uses, Answer>(
  options: LambdaOptions<Event, U, Answer>,
  surroundings: LambdaSurroundings,
): Handler {
  const { name } = options;
  const { runtime = systemRuntime, log = toStandardOut } = surroundings;
  let ready: Started<U> | undefined;
  const handler = async (event: unknown, context: Context) => {
    ready ??= start(options, surroundings, runtime);
    const { services, root } = ready;
    const { config } = root;
    const input = parsed(options, event);
    const run = (made: Made<U>) => options.run(made, input, { now: runtime.now(), config, log });
    const answer = isIsolated(context, event)
      ? await apart(options, { root, surroundings, event, run })
      : await run(services);
    log({ reason: answer.reason, lambda: name });
    return answer;
  };
  // Lambda itself names what ran out of time, as the machines' Retry knows it; middy would, by another clock.
  return middy(handler as Handler, { timeoutEarlyInMillis: 0 }).onError((request) => {
    const error = named(name, request.error);
    log({ reason: error.message, lambda: name, error: error.name, next: error.next });
    // The machine keeps nothing of an error but name and message, and people read it there.
    error.message = withNext(error.message, error.next);
    throw error;
  }) as unknown as Handler;
}

/**
 * By the alias that it was invoked by: who may invoke this alone has nothing written, whatever the event says. An event
 * that says so is enough as well, so that nothing moves should AWS not tell the alias.
 */
function isIsolated({ invokedFunctionArn = "" }: Partial<Context>, event: unknown): boolean {
  const [, , , , , , , alias] = invokedFunctionArn.split(":");
  const said = typeof event === "object" && event !== null && "isolated" in event && event.isolated;
  return alias === ISOLATED || said === true;
}

interface Apart<U extends Uses> extends Pick<IsolatedTask<U>, "root" | "event" | "run"> {
  readonly surroundings: LambdaSurroundings;
}

async function apart<Event, U extends Uses, Answer>(
  { name, uses, isolation }: LambdaOptions<Event, U, Answer>,
  { surroundings: { drivers = {} }, ...task }: Apart<U>,
): Promise<IsolatedAnswer> {
  if (isolation === undefined) {
    const must = "it must be a Lambda of a move";
    throw new ActionError({ code: "Forbidden", cannot: `run ${name} isolated`, must });
  }
  const { isolated } = await isolation();
  return isolated({ name, uses, drivers, ...task });
}

interface Started<U extends Uses> {
  readonly services: Made<U>;
  readonly root: Root;
}

/** Lambda's JSON logging takes the object as it is. */
function toStandardOut(line: LogLine): void {
  // biome-ignore lint/suspicious/noConsole: the console is the log of a Lambda.
  console.info(line);
}

/** Once a container: what a bad deployment breaks is refused before anything is touched. */
function start<Event, U extends Uses, Answer>(
  { name, environment, uses }: LambdaOptions<Event, U, Answer>,
  surroundings: LambdaSurroundings,
  runtime: Runtime,
): Started<U> {
  const { AWS_REGION } = parseEnvironment(["AWS_REGION", ...environment], surroundings.environment);
  const config = validConfig(surroundings.config);
  const root: Root = {
    place: { caller: name, region: AWS_REGION, endpoints: config.endpoints, runtime },
    config,
    home: config.pools[0]?.secondary ?? AWS_REGION,
    source: surroundings.environment,
  };
  const { drivers = {} } = surroundings;
  return { services: services(uses, root, drivers), root };
}

function parsed<Event, U extends Uses, Answer>(
  { name, event: schema }: LambdaOptions<Event, U, Answer>,
  event: unknown,
): Event {
  const result = z.safeParse(schema, event);
  if (result.success) return result.data;
  const paths = result.error.issues.map(({ path }) => path.join(".") || "the event itself");
  throw new ActionError({
    code: "InvalidInput",
    cannot: `run ${name}`,
    must: `its event must have the expected shape; it differs at ${paths.join(", ")}`,
  });
}

/** The Lambdas of a simulation have their settings in common. */
const validConfig = remembered((input): Config => {
  const parsed = parseConfig(input);
  if (parsed.kind === "valid") return parsed.config;
  throw new ActionError({
    code: "InvalidSettings",
    cannot: "start",
    must: `failover.config.ts must be valid: ${parsed.problems.map(({ message }) => message).join(" ")}`,
    next: "docs/settings.md",
  });
});

/** AWS's passing troubles become one retriable name; what is ours keeps its own. */
function named(lambdaName: string, error: unknown): ActionError {
  if (error instanceof ActionError) return error;
  const signature = signatureOf(error);
  const retriable = isPassing(signature);
  return new ActionError({
    code: retriable ? "Unreachable" : "UnexpectedAnswer",
    cannot: `finish ${lambdaName}`,
    must: "AWS must do what was asked",
    value: inShort(signature),
    retriable,
    cause: error,
  });
}
