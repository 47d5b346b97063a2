// TransactWriteItems: all of it or nothing, with the reason for each item that stands in the way.

import { AwsError } from "../aws-error.ts";
import type { Clock } from "../clock.ts";
import type { Operations } from "../wire/json.ts";
import { invalid, required } from "./refusals.ts";
import type { Table } from "./table.ts";
import type { Tables } from "./tables.ts";
import {
  type Outcome,
  outcomeOf,
  readCheck,
  readDelete,
  readPut,
  readUpdateWrite,
  store,
  type Write,
  type WriteInput,
} from "./writes.ts";

interface TransactItem {
  readonly Put?: WriteInput;
  readonly Update?: WriteInput;
  readonly Delete?: WriteInput;
  readonly ConditionCheck?: WriteInput;
}

interface TransactInput {
  readonly TransactItems?: readonly TransactItem[];
  readonly ClientRequestToken?: string;
}

interface Reason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: unknown;
}

const MOST_ITEMS = 100;
/** A token answers for its transaction this long. */
const TOKEN_MS = 10 * 60_000;

export function transactionOperations(tables: Tables, clock: Clock): Operations {
  const done = new Map<string, { readonly request: string; readonly at: number }>();
  return {
    TransactWriteItems: (input: TransactInput, { region }) => {
      const writes = readItems(required(input.TransactItems, "transactItems"));
      const token = input.ClientRequestToken && `${region} ${input.ClientRequestToken}`;
      const request = JSON.stringify(input.TransactItems);
      const before = token ? done.get(token) : undefined;
      if (before !== undefined && clock.now() - before.at < TOKEN_MS) {
        assertSame(before.request, request);
        return {};
      }
      run(writes.map((write) => ({ write, table: tables.active(region, write.tableName) })));
      if (token) {
        forget(done, clock.now());
        done.set(token, { request, at: clock.now() });
      }
      return {};
    },
  };
}

interface Bound {
  readonly write: Write;
  readonly table: Table;
}

function run(writes: readonly Bound[]): void {
  assertDistinct(writes);
  const results = writes.map(({ write, table }) => attempt(write, table));
  const reasons = results.map((result) => ("reason" in result ? result.reason : { Code: "None" }));
  if (reasons.some(({ Code }) => Code !== "None")) throw cancelled(reasons);
  for (const [index, { table }] of writes.entries()) {
    const result = results[index];
    if (result !== undefined && "outcome" in result) store(table, result.outcome);
  }
}

function attempt(write: Write, table: Table): { outcome: Outcome } | { reason: Reason } {
  try {
    return { outcome: outcomeOf(write, table) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { reason: reasonOf(error) };
  }
}

function reasonOf({ name, message, members }: AwsError): Reason {
  const code =
    name === "ConditionalCheckFailedException" ? "ConditionalCheckFailed" : "ValidationError";
  return { Code: code, Message: message, ...members };
}

function cancelled(reasons: readonly Reason[]): AwsError {
  const codes = reasons.map(({ Code }) => Code).join(", ");
  return new AwsError(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { members: { CancellationReasons: reasons } },
  );
}

function readItems(items: readonly TransactItem[]): readonly Write[] {
  if (items.length < 1 || items.length > MOST_ITEMS) {
    const bound =
      items.length < 1 ? "greater than or equal to 1" : `less than or equal to ${MOST_ITEMS}`;
    throw invalid(
      `1 validation error detected: Value '[${items.map(() => "...").join(", ")}]' at 'transactItems' failed to satisfy constraint: Member must have length ${bound}`,
    );
  }
  return items.map(readWrite);
}

function readWrite({ Put, Update, Delete, ConditionCheck }: TransactItem): Write {
  const given = [Put, Update, Delete, ConditionCheck].filter((each) => each !== undefined);
  if (given.length !== 1) {
    throw invalid("TransactItems can only contain one of Check, Put, Update or Delete");
  }
  if (Put !== undefined) return readPut(Put);
  if (Update !== undefined) return readUpdateWrite(Update);
  if (Delete !== undefined) return readDelete(Delete);
  return readCheck(ConditionCheck ?? {});
}

function assertDistinct(writes: readonly Bound[]): void {
  const targets = writes.flatMap(targetOf);
  if (new Set(targets).size === targets.length) return;
  throw invalid("Transaction request cannot include multiple operations on one item");
}

/** None for a key that the table refuses: that becomes a cancellation reason of its own. */
function targetOf({ write, table }: Bound): readonly string[] {
  try {
    return [`${table.description.name} ${JSON.stringify(write.keyIn(table))}`];
  } catch (error) {
    if (error instanceof AwsError) return [];
    throw error;
  }
}

function assertSame(before: string, now: string): void {
  if (before === now) return;
  throw new AwsError(
    "IdempotentParameterMismatchException",
    "Request with the same ClientRequestToken but different parameters is not allowed",
  );
}

function forget(done: Map<string, { readonly at: number }>, now: number): void {
  for (const [token, { at }] of done) {
    if (now - at < TOKEN_MS) return;
    done.delete(token);
  }
}
