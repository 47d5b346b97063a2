// What does a rule of a web ACL do to whom? In goes the rule as WAF describes it, out comes one text that is the same in
// two Regions where the rules are. What is a Region's own is left out: ARNs keep kind and name of what they point at,
// and metrics and samples stop nobody. What is in an IP set is not looked at.

export interface DescribedRule {
  readonly Statement?: unknown;
  readonly Action?: unknown;
  readonly OverrideAction?: unknown;
}

export function effectOf({ Statement, Action, OverrideAction }: DescribedRule): string {
  return JSON.stringify(plainOf({ Statement, Action: Action ?? OverrideAction }));
}

/** Keys in order, without those that say nothing. */
function plainOf(value: unknown): unknown {
  if (typeof value === "string") return withoutPlace(value);
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) return value.map(plainOf);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([name, one]) => one !== undefined && name !== "VisibilityConfig")
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, one]) => [name, plainOf(one)]));
}

/** "arn:aws:wafv2:us-east-1:111122223333:regional/ipset/office/1234" has an id of its own in each Region. */
function withoutPlace(text: string): string {
  const [arn, , service, , , resource = ""] = text.split(":");
  if (arn !== "arn" || service !== "wafv2") return text;
  return resource.split("/").slice(0, 3).join("/");
}
