// Whether AWS Health's word about each primary reaches home.

import { all, allows, roleOf, statementsOf, trusted } from "../ask.ts";
import type { Graph } from "../graph.ts";
import { when } from "./breach.ts";

interface RuleInputs {
  readonly name: string;
  readonly eventPattern: string | object;
}

interface TargetInputs {
  readonly arn: string;
  readonly rule: string;
  readonly roleArn: string;
}

export function healthEvents(graph: Graph): string[] {
  const home = graph.config.pools[0]?.secondary ?? "";
  const rules = all<RuleInputs>(graph, "EventRule");
  const targets = all<TargetInputs>(graph, "EventTarget");
  const primaries = [...new Set(graph.config.pools.map(({ primary }) => primary as string))];
  const unheard = primaries.flatMap((primary) =>
    [primary, primary === "us-west-2" ? "us-east-1" : "us-west-2"]
      .filter((region) => region !== home)
      .filter((region) => !rules.some((rule) => rule.region === region && hears(rule, primary)))
      .map((region) => `nobody in ${region} hears of ${primary}`),
  );
  const lost = rules
    .filter(({ region, inputs }) =>
      targets.every((target) => target.region !== region || target.inputs.rule !== inputs.name),
    )
    .map(({ name }) => `${name} goes nowhere`);
  const forwarded = targets.filter(({ inputs }) => !inputs.arn.startsWith("arn:aws:lambda:"));
  const strayed = forwarded.flatMap(({ name, inputs: { arn, roleArn } }) => {
    const role = roleOf(graph, roleArn);
    const may = allows(statementsOf(role), { action: "events:PutEvents", resource: arn });
    return [
      ...when(!arn.startsWith(`arn:aws:events:${home}:`), `${name} does not lead home`),
      ...when(!may || !trusted(role).includes("events.amazonaws.com"), `${name} may not forward`),
    ];
  });
  return [...unheard, ...lost, ...strayed];
}

function hears({ inputs: { eventPattern } }: { inputs: RuleInputs }, primary: string): boolean {
  const pattern = typeof eventPattern === "string" ? JSON.parse(eventPattern) : eventPattern;
  return pattern.source?.includes("aws.health") && pattern.detail?.eventRegion?.includes(primary);
}
