// GetItem, PutItem, UpdateItem and DeleteItem.

import type { Operations } from "../wire/json.ts";
import { readProjection } from "./expressions/expressions.ts";
import { type Path, project } from "./expressions/path.ts";
import { type ExpressionInput, Placeholders } from "./expressions/placeholders.ts";
import { keyFrom } from "./keys.ts";
import { invalid, oneOf } from "./refusals.ts";
import type { Tables } from "./tables.ts";
import type { Item } from "./values/attribute-value.ts";
import { readItem } from "./values/value-input.ts";
import {
  assertNoLegacy,
  type Outcome,
  outcomeOf,
  readDelete,
  readPut,
  readUpdateWrite,
  store,
  tableNameIn,
  type Write,
  type WriteInput,
} from "./writes.ts";

interface GetInput extends ExpressionInput {
  readonly TableName?: string;
  readonly Key?: unknown;
}

type ItemInput = WriteInput & { readonly ReturnValues?: string };

const RETURN_VALUES = ["NONE", "ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"] as const;
type ReturnValues = (typeof RETURN_VALUES)[number];

export function itemOperations(tables: Tables): Operations {
  const write = (region: string, write: Write): Outcome => {
    const table = tables.active(region, write.tableName);
    const outcome = outcomeOf(write, table);
    store(table, outcome);
    return outcome;
  };
  return {
    GetItem: (input: GetInput, { region }) => {
      assertNoLegacy(input);
      const tableName = tableNameIn(input);
      const given = readItem(input.Key, "key");
      const placeholders = new Placeholders(input, ["ProjectionExpression"]);
      const paths = readProjection(input.ProjectionExpression, placeholders);
      placeholders.assertAllUsed();
      const table = tables.active(region, tableName);
      const item = table.get(keyFrom(table, given));
      return item === undefined ? {} : { Item: paths === null ? item : project(item, paths) };
    },
    PutItem: (input: ItemInput, { region }) => {
      const isTold = tellsOld(input);
      const outcome = write(region, readPut(input));
      return attributes(isTold ? outcome.old : undefined);
    },
    DeleteItem: (input: ItemInput, { region }) => {
      const isTold = tellsOld(input);
      const outcome = write(region, readDelete(input));
      return attributes(isTold ? outcome.old : undefined);
    },
    UpdateItem: (input: ItemInput, { region }) => {
      const asked = oneOf(input.ReturnValues, "returnValues", RETURN_VALUES);
      const update = readUpdateWrite(input);
      return attributes(returned(asked, write(region, update), update.paths));
    },
  };
}

function tellsOld({ ReturnValues }: ItemInput): boolean {
  const asked = oneOf(ReturnValues, "returnValues", RETURN_VALUES);
  if (asked === "NONE" || asked === "ALL_OLD") return asked === "ALL_OLD";
  throw invalid("ReturnValues can only be ALL_OLD or NONE");
}

function returned(asked: ReturnValues, outcome: Outcome, paths: readonly Path[]): Item | undefined {
  switch (asked) {
    case "NONE":
      return undefined;
    case "ALL_OLD":
      return outcome.old;
    case "ALL_NEW":
      return outcome.new;
    case "UPDATED_OLD":
      return project(outcome.old ?? {}, paths);
    case "UPDATED_NEW":
      return project(outcome.new ?? {}, paths);
  }
}

function attributes(item: Item | undefined): object {
  return item === undefined || Object.keys(item).length === 0 ? {} : { Attributes: item };
}
