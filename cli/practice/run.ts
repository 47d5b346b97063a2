// A practice run that a person starts: what it would do and what is in its way first, then the machine, then what it
// does until it ends.

import { policyOf } from "../../controller/policy-of.ts";
import { obstacleIn } from "../../core/practice/plan-run.ts";
import { toMillis } from "../../core/values/duration.ts";
import { ActionError } from "../../core/values/errors.ts";
import {
  type Connection,
  type ConnectionOptions,
  connect,
  practiceMachine,
} from "../connection/connection.ts";
import { checkOrderText } from "../order/order-text.ts";
import { whoOrders } from "../order/who-orders.ts";
import { withSpinner } from "../terminal/spinner.ts";
import { followRun } from "./follow.ts";
import { planJson, planText } from "./plan-text.ts";
import { type PlannedForPeople, plannedRun } from "./planned.ts";
import { requestOf, type TypedRequest } from "./request.ts";

export interface RunOptions extends ConnectionOptions {
  /** Missing where nobody typed one. */
  readonly rung?: string;
  /** "20m" */
  readonly for?: string;
  readonly dryRun?: boolean;
  readonly reason?: string;
  readonly by?: string;
  readonly wait: boolean;
}

export async function practiceRun(pool: string, options: RunOptions): Promise<void> {
  const request = requestOf(pool, options);
  checkOrderText(options, "practice run");
  const connection = await connect(options);
  const policy = policyOf(connection.config, pool);
  const { rung } = request;
  const executionName = `${pool}-practice-${rung}-${connection.now()}`;
  const lasts = request.lasts === null ? null : toMillis(request.lasts);
  const planned = await withSpinner(
    plannedRun(connection, { policy, rung, lasts, executionName }),
    "asking what is in its way",
  );
  const isDryRun = options.dryRun === true;
  tellPlan(planned, { ...options, isDryRun });
  refuseIfBarred(planned);
  if (!isDryRun) await started(connection, { planned, request, options });
}

interface ToStart {
  readonly planned: PlannedForPeople;
  readonly request: TypedRequest;
  readonly options: RunOptions;
}

async function started(connection: Connection, { planned, request, options }: ToStart) {
  const { policy, rung, executionName } = planned;
  const { json = false, wait, reason } = options;
  const pool = policy.name;
  const by = await whoOrders(connection, options);
  const executionArn = await connection.machines.start(
    await practiceMachine(connection),
    executionName,
    {
      ...{ pool, rung, by },
      ...(request.lasts === null ? {} : { for: request.lasts }),
      ...(reason === undefined ? {} : { reason }),
    },
  );
  const next = wait
    ? `cognito-failover practice stop ${pool} --reason "..."`
    : `cognito-failover practice list ${pool}`;
  if (json) {
    console.log(JSON.stringify({ type: "started", executionName, executionArn, next }));
  } else {
    const how = wait ? "to end it before its time" : "next";
    console.log(`\nStarted ${executionName}.\n${how}: ${next}`);
  }
  if (wait) await followRun(connection, { pool, rung, executionName, executionArn, json });
}

function tellPlan(
  planned: PlannedForPeople,
  { json, isDryRun }: { readonly json?: boolean; readonly isDryRun: boolean },
): void {
  const isBarred = planned.plan.obstacles.length > 0;
  if (json === true) console.log(JSON.stringify({ ...planJson(planned), isDryRun }));
  else console.log(planText(planned));
  if (!isDryRun || isBarred || json === true) return;
  const { policy, rung } = planned;
  console.log(
    `Nothing was started.\nnext: cognito-failover practice ${policy.name} --rung ${rung}`,
  );
}

/** The machine would not begin it either, and would keep that as an outcome. */
function refuseIfBarred({ plan, policy, rung }: PlannedForPeople): void {
  const obstacle = obstacleIn(plan, { isDryRun: false });
  if (obstacle === null) return;
  const [first] = plan.obstacles;
  throw new ActionError({
    // How long is what was typed.
    code: first?.name === "length" ? "InvalidInput" : "Forbidden",
    cannot: `start the practice run (${rung}) of "${policy.name}"`,
    must: `nothing may be in its way. ${plan.obstacles.map(({ name, because }) => `${name}: ${because}`).join("; ")}`,
    next: `cognito-failover practice list ${policy.name}`,
  });
}
