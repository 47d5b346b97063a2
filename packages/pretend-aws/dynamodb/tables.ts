// The tables of every Region, with the operations on tables themselves.

import type { Operations } from "../wire/json.ts";
import type { Foundation } from "../world.ts";
import { inUse, invalid, notFound, required } from "./refusals.ts";
import { describeSchema, readSchema, type SchemaInput } from "./schema-input.ts";
import { Table } from "./table.ts";
import type { Schema } from "./table-schema.ts";
import { tableNameIn } from "./writes.ts";

/** How long a table is CREATING or DELETING. */
const CHANGE_MS = 5_000;
/** A second switch of time to live within this is refused. */
const SWITCH_INTERVAL_MS = 60 * 60_000;
const NAMES_PER_PAGE = 100;

interface NameInput {
  readonly TableName?: string;
}

interface CreateInput extends NameInput, SchemaInput {
  readonly DeletionProtectionEnabled?: boolean;
}

interface TimeToLiveInput extends NameInput {
  readonly TimeToLiveSpecification?: {
    readonly Enabled?: boolean;
    readonly AttributeName?: string;
  };
}

interface ListInput {
  readonly ExclusiveStartTableName?: string;
  readonly Limit?: number;
}

export class Tables {
  readonly #foundation: Foundation;
  readonly #regions = new Map<string, Map<string, Table>>();

  constructor(foundation: Foundation) {
    this.#foundation = foundation;
  }

  in(region: string): Map<string, Table> {
    const known = this.#regions.get(region);
    if (known !== undefined) return known;
    const tables = new Map<string, Table>();
    this.#regions.set(region, tables);
    return tables;
  }

  /** A table whose items can be read and written. */
  active(region: string, name: string): Table {
    assertName(name);
    const table = this.in(region).get(name);
    if (table === undefined || table.status === "CREATING") throw notFound();
    return table;
  }

  /** A table in any state. */
  known(region: string, name: string): Table {
    assertName(name);
    const table = this.in(region).get(name);
    if (table === undefined)
      throw notFound(`Requested resource not found: Table: ${name} not found`);
    return table;
  }

  add(region: string, name: string, more: { schema: Schema; isProtected?: boolean }): Table {
    assertName(name);
    if (this.in(region).has(name)) throw inUse(`Table already exists: ${name}`);
    const { clock, random, accountId } = this.#foundation;
    const arn = `arn:aws:dynamodb:${region}:${accountId}:table/${name}`;
    const { schema, isProtected = false } = more;
    const described = { name, arn, id: random.uuid(), schema, createdAt: clock.now(), isProtected };
    const table = new Table(described, clock);
    this.in(region).set(name, table);
    return table;
  }

  create(region: string, input: CreateInput): Table {
    const isProtected = input.DeletionProtectionEnabled === true;
    const table = this.add(region, tableNameIn(input), { schema: readSchema(input), isProtected });
    table.status = "CREATING";
    this.#foundation.clock.after(CHANGE_MS, () => {
      table.status = "ACTIVE";
    });
    return table;
  }

  delete(region: string, name: string): Table {
    const table = this.known(region, name);
    if (table.status !== "ACTIVE") {
      const doing = table.status === "CREATING" ? "created" : "deleted";
      throw inUse(
        `Attempt to change a resource which is still in use: Table is being ${doing}: ${name}`,
      );
    }
    if (table.description.isProtected) {
      throw invalid(
        "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
      );
    }
    table.status = "DELETING";
    this.#foundation.clock.after(CHANGE_MS, () => this.in(region).delete(name));
    return table;
  }

  turnTimeToLive(table: Table, isOn: boolean, attribute: string): void {
    const { expiry } = table;
    if (isOn === (expiry.status === "ENABLED" || expiry.status === "ENABLING")) {
      throw invalid(`TimeToLive is already ${isOn ? "enabled" : "disabled"}`);
    }
    if (!isOn && attribute !== expiry.attribute) {
      throw invalid(
        `TimeToLive is active on a different AttributeName: current AttributeName is ${expiry.attribute}`,
      );
    }
    const { switchedAt } = expiry;
    if (switchedAt !== null && this.#foundation.clock.now() - switchedAt < SWITCH_INTERVAL_MS) {
      throw invalid("Time to live has been modified multiple times within a fixed interval");
    }
    expiry.turn(isOn ? attribute : null);
  }
}

export function tableOperations(tables: Tables): Operations {
  return {
    CreateTable: (input: CreateInput, { region }) => ({
      TableDescription: describe(tables.create(region, input)),
    }),
    DescribeTable: (input: NameInput, { region }) => ({
      Table: describe(tables.known(region, tableNameIn(input))),
    }),
    DeleteTable: (input: NameInput, { region }) => ({
      TableDescription: describe(tables.delete(region, tableNameIn(input))),
    }),
    ListTables: ({ ExclusiveStartTableName: after = "", Limit }: ListInput, { region }) => {
      const limit = Limit ?? NAMES_PER_PAGE;
      const names = [...tables.in(region).keys()].sort().filter((name) => name > after);
      const page = names.slice(0, limit);
      const last = names.length > limit ? { LastEvaluatedTableName: page.at(-1) } : {};
      return { TableNames: page, ...last };
    },
    UpdateTimeToLive: (input: TimeToLiveInput, { region }) => {
      const specification = required(input.TimeToLiveSpecification, "timeToLiveSpecification");
      const isOn = required(specification.Enabled, "timeToLiveSpecification.enabled");
      const name = required(specification.AttributeName, "timeToLiveSpecification.attributeName");
      const table = tables.active(region, tableNameIn(input));
      tables.turnTimeToLive(table, isOn, name);
      return { TimeToLiveSpecification: { Enabled: isOn, AttributeName: name } };
    },
    DescribeTimeToLive: (input: NameInput, { region }) => {
      const { status, attribute } = tables.known(region, tableNameIn(input)).expiry;
      const named = attribute === null ? {} : { AttributeName: attribute };
      return { TimeToLiveDescription: { TimeToLiveStatus: status, ...named } };
    },
  };
}

function describe(table: Table): object {
  const { name, arn, id, createdAt, isProtected, schema } = table.description;
  return {
    TableName: name,
    TableArn: arn,
    TableId: id,
    TableStatus: table.status,
    CreationDateTime: new Date(createdAt),
    ...describeSchema(schema),
    BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
    ProvisionedThroughput: {
      NumberOfDecreasesToday: 0,
      ReadCapacityUnits: 0,
      WriteCapacityUnits: 0,
    },
    ItemCount: table.all().length,
    TableSizeBytes: table.sizeInBytes(),
    DeletionProtectionEnabled: isProtected,
  };
}

function assertName(name: string): void {
  if (/^[\w.-]{3,255}$/.test(name)) return;
  throw invalid(
    `1 validation error detected: Value '${name}' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+`,
  );
}
