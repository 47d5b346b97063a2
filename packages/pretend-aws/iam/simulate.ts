// SimulatePrincipalPolicy: what the policies of a role or user say of calls that nobody makes. It knows of a call what it is
// told, so that a condition on anything else does not hold; and a resource's own policy it takes for users alone.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html

import type {
  EvaluationResult,
  PolicyEvaluationDecisionType,
  ResourceSpecificResult,
  SimulatePrincipalPolicyRequest,
} from "@aws-sdk/client-iam";
import { conditionKey, type KeyValues } from "./condition-keys.ts";
import { keysOf } from "./conditions.ts";
import { type Decision, decide, type Policies } from "./decide.ts";
import type { Entity } from "./iam.ts";
import { type Deed, type Policy, readPolicy } from "./policy.ts";
import type { Principal } from "./principal.ts";
import { invalidInput } from "./refusals.ts";

export type Asked = Partial<SimulatePrincipalPolicyRequest>;

interface Simulation {
  readonly principal: Principal;
  readonly policies: Policies;
  readonly values: KeyValues;
}

/** A result for each action, in the order that was asked. */
export function simulate(
  source: Entity,
  caller: Principal | null,
  asked: Asked,
): readonly EvaluationResult[] {
  const { PolicyInputList = [], PermissionsBoundaryPolicyInputList = [] } = asked;
  const [boundary, second] = PermissionsBoundaryPolicyInputList;
  if (second !== undefined) throw invalidInput("Only one permissions boundary may be given.");
  const simulation: Simulation = {
    principal: caller ?? source.principal,
    policies: {
      identity: [...source.policies.identity, ...PolicyInputList.map(readPolicy)],
      boundary: boundary === undefined ? source.policies.boundary : readPolicy(boundary),
      resource: asked.ResourcePolicy === undefined ? null : readPolicy(asked.ResourcePolicy),
    },
    values: valuesOf(asked),
  };
  const { ActionNames = [], ResourceArns } = asked;
  return ActionNames.map((action) => resultOf(simulation, action, ResourceArns));
}

function resultOf(
  simulation: Simulation,
  action: string,
  arns: readonly string[] | undefined,
): EvaluationResult {
  if (!/^[\w-]+:[\w*]+$/.test(action)) throw invalidInput(`Invalid Action Name: ${action}`);
  if (arns === undefined) {
    const { EvalResourceName, EvalResourceDecision, ...more } = onOne(simulation, {
      ...{ action, resource: "*" },
    });
    return {
      EvalActionName: action,
      EvalResourceName,
      EvalDecision: EvalResourceDecision,
      ...more,
    };
  }
  const each = arns.map((resource) => onOne(simulation, { action, resource }));
  return {
    ...{ EvalActionName: action, EvalResourceName: arns[0] },
    EvalDecision: worst(each.map((one) => one.EvalResourceDecision)),
    ResourceSpecificResults: each,
  };
}

function onOne({ principal, policies, values }: Simulation, deed: Deed): ResourceSpecificResult {
  const decision = decide(policies, { principal, deed, values });
  const isBounded = decision.kind !== "allowed" && decision.by === "permissions boundary";
  return {
    EvalResourceName: deed.resource,
    EvalResourceDecision: wordOf(decision),
    MissingContextValues: missing(policies, deed, values),
    ...(policies.boundary !== null && {
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: !isBounded },
    }),
  };
}

function wordOf({ kind }: Decision): PolicyEvaluationDecisionType {
  switch (kind) {
    case "allowed":
      return "allowed";
    case "explicitlyDenied":
      return "explicitDeny";
    case "notAllowed":
      return "implicitDeny";
  }
}

function worst(
  all: readonly (PolicyEvaluationDecisionType | undefined)[],
): PolicyEvaluationDecisionType {
  if (all.includes("explicitDeny")) return "explicitDeny";
  return all.includes("implicitDeny") ? "implicitDeny" : "allowed";
}

/** What the statements about the deed ask for and nobody has told. */
function missing({ identity, boundary, resource }: Policies, deed: Deed, values: KeyValues) {
  const all = [...identity, boundary, resource].filter(
    (policy): policy is Policy => policy !== null,
  );
  const keys = all
    .flatMap(({ statements }) => statements)
    .filter((statement) => statement.isAbout(deed))
    .flatMap(({ written }) => keysOf(written.Condition));
  return [...new Set(keys)].filter((key) => values[key] === undefined);
}

function valuesOf({ ContextEntries = [] }: Asked): KeyValues {
  return Object.fromEntries(
    ContextEntries.map(({ ContextKeyName = "", ContextKeyValues = [], ContextKeyType = "" }) => {
      if (ContextKeyName === "" || ContextKeyType === "") {
        throw invalidInput("A context entry needs a name and a type.");
      }
      return [conditionKey(ContextKeyName)?.name ?? ContextKeyName, ContextKeyValues];
    }),
  );
}
