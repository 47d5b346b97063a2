// Does a resource's own policy let a service of AWS do something? Allowed, not allowed, or nobody can tell: where it
// hangs on a condition that is not known here, or on a principal that may or may not mean a service.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html

import { matches } from "../values/wildcard.ts";
import { type Certainty, conditionsHold, type RequestContext } from "./conditions.ts";
import { type ResourceStatement, statementsOf } from "./resource-policy.ts";

export interface ServiceRequest {
  /** "cognito-idp.amazonaws.com" */
  readonly service: string;
  /** "kms:Decrypt" */
  readonly action: string;
  readonly resource: string;
  readonly context: RequestContext;
}

export type Permitted = "allowed" | "notAllowed" | "cannotTell";

export function permits(policy: string, request: ServiceRequest): Permitted {
  const statements = statementsOf(policy);
  if (statements === null) return "cannotTell";
  const matching = (effect: ResourceStatement["Effect"]) =>
    statements.filter(({ Effect }) => Effect === effect).map((one) => applies(one, request));
  const [denied, allowed] = [matching("Deny"), matching("Allow")];
  if (denied.includes(true)) return "notAllowed";
  if (!allowed.includes(true) && !allowed.includes(null)) return "notAllowed";
  return allowed.includes(true) && !denied.includes(null) ? "allowed" : "cannotTell";
}

function applies(statement: ResourceStatement, request: ServiceRequest): Certainty {
  const { Action, NotAction, Resource, NotResource, Condition } = statement;
  const all = [
    fits({ named: Action, spared: NotAction }, request.action, isAction),
    fits({ named: Resource, spared: NotResource }, request.resource, matches),
    isFor(statement, request),
    conditionsHold(Condition, contextOf(request)),
  ];
  if (all.includes(false)) return false;
  return all.includes(null) ? null : true;
}

interface Named {
  readonly named: readonly string[] | undefined;
  readonly spared: readonly string[] | undefined;
}

function fits(
  { named, spared }: Named,
  text: string,
  isOne: (pattern: string, text: string) => boolean,
): Certainty {
  if (named !== undefined) return named.some((pattern) => isOne(pattern, text));
  if (spared !== undefined) return !spared.some((pattern) => isOne(pattern, text));
  return null;
}

function isAction(pattern: string, action: string): boolean {
  return matches(pattern.toLowerCase(), action.toLowerCase());
}

/** "*" means everyone, and of services AWS says neither that nor the contrary. */
function isFor(
  { Principal, NotPrincipal }: ResourceStatement,
  { service }: ServiceRequest,
): Certainty {
  if (NotPrincipal !== undefined || Principal === undefined) return null;
  if (Principal === "*") return null;
  if (Principal["Service"]?.some((one) => one === service || one === "*") === true) return true;
  return Principal["AWS"]?.includes("*") === true ? null : false;
}

/** What AWS says of a service that calls in its own name, besides what the request says. */
function contextOf({ service, context }: ServiceRequest): RequestContext {
  return new Map([
    ["aws:principalisawsservice", "true"],
    ["aws:principalservicename", service],
    ...context,
  ]);
}
