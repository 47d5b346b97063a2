// Who may touch what in the ledger: a vantage writes its own words alone, what they come to is written by the
// move and the watch, and the token that answers a question is for whoever asks it.

import {
  approvalPartition,
  healthPartition,
  poolPartition,
  readinessPartition,
  signalsPartition,
  vantagePartition,
} from "../../../core/values/partitions.ts";
import { names } from "../../../stacks/names.ts";
import {
  all,
  type FunctionInputs,
  matches,
  type RoleInputs,
  roleOf,
  type Statement,
  statementsOf,
} from "../ask.ts";
import type { Graph } from "../graph.ts";
import { differ } from "./breach.ts";

const KEYS = "dynamodb:LeadingKeys";

/** `ForAllValues` alone would hold for a request without a key. */
export function partitioned(graph: Graph): string[] {
  return all<RoleInputs>(graph, "Role").flatMap(({ name, inputs }) =>
    statementsOf(inputs)
      .filter(({ Action }) => Action.some((action) => action.startsWith("dynamodb:")))
      .filter(({ Condition }) => {
        const { "ForAllValues:StringLike": keys, Null: none } = Condition ?? {};
        return keys?.[KEYS] === undefined || none?.[KEYS]?.[0] !== "false";
      })
      .map(({ Action }) => `${name} may ${Action.join(" ")} in every partition`),
  );
}

const practising = ["complete", "prepare", "shift"].map((word) => `practice-${word}`);
const moving = [
  "assess",
  "check",
  "complete",
  "notify",
  ...practising,
  "prepare",
  "shift",
  "verify",
];
const writes = ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"];
const reads = ["dynamodb:GetItem", "dynamodb:Query"];

export function ownWords(graph: Graph): string[] {
  const { pools } = graph.config;
  const writersOf = (partition: string) => whoMay(graph, writes, partition);
  return pools.flatMap(({ name, vantages }) => [
    ...differ(`writers of ${name}`, writersOf(poolPartition(name)), moving),
    ...vantages.flatMap((vantage) =>
      differ(`writers of ${name} in ${vantage}`, writersOf(vantagePartition(name, vantage)), [
        `probe in ${vantage}`,
      ]),
    ),
    ...differ(`writers of ${name}'s readiness`, writersOf(readinessPartition(name)), ["check"]),
    ...differ(`writers of ${name}'s signals`, writersOf(signalsPartition(name)), ["signals"]),
    ...differ(
      `writers of ${name}'s health`,
      writersOf(healthPartition(name)).filter((who) => who !== "health-event"),
      [],
    ),
    ...differ(`writers of ${name}'s question`, writersOf(approvalPartition(name)), ["notify"]),
    ...differ(`readers of ${name}'s question`, whoMay(graph, reads, approvalPartition(name)), []),
  ]);
}

/** Lambdas by their words, and probes with their Region. */
function whoMay(graph: Graph, actions: readonly string[], partition: string): readonly string[] {
  const word = (name: string) => name.slice(names(graph.stage).lambda("").length);
  const found = all<FunctionInputs>(graph, "Function")
    .filter(({ inputs }) =>
      statementsOf(roleOf(graph, inputs.role)).some(
        (statement) =>
          statement.Action.some((action) => actions.includes(action)) &&
          reaches(statement, partition),
      ),
    )
    .map(({ inputs, region }) =>
      word(inputs.name) === "probe" ? `probe in ${region}` : word(inputs.name),
    );
  return found.toSorted();
}

function reaches({ Condition }: Statement, partition: string): boolean {
  const patterns = Condition?.["ForAllValues:StringLike"]?.[KEYS];
  return patterns === undefined || patterns.some((pattern) => matches(pattern, partition));
}
