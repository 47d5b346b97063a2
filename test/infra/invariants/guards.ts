// Who ends a practice that nobody else ends.

import { names } from "../../../stacks/names.ts";
import { topicRegionsOf } from "../../../stacks/permissions/given.ts";
import { all, allows, type FunctionInputs, type RoleInputs, roleOf, statementsOf } from "../ask.ts";
import type { Graph } from "../graph.ts";
import { ACCOUNT } from "../mocks.ts";
import { differ, when } from "./breach.ts";

/** What a guard needs none of: it must work when home is gone, and may not end but restore. */
const FOREIGN = /^(dynamodb|states|lambda|secretsmanager|scheduler|cognito-idp|s3:Delete)/;

export function guards(graph: Graph): string[] {
  const { lambda, notices, role } = names(graph.stage);
  const found = all<FunctionInputs>(graph, "Function").filter(
    ({ inputs }) => inputs.name === lambda("guard"),
  );
  const wanted = topicRegionsOf(graph.config);
  const arns = wanted.map(
    (region) => `arn:aws:lambda:${region}:${ACCOUNT}:function:${lambda("guard")}`,
  );
  const scheduler = all<RoleInputs>(graph, "Role").find(
    ({ inputs }) => inputs.name === role("guard-scheduler"),
  );
  const invokes = statementsOf(scheduler?.inputs).filter(({ Action }) =>
    Action.includes("lambda:InvokeFunction"),
  );
  return [
    ...differ("guards in", found.map(({ region }) => region).sort(), [...wanted].sort()),
    ...differ(
      "schedules may wake",
      invokes.flatMap(({ Resource }) => Resource).sort(),
      arns.sort(),
    ),
    ...found.flatMap(({ name, region, inputs }) => {
      const may = statementsOf(roleOf(graph, inputs.role));
      const topic = `arn:aws:sns:${region}:${ACCOUNT}:${notices}`;
      return [
        ...may
          .flatMap(({ Action }) => Action)
          .filter((action) => FOREIGN.test(action))
          .map((action) => `${name} may ${action}`),
        ...when(
          inputs.environment.variables["NOTICES_TOPIC_ARN"] !== topic,
          `${name} tells nobody in ${region}`,
        ),
        ...when(
          !allows(may, { action: "sns:Publish", resource: topic }),
          `${name} may not tell anybody in ${region}`,
        ),
      ];
    }),
  ];
}
