// Reads a file of scenarios, and says everything that is wrong with it at once. Labels that the file leaves
// out are computed by its rule.

import * as z from "zod/mini";
import { type Problem, problems } from "../../core/settings/problem.ts";
import { oneOf, quantity, rule } from "../../core/settings/setting.ts";
import { nearName } from "../../core/values/nearest-name.ts";
import { label } from "./label.ts";
import { type Corpus, KINDS, LABEL_RULE, type LabelRule, STEPS, VANTAGES } from "./scenario.ts";

export type ReadCorpus =
  | { readonly kind: "valid"; readonly corpus: Corpus }
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] };

export function readCorpus(input: unknown): ReadCorpus {
  const result = file.safeParse(input);
  if (result.success) return { kind: "valid", corpus: complete(result.data) };
  const found = problems(result.error.issues, input).map((problem) => ({
    ...problem,
    message: problem.message
      .replace("use these settings", "use this scenario file")
      .replace("as the settings must", "as it must"),
  }));
  return { kind: "invalid", problems: found };
}

/** Rules between fields run beside other problems, so that all are told at once. */
const BESIDE_OTHERS = { when: () => true };

const share = (next: string) =>
  quantity("a probability from 0 to 1", (value) => value >= 0 && value <= 1, next);
const seconds = (next: string) =>
  quantity("a number of seconds, 0 or more", (value) => value >= 0 && value < 1e9, next);
const optional = z.exactOptional;
const DESCRIBED = "The type Phase in bench/outages/scenario.ts describes each field";
const asked = rule("an object", DESCRIBED);

const ramp = z.union(
  [share("Write 0.3 for 30 %"), z.tuple([share("Write 0.3"), share("Write 0.3")])],
  rule("a probability from 0 to 1, or a pair of them", "Write 0.3, or [0.1, 0.9] for a ramp"),
);
const region = oneOf(["primary", "secondary", "both", "observer"], "Name whom the phase hits");
const target = oneOf(["primary", "secondary"], "Name the targets of the probes that are hit");
const decision = oneOf(["failover", "either", "page", "stay"], "Leave it out to have it computed");
const kind = oneOf(KINDS, "Write how a failure looks to a probe");

const partial = <Key extends string, Value extends z.core.SomeType>(
  keys: readonly Key[],
  value: Value,
) => z.partialRecord(z.enum(keys, rule(`one of ${keys.join(", ")}`, DESCRIBED)), value, asked);

const phase = z
  .looseObject(
    {
      at_s: seconds("Count from the start of the scenario"),
      until_s: seconds("Count from the start of the scenario"),
      region,
      fail: optional(partial([...STEPS, "all"], ramp)),
      kind: optional(
        z.union([kind, partial(KINDS, share("Write 0.6"))], rule("a kind of failure", DESCRIBED)),
      ),
      cells: optional(z.boolean(rule("true or false", DESCRIBED))),
      quota_used: optional(share("Write 0.2 for a fifth of the quota")),
      latency_x: optional(quantity("a number above 0", (value) => value > 0, "Write 3 for slower")),
      cycle: optional(
        z.object(
          {
            on_s: seconds("Write how long it is on"),
            off_s: seconds("Write how long it is off"),
            off_fail: optional(share("Write the share that fails in between")),
          },
          asked,
        ),
      ),
      vantages: optional(z.array(oneOf(VANTAGES, "Name the vantages that see it"))),
      targets: optional(z.array(target)),
      checkers: optional(share("Write the share of public checkers")),
      missing: optional(share("Write 1 for all")),
      metrics_missing: optional(share("Write 1 for all")),
      users_only: optional(z.boolean(rule("true or false", DESCRIBED))),
      harm: optional(share("Write the share of users")),
      cause: optional(z.string()),
      basis: optional(oneOf(["published", "assumed", "mixed"], "Write where the figures are from")),
    },
    asked,
  )
  .check((payload) => misspellings(payload, PHASE_KEYS));

const PHASE_KEYS: readonly string[] = Object.keys(phase.shape);

const scenario = z
  .looseObject(
    {
      id: z.string(rule("a name of its own", 'Write it in kebab-case: "gray-one-in-three"')),
      title: z.prefault(z.string(), ""),
      cls: z.prefault(z.string(), "unnamed"),
      duration_s: seconds("Write how long the scenario is"),
      phases: z.array(phase, rule("a list of phases", "Write [] for an uneventful time")),
      visible_to_probes: z.prefault(z.boolean(rule("true or false", DESCRIBED)), true),
      override: optional(z.object({ decision, reason: z.string() }, asked)),
      decision: optional(decision),
      earliest_act_s: optional(z.nullable(z.number())),
      full_minutes: optional(z.number()),
      gain_minutes: optional(z.number()),
    },
    asked,
  )
  .check(z.check(timesInOrder, BESIDE_OTHERS));

const file = z.looseObject(
  {
    set: z.prefault(z.string(), ""),
    label_rule: z.prefault(
      z.object(
        Object.fromEntries(
          Object.keys(LABEL_RULE).map((key) => [key, z.number(rule("a number", DESCRIBED))]),
        ) as Record<keyof LabelRule, z.ZodMiniNumber>,
        asked,
      ),
      LABEL_RULE,
    ),
    scenarios: z
      .array(scenario, rule("a list of scenarios", "Write { scenarios: [...] }"))
      .check(z.check(idsOnce, BESIDE_OTHERS)),
  },
  rule("an object with a list of scenarios", "Write { scenarios: [...] }"),
);

/** Files carry notes of all kinds, so only a key that is nearly one of ours is refused. */
function misspellings(
  { value, issues }: z.core.ParsePayload<object>,
  known: readonly string[],
): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key) || key === "note") continue;
    const near = nearName(key, known);
    if (near === null) continue;
    const { error: message } = rule("not be misspelt", `Write ${near}, or call it otherwise`);
    issues.push({
      code: "custom",
      path: [key],
      message: message.replace("must be not be", "must not be"),
      input: value,
      params: { value: key },
      continue: true,
    });
  }
}

function timesInOrder({ value, issues }: z.core.ParsePayload): void {
  const { phases, duration_s } = fieldsOf(value);
  if (!Array.isArray(phases)) return;
  for (const [index, { at_s, until_s }] of phases.map(fieldsOf).entries()) {
    if (![at_s, until_s, duration_s].every((one) => typeof one === "number")) continue;
    if (Number(at_s) < Number(until_s) && Number(until_s) <= Number(duration_s)) continue;
    issues.push({
      code: "custom",
      path: ["phases", index, "until_s"],
      message: `must be after at_s, ${at_s}, and not after duration_s, ${duration_s}\nCount all from the start of the scenario`,
      input: value,
      params: { value: until_s },
    });
  }
}

function idsOnce({ value, issues }: z.core.ParsePayload): void {
  const ids = Array.isArray(value) ? value.map((one) => fieldsOf(one)["id"]) : [];
  for (const [index, id] of ids.entries()) {
    if (typeof id !== "string" || ids.indexOf(id) === index) continue;
    issues.push({
      code: "custom",
      path: [index, "id"],
      message: "must be given to one scenario alone\nName the second otherwise",
      input: value,
      params: { value: id },
    });
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function complete({ scenarios, ...rest }: z.infer<typeof file>): Corpus {
  return {
    ...rest,
    scenarios: scenarios.map((draft) => ({ ...label(draft, rest.label_rule), ...draft })),
  };
}
