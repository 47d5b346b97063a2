// What a policy for people is made of. All statements allow; what is not said is not allowed.

export interface PolicyStatement {
  /** Its name in the policy, letters and digits alone; the same name is the same statement. */
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** By operator, then by key. */
  readonly condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly object[];
}

/** As IAM writes it. */
export function documentOf(statements: readonly PolicyStatement[]): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: statements.map(({ sid, actions, resources, condition }) => ({
      Sid: sid,
      Effect: "Allow",
      Action: actions,
      Resource: resources,
      ...(condition === undefined ? {} : { Condition: condition }),
    })),
  };
}

/** Nothing where there is nothing that it could be about. */
export function on(
  resources: readonly string[],
  statement: Omit<PolicyStatement, "resources">,
): readonly PolicyStatement[] {
  const distinct = [...new Set(resources)];
  return distinct.length === 0 ? [] : [{ ...statement, resources: distinct }];
}

/** What knows no resources is held to Regions. */
export function inRegions(
  regions: readonly string[],
  statement: Omit<PolicyStatement, "resources" | "condition">,
): readonly PolicyStatement[] {
  if (regions.length === 0) return [];
  const condition = { StringEquals: { "aws:RequestedRegion": [...new Set(regions)] } };
  return [{ ...statement, resources: ["*"], condition }];
}
