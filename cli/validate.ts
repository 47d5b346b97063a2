// Whether settings can be deployed: what is wrong with them, what a deployment refuses, and what is not advised.

import { adviceOn } from "../core/advice/advice.ts";
import { namesOfNobody, refusedByDeployment } from "../core/advice/deployable.ts";
import { withinLimit } from "../core/cost/cost.ts";
import type { Parsed } from "../core/settings/parse.ts";
import type { Problem } from "../core/settings/problem.ts";
import { instant } from "../core/values/types.ts";
import { parsed, problemLines, readSettings, SETTINGS_FILE } from "./settings.ts";
import { exitCodes } from "./terminal/fail.ts";

interface Validated {
  readonly file: string;
  readonly isValid: boolean;
  readonly problems: readonly Problem[];
  /** The names of the pools. */
  readonly pools: readonly string[];
  /** Right for a laptop, and for nothing else. */
  readonly refusedByDeployment: readonly Problem[];
  readonly advice: readonly string[];
  readonly next: string;
}

export async function validate(
  file = SETTINGS_FILE,
  { json = false }: { readonly json?: boolean } = {},
): Promise<void> {
  const validated = validatedFrom(file, withinLimit(parsed(await readSettings(file), file)));
  if (json) console.log(JSON.stringify(validated));
  else if (validated.isValid) console.log(asText(validated));
  else console.error(asText(validated));
  if (!validated.isValid) process.exitCode = exitCodes.usage;
}

function validatedFrom(file: string, parsed: Parsed): Validated {
  if (parsed.kind === "invalid") {
    const { problems } = parsed;
    const next = `fix ${file}, with docs/settings.md; then: ${again(file)}`;
    const nothingElse = { pools: [], refusedByDeployment: [], advice: [] };
    return { file, isValid: false, problems, ...nothingElse, next };
  }
  const { config } = parsed;
  const refused = refusedByDeployment(config);
  const next =
    refused.length > 0
      ? `write your own, with docs/deploy.md; then: ${again(file)}`
      : "npx sst diff --stage production, then npx sst deploy --stage production";
  const pools = config.pools.map(({ name }) => name);
  const valid = { file, isValid: true, problems: [], pools };
  const advised = [...adviceOn(config, instant(Date.now())), ...namesOfNobody(config)];
  return { ...valid, refusedByDeployment: refused, advice: advised, next };
}

function again(file: string): string {
  return ["cognito-failover validate", ...(file === SETTINGS_FILE ? [] : [file])].join(" ");
}

function asText({ file, isValid, problems, pools, advice, next, ...rest }: Validated): string {
  const refused = rest.refusedByDeployment;
  return [
    isValid
      ? `${file} is valid: ${count(pools, "pool")}, ${pools.join(", ")}.`
      : `Cannot use ${file}: ${count(problems, "problem")}.`,
    ...problemLines(problems),
    ...(refused.length > 0
      ? ["Warning: no deployment takes them yet.", ...refused.map(({ message }) => `  ${message}`)]
      : []),
    ...advice.map((sentence) => `Warning: ${sentence}.`),
    `next: ${next}`,
  ].join("\n");
}

function count(all: readonly unknown[], one: string): string {
  return `${all.length} ${one}${all.length === 1 ? "" : "s"}`;
}
