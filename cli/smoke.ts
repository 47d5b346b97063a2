// Does the deployment stand? Looks at everything that a failover needs, from here; changes nothing, unless
// a scratch record is asked for.

import { type ConnectionOptions, connect, poolsOf } from "./connection/connection.ts";
import { type Check, type CheckOutcome, carriedOut } from "./smoke/check.ts";
import { deploymentChecks } from "./smoke/deployment-checks.ts";
import { poolChecks } from "./smoke/pool-checks.ts";
import { scratchCheck } from "./smoke/scratch-check.ts";
import { smokeContext } from "./smoke/smoke-context.ts";
import { exitCodes } from "./terminal/fail.ts";

export interface SmokeOptions extends ConnectionOptions {
  readonly scratch?: boolean;
  readonly scratchRecord?: string;
}

export async function smoke(pool: string | undefined, options: SmokeOptions): Promise<void> {
  const connection = await connect(options);
  const context = smokeContext(connection, options.stage);
  const scratch = {
    isWanted: options.scratch === true || options.scratchRecord !== undefined,
    record: options.scratchRecord,
  };
  const checks: readonly Check[] = [
    ...deploymentChecks(context),
    ...poolsOf(connection.config, pool).flatMap((policy) => [
      ...poolChecks({ context, policy }),
      scratchCheck({ context, policy }, scratch),
    ]),
  ];
  const outcomes: CheckOutcome[] = [];
  for (const check of checks) {
    const outcome = await carriedOut(check);
    outcomes.push(outcome);
    if (options.json !== true) console.log(asText(outcome));
  }
  const isWell = outcomes.every(({ kind }) => kind !== "failed");
  if (options.json === true) console.log(JSON.stringify({ isWell, checks: outcomes }));
  else console.log(`\n${summary(outcomes)}`);
  process.exitCode = isWell ? exitCodes.done : exitCodes.notDone;
}

function asText({ kind, about, name, found, must, next }: CheckOutcome): string {
  const line = `${kind.padEnd(8)} ${about.padEnd(12)} ${name.padEnd(22)} ${found}`;
  return kind === "failed" ? `${line}\n         must: ${must}\n         next: ${next}` : line;
}

function summary(outcomes: readonly CheckOutcome[]): string {
  return (["ok", "failed", "skipped"] as const)
    .map((kind) => `${outcomes.filter((one) => one.kind === kind).length} ${kind}`)
    .join(", ");
}
