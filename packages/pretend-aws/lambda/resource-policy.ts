// The policy of a function: who may invoke it beside those whose own policies say so. GetPolicy, AddPermission,
// RemovePermission.

import type { AddPermissionRequest } from "@aws-sdk/client-lambda";
import { AwsError } from "../aws-error.ts";
import type { WrittenStatement } from "../iam/policy.ts";
import { notFound } from "./function-name.ts";

export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: WrittenStatement | readonly WrittenStatement[];
}

/** The statement and the policy with it. */
export function withPermission(
  arn: string,
  document: PolicyDocument | null,
  asked: Partial<AddPermissionRequest>,
): { readonly statement: WrittenStatement; readonly policy: PolicyDocument } {
  const { StatementId: Sid = "" } = asked;
  const before = statementsOf(document);
  if (before.some((statement) => statement.Sid === Sid)) {
    throw new AwsError(
      "ResourceConflictException",
      `The statement id (${Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      { status: 409, members: { Type: "User" } },
    );
  }
  const statement = statementOf(arn, asked);
  const policy = { Version: "2012-10-17", Id: "default", Statement: [...before, statement] };
  return { statement, policy };
}

/** Null once its last statement is gone. */
export function withoutPermission(
  document: PolicyDocument | null,
  sid: string,
): PolicyDocument | null {
  const before = statementsOf(document);
  const Statement = before.filter((statement) => statement.Sid !== sid);
  if (Statement.length === before.length) {
    throw notFound(`Statement ${sid} is not found in resource policy.`);
  }
  return Statement.length === 0 ? null : { ...document, Statement };
}

function statementOf(arn: string, asked: Partial<AddPermissionRequest>): WrittenStatement {
  const { Principal = "", SourceArn, SourceAccount, Action = "" } = asked;
  const Condition = {
    ...(SourceAccount === undefined
      ? {}
      : { StringEquals: { "AWS:SourceAccount": SourceAccount } }),
    ...(SourceArn === undefined ? {} : { ArnLike: { "AWS:SourceArn": SourceArn } }),
  };
  return {
    ...(asked.StatementId === undefined ? {} : { Sid: asked.StatementId }),
    Effect: "Allow",
    Principal: principalOf(Principal),
    Action,
    Resource: arn,
    ...(Object.keys(Condition).length === 0 ? {} : { Condition }),
  };
}

function principalOf(written: string): unknown {
  if (written === "*") return "*";
  if (written.endsWith(".amazonaws.com")) return { Service: written };
  return { AWS: /^\d{12}$/.test(written) ? `arn:aws:iam::${written}:root` : written };
}

function statementsOf(document: PolicyDocument | null): readonly WrittenStatement[] {
  return document === null ? [] : [document.Statement].flat();
}
