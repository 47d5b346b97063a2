// A table's key schema as CreateTable takes it and DescribeTable answers it.

import { attributesOf } from "./keys.ts";
import { invalid, invalidParameters, outsideSubset, required } from "./refusals.ts";
import type { KeyAttribute, Schema } from "./table-schema.ts";

export interface SchemaInput {
  readonly KeySchema?: readonly { readonly AttributeName?: string; readonly KeyType?: string }[];
  readonly AttributeDefinitions?: readonly {
    readonly AttributeName?: string;
    readonly AttributeType?: string;
  }[];
  readonly BillingMode?: string;
  readonly ProvisionedThroughput?: object;
}

const TYPES: readonly string[] = ["S", "N", "B"];
const LEFT_OUT = ["GlobalSecondaryIndexes", "LocalSecondaryIndexes", "StreamSpecification"];

export function readSchema(input: SchemaInput): Schema {
  const elements = required(input.KeySchema, "keySchema");
  required(input.AttributeDefinitions, "attributeDefinitions");
  assertBilling(input);
  const leftOut = LEFT_OUT.find((member) => member in input);
  if (leftOut !== undefined) throw outsideSubset(`CreateTable with ${leftOut}`);
  const [first, second] = elements;
  if (first?.KeyType !== "HASH") {
    throw invalid("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  }
  if (second !== undefined && second.KeyType !== "RANGE") {
    throw invalid("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
  }
  const names = elements.map(({ AttributeName = "" }) => AttributeName);
  const [hash, range] = typed(names, input);
  return { hash: required(hash, "keySchema"), ...(range === undefined ? {} : { range }) };
}

export function describeSchema(schema: Schema): object {
  const attributes = attributesOf(schema);
  return {
    KeySchema: attributes.map(({ name }, index) => ({
      AttributeName: name,
      KeyType: index === 0 ? "HASH" : "RANGE",
    })),
    AttributeDefinitions: attributes.map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type,
    })),
  };
}

function typed(names: readonly string[], input: SchemaInput): readonly KeyAttribute[] {
  const definitions = input.AttributeDefinitions ?? [];
  const types = new Map(definitions.map((each) => [each.AttributeName, each.AttributeType]));
  if (names.some((name) => !types.has(name))) {
    throw invalidParameters(
      `Some index key attributes are not defined in AttributeDefinitions. Keys: [${names.join(", ")}], AttributeDefinitions: [${[...types.keys()].join(", ")}]`,
    );
  }
  if (names.length !== definitions.length) {
    throw invalidParameters(
      "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions",
    );
  }
  return names.map((name) => ({ name, type: readType(types.get(name)) }));
}

function readType(type: string | undefined): KeyAttribute["type"] {
  if (type !== undefined && TYPES.includes(type)) return type as KeyAttribute["type"];
  throw invalid(
    `1 validation error detected: Value '${type}' at 'attributeDefinitions.1.member.attributeType' failed to satisfy constraint: Member must satisfy enum value set: [B, N, S]`,
  );
}

function assertBilling({ BillingMode, ProvisionedThroughput }: SchemaInput): void {
  if (BillingMode !== "PAY_PER_REQUEST") {
    if (ProvisionedThroughput !== undefined) throw outsideSubset("CreateTable with PROVISIONED");
    throw invalidParameters(
      "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED",
    );
  }
  if (ProvisionedThroughput === undefined) return;
  throw invalidParameters(
    "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
  );
}
