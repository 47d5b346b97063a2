// The pretend Lambda: handlers of this process registered as functions of a Region, invoked over the
// wire or by another pretend service.

import type { Principal } from "../iam/principal.ts";
import type { Caller, Service } from "../service.ts";
import type { Foundation } from "../world.ts";
import type { Outcome } from "./execution.ts";
import { functionArn, LATEST, nameIn, qualifierIn } from "./function-name.ts";
import { type FunctionSettings, Functions, type LambdaFunction } from "./functions.ts";
import { type Accepted, checkSize, type Invocation, type Invoked } from "./invocation.ts";
import { drain } from "./queue.ts";
import { deniedInvoke, INVOKE, lambdaService } from "./wire.ts";

export interface Lambda {
  readonly service: Service;
  /** Returns the function's ARN; a name registered again is replaced. */
  register(settings: FunctionSettings): string;
  unregister(region: string, name: string): void;
  /** For the other pretend services: passes the gate, so that faults of the Region strike. */
  invoke(invocation: Invocation): Promise<Invoked>;
  /** Handlers running now, in all Regions. */
  readonly inFlight: number;
}

/** What Lambda tells CloudWatch of each run, in the function's Region. */
export type ReportRun = (metric: {
  readonly region: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
  readonly unit: string;
}) => void;

export function createLambda(
  foundation: Foundation,
  { report }: { readonly report?: ReportRun } = {},
): Lambda {
  const { clock, random, gate, iam } = foundation;
  const functions = new Functions(foundation);

  /** What was throttled has not run, and is no invocation. */
  async function run(code: LambdaFunction, event: string, requestId: string): Promise<Outcome> {
    const outcome = await functions.run(code, event, requestId);
    const { region, name } = code;
    const about = { region, namespace: "AWS/Lambda", dimensions: { FunctionName: name } };
    report?.({ ...about, metric: "Invocations", value: 1, unit: "Count" });
    const errors = outcome.functionError === null ? 0 : 1;
    report?.({ ...about, metric: "Errors", value: errors, unit: "Count" });
    return outcome;
  }

  /** The first run is the caller's call already; each further one is a call of Lambda's own. */
  async function runLater(code: LambdaFunction, event: string, requestId: string): Promise<void> {
    const caller: Caller = { name: "lambda", region: code.region };
    const call = { region: code.region, service: "lambda", operation: "Invoke", caller };
    await drain(clock, {
      retries: code.retries ?? 2,
      run: (attempt) => {
        const once = () => run(code, event, requestId);
        return attempt === 0 ? once() : gate.pass(call, once);
      },
    });
  }

  function assertMayInvoke({
    region,
    functionName,
    qualifier,
    principal,
    sourceArn,
  }: Pick<Invocation, "region" | "functionName" | "qualifier"> & {
    readonly principal: Principal;
    readonly sourceArn: string | undefined;
  }): void {
    const arn = functionArn(foundation, region, nameIn(functionName));
    const source = { "aws:SourceArn": sourceArn ?? "", "aws:SourceAccount": foundation.accountId };
    const values = sourceArn === undefined ? {} : source;
    const resource = functions.policyOf(arn);
    const qualified = `${arn}${qualifierIn(functionName, qualifier)}`;
    const deed = { action: INVOKE, resource: qualified, values };
    iam.allow(principal, deed, { region, resource, asName: deniedInvoke });
  }

  async function invoke(accepted: Accepted): Promise<Invoked> {
    const { region, functionName, qualifier, event, type = "RequestResponse" } = accepted;
    const code = functions.find(region, functionName, qualifier);
    functions.assertActive(code);
    checkSize(event, type);
    const requestId = random.uuid();
    const answer = { functionError: null, payload: null, executedVersion: LATEST, requestId };
    if (type === "DryRun") return { ...answer, statusCode: 204 };
    if (type === "Event") {
      void runLater(code, event, requestId);
      return { ...answer, statusCode: 202 };
    }
    return { ...answer, ...(await run(code, event, requestId)), statusCode: 200 };
  }

  return {
    service: lambdaService(
      {
        invoke,
        find: (region, reference, qualifier) => functions.find(region, reference, qualifier),
        change: (code, settings) => functions.change(code, settings),
      },
      foundation,
    ),
    register: (settings) => functions.add(settings),
    unregister: (region, name) => functions.remove(region, name),
    invoke: ({ caller, payload = {}, principal = iam.administrator, sourceArn, ...invocation }) => {
      const { region, functionName, qualifier } = invocation;
      const resource = nameIn(functionName);
      const call = { region, service: "lambda", operation: "Invoke", caller, resource };
      return gate.pass(call, () => {
        // With a function its policy is gone, and with that all that a service could be refused by.
        if (principal.kind === "service") functions.find(region, functionName, qualifier);
        assertMayInvoke({ region, functionName, qualifier, principal, sourceArn });
        return invoke({ ...invocation, event: JSON.stringify(payload) });
      });
    },
    get inFlight() {
      return functions.inFlight;
    },
  };
}
