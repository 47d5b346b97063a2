// Statements as policies that AWS takes: a managed policy has 6,144 characters at the most, white space not
// counted, and ten of them can be attached to a role, group or user without asking AWS for more.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html

import { documentOf, type PolicyDocument, type PolicyStatement } from "./statement.ts";

export const MOST_CHARACTERS = 6_144;
export const MOST_ATTACHED = 10;

export interface Part {
  /** "cognito-failover-production-deploy-1" */
  readonly name: string;
  readonly part: number;
  readonly of: number;
  /** As AWS counts them. */
  readonly characters: number;
  /** The names of its statements. */
  readonly holds: readonly string[];
  readonly document: PolicyDocument;
}

/** In as few parts as their order allows; each statement stays whole, unless it alone is too long. */
export function fitted(name: string, statements: readonly PolicyStatement[]): readonly Part[] {
  const parts: PolicyStatement[][] = [];
  for (const statement of statements.flatMap(split)) {
    const last = parts.at(-1);
    const isRoom = last !== undefined && charactersOf([...last, statement]) <= MOST_CHARACTERS;
    if (isRoom) last.push(statement);
    else parts.push([statement]);
  }
  return parts.map((own, index) => ({
    name: parts.length === 1 ? name : `${name}-${index + 1}`,
    part: index + 1,
    of: parts.length,
    characters: charactersOf(own),
    holds: own.map(({ sid }) => sid),
    document: documentOf(own),
  }));
}

export function charactersOf(statements: readonly PolicyStatement[]): number {
  return JSON.stringify(documentOf(statements)).replace(/\s/g, "").length;
}

/** A statement about very many things becomes several about fewer each. */
function split(statement: PolicyStatement): readonly PolicyStatement[] {
  const { resources, sid } = statement;
  if (charactersOf([statement]) <= MOST_CHARACTERS || resources.length < 2) return [statement];
  const half = Math.ceil(resources.length / 2);
  return [
    ...split({ ...statement, sid: `${sid}A`, resources: resources.slice(0, half) }),
    ...split({ ...statement, sid: `${sid}B`, resources: resources.slice(half) }),
  ];
}
