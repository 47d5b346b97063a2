// What of IAM can be called: the simulation. Roles are seeded (iam.ts).

import { AwsError } from "../aws-error.ts";
import type { Service } from "../service.ts";
import { type Form, queryService } from "../wire/query.ts";
import type { Foundation } from "../world.ts";
import type { Entity, Iam } from "./iam.ts";
import type { Principal } from "./principal.ts";
import { invalidInput, noSuchEntity, notEmulated } from "./refusals.ts";
import { type Asked, simulate } from "./simulate.ts";

const ENTITY = /^arn:aws[\w-]*:iam::\d{12}:(?:user|role|group)\/.+$/;
const USER = /^arn:aws[\w-]*:iam::\d{12}:user\/.+$/;
const LEFT_OUT = ["PolicyExclusionList", "ResourceHandlingOption", "ResourceOwner"];
const PER_PAGE = 100;
const MOST = 1_000;

export function iamService({ iam, random }: Pick<Foundation, "iam" | "random">): Service {
  return queryService({
    ...{ name: "iam", scope: "global", version: "2010-05-08", random },
    namespace: "https://iam.amazonaws.com/doc/2010-05-08/",
    deedsOf: (operation, { PolicySourceArn = "*" }) => [
      { action: `iam:${operation}`, resource: String(PolicySourceArn) },
    ],
    denied: (message) => new AwsError("AccessDenied", message, { status: 403 }),
    operations: {
      SimulatePrincipalPolicy: (form) => {
        const left = LEFT_OUT.find((member) => Object.hasOwn(form, member));
        if (left !== undefined) throw notEmulated(`SimulatePrincipalPolicy with ${left}`);
        const asked = form as Form & Asked;
        const source = entityOf(iam, asked.PolicySourceArn ?? "");
        if (asked.ActionNames === undefined) throw invalidInput("ActionNames must be given.");
        return paged(simulate(source, callerOf(iam, source, asked), asked), form);
      },
    },
  });
}

function entityOf(iam: Iam, arn: string): Entity {
  if (!ENTITY.test(arn)) throw invalidInput(`Invalid Entity Arn: ${arn}`);
  const entity = iam.entity(arn);
  if (entity === null) throw noSuchEntity(arn);
  return entity;
}

/** The Principal of a resource's policy is compared with a user, and with nobody else. */
function callerOf(iam: Iam, { principal }: Entity, asked: Asked): Principal | null {
  const { CallerArn, ResourcePolicy } = asked;
  if (CallerArn !== undefined) {
    if (!USER.test(CallerArn)) throw invalidInput(`Invalid Caller Arn: ${CallerArn}`);
    return entityOf(iam, CallerArn).principal;
  }
  if (ResourcePolicy !== undefined && principal.kind === "role") {
    throw invalidInput("CallerArn is required with ResourcePolicy, unless the source is a user.");
  }
  return null;
}

function paged(all: readonly object[], { MaxItems = String(PER_PAGE), Marker = "0" }: Form) {
  const count = Number(MaxItems);
  if (!Number.isInteger(count) || count < 1 || count > MOST) {
    throw new AwsError("ValidationError", `MaxItems must be from 1 to ${MOST}.`);
  }
  const from = Number(Marker);
  if (!Number.isInteger(from) || from < 0) throw invalidInput(`Invalid Marker: ${String(Marker)}`);
  const past = from + count;
  const isTruncated = past < all.length;
  return {
    EvaluationResults: all.slice(from, past),
    IsTruncated: isTruncated,
    ...(isTruncated ? { Marker: String(past) } : {}),
  };
}
