// The pretend AWS as one object: services, faults and the record of calls around one clock and one
// seed. wire/server.ts puts it on sockets, wire/in-process.ts under the SDK without any.

import { AwsError } from "./aws-error.ts";
import type { Clock } from "./clock.ts";
import { BareStatus, Faults } from "./faults.ts";
import { Gate } from "./gate.ts";
import { authorize } from "./iam/authorize.ts";
import { Iam } from "./iam/iam.ts";
import { Random } from "./random.ts";
import { checkerOf } from "./route53/checker-header.ts";
import type { Caller, Context, Service, WireRequest, WireResponse } from "./service.ts";
import { unknownService } from "./unknown-service.ts";

/** What every service model is made from. */
export interface Foundation {
  readonly clock: Clock;
  readonly random: Random;
  readonly gate: Gate;
  readonly iam: Iam;
  readonly accountId: string;
  readonly keyBits: number;
  readonly callerOf: CallerOf;
}

/** Who sent a request, for faults that strike one caller alone; null where it does not say. */
export type CallerOf = (request: WireRequest) => Caller | null;

export interface WorldOptions {
  readonly clock: Clock;
  readonly seed?: number;
  readonly accountId?: string;
  /** Of the keys that sign tokens; AWS has 2048, and half of it is five times as fast. */
  readonly keyBits?: number;
  /** Without it every client is foreign. */
  readonly callerOf?: CallerOf;
}

export function foundation({
  clock,
  seed = 1,
  accountId = "123456789012",
  keyBits = 2_048,
  callerOf = () => null,
}: WorldOptions): Foundation {
  const random = new Random(seed);
  const gate = new Gate(clock, new Faults(clock, random));
  return { clock, random, gate, iam: new Iam(accountId), accountId, keyBits, callerOf };
}

type Reached = { readonly services: readonly Service[] } & Pick<
  Foundation,
  "gate" | "iam" | "random" | "callerOf"
>;

/**
 * Finds the service a request is for, passes the gate and answers, with the pretend time as `date`;
 * ConnectionFault goes to the wire.
 */
export async function dispatch(
  reached: Reached,
  region: string,
  request: WireRequest,
): Promise<WireResponse> {
  const response = await answer(reached, region, request);
  // The SDK takes the date of a refusal of what it signed for a sign of its own clock being wrong, and
  // tries again in real time, which on a clock that a test moves is one call too many.
  const isRefused = response.status >= 400 && request.headers["authorization"] !== undefined;
  if (isRefused) return response;
  return { ...response, headers: { date: reached.gate.date, ...response.headers } };
}

async function answer(
  { services, gate, iam, random, callerOf }: Reached,
  region: string,
  request: WireRequest,
): Promise<WireResponse> {
  const scope = region === "global" ? "global" : "regional";
  const requestId = random.uuid();
  const known = services.filter((service) => service.scope === scope);
  const unknown = unknownService(request, scope);
  for (const service of unknown === null ? known : [...known, unknown]) {
    const operation = service.operationOf(request);
    if (operation === null) continue;
    const caller = checkerOf(request) ?? callerOf(request) ?? FOREIGN;
    const isPlain = request.headers["x-forwarded-proto"] === "http";
    const context: Context = { region, caller, principal: iam.principalOf(request), isPlain };
    const user = gate.faults.askForUsers
      ? service.userOf?.(operation, request, context)
      : undefined;
    const target = { region, caller, service: service.name, operation, user };
    const ofService = ({ headers, ...response }: WireResponse): WireResponse => ({
      ...response,
      headers: { ...service.headersFor?.(request), ...headers },
    });
    let isReached = false;
    return gate
      .pass(target, async () => {
        isReached = true;
        authorize(iam, service, { operation, request, context });
        return ofService(await service.handle(operation, request, context));
      })
      .catch((error: unknown) => {
        if (!(error instanceof AwsError)) return bare(error);
        if (!isReached) service.struck?.(operation, request, { region, error });
        return ofService(service.failure(error, requestId));
      });
  }
  return {
    status: 404,
    headers: { "content-type": "text/plain" },
    body: `The pretend AWS has nothing at ${request.method} ${request.path} in ${region}.\n`,
  };
}

/** What stands before the service has a status and nothing of the service's own. */
function bare(error: unknown): WireResponse {
  if (!(error instanceof BareStatus)) throw error;
  const { status, headers, body } = error;
  if (Object.keys(headers).length > 0) return { status, headers, body };
  return { status, headers: { "content-type": "text/html" }, body: "<html></html>" };
}

const FOREIGN: Caller = { name: "foreign", region: null };
