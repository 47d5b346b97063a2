// A person says that a row of a check may stand as it is, until a day. It lapses by itself, and covers nothing graver.

import {
  type AcknowledgedKind,
  type Acknowledgement,
  acknowledgedKinds,
} from "../../core/readiness/acknowledgement.ts";
import type { ReadinessReport } from "../../core/readiness/report.ts";
import { DAY } from "../../core/values/duration.ts";
import { ActionError } from "../../core/values/errors.ts";
import { nearName } from "../../core/values/nearest-name.ts";
import { dateAndTime } from "../../core/values/timestamp.ts";
import { type Instant, later, millis } from "../../core/values/types.ts";
import { type ConnectionOptions, connect, poolsOf } from "../connection/connection.ts";
import { timeOf } from "../connection/world-time.ts";
import { checkOrderText } from "../order/order-text.ts";
import { whoOrders } from "../order/who-orders.ts";
import { calendarTime } from "../why/moment.ts";
import { readinessOf } from "./readiness-of.ts";

export interface AcknowledgeOptions extends ConnectionOptions {
  readonly until: string;
  readonly because: string;
  readonly by?: string;
}

/** What is known for longer is a setting, and not an exception. */
const longestMs = millis(90 * DAY);

export async function acknowledge(
  pool: string,
  row: string,
  options: AcknowledgeOptions,
): Promise<void> {
  const { because: reason } = options;
  checkOrderText(
    { reason, ...(options.by === undefined ? {} : { by: options.by }) },
    "acknowledge",
  );
  const connection = await connect(options);
  poolsOf(connection.config, pool);
  const kept = readinessOf(connection);
  const at = await timeOf(connection, pool);
  const until = untilOf(options.until, { pool, row, at });
  const { newest } = await kept.readReports(pool);
  const of = kindOf(newest, { pool, row });
  const by = await whoOrders(connection, options);
  const acknowledgement: Acknowledgement = { row, of, by, reason, at, until };
  await kept.keepAcknowledgement(pool, acknowledgement);
  const sentence = `${by} acknowledged ${row} of ${pool} as ${of} until ${dateAndTime(until)} UTC: ${reason}. It counts from the next check on.`;
  const next = `cognito-failover check ${pool}`;
  if (options.json === true) console.log(JSON.stringify({ pool, acknowledgement, sentence, next }));
  else console.log(`${sentence}\nnext: ${next}`);
}

interface Named {
  readonly pool: string;
  readonly row: string;
}

function kindOf(report: ReadinessReport | null, { pool, row }: Named): AcknowledgedKind {
  const cannot = `acknowledge "${row}" of "${pool}"`;
  const next = `cognito-failover check ${pool}`;
  if (report === null) {
    throw new ActionError({ code: "NotYet", cannot, must: "a check must have looked at it", next });
  }
  const found = report.rows.find(({ name }) => name === row);
  if (found === undefined) {
    const near = nearName(
      row,
      report.rows.map(({ name }) => name),
    );
    const must = `it must be a row of the last check${near === null ? "" : `, such as "${near}"`}`;
    throw new ActionError({ code: "InvalidInput", cannot, must, value: row, next });
  }
  const kind = acknowledgedKinds.find((one) => one === found.kind);
  if (kind !== undefined) return kind;
  throw new ActionError({
    ...{ code: "InvalidInput", cannot, value: found.kind, next },
    must: "there must be something to acknowledge: it must be a blocker, differ or be unknown",
  });
}

function untilOf(text: string, { pool, row, at }: Named & { readonly at: Instant }): Instant {
  const refused = (must: string) =>
    new ActionError({
      ...{ code: "InvalidInput", cannot: `acknowledge "${row}" of "${pool}"`, must, value: text },
      next: "cognito-failover acknowledge --help",
    });
  const until = calendarTime(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text);
  if (until === null) throw refused('"--until" must be a date, such as "2026-12-01", in UTC');
  if (until <= at) throw refused(`"--until" must lie after ${dateAndTime(at)} UTC`);
  if (until > later(at, longestMs)) throw refused('"--until" must lie within 90 days');
  return until;
}
