// The attributes that a pool knows.

import type { AttributeType, SchemaAttributeType } from "@aws-sdk/client-cognito-identity-provider";
import { invalid } from "../api/validation.ts";
import type { GlobalSettings } from "./directory.ts";

const TEXTS = [
  ...["name", "given_name", "family_name", "middle_name", "nickname", "preferred_username"],
  ...["profile", "picture", "website", "email", "gender", "birthdate", "zoneinfo", "locale"],
  ...["phone_number", "address"],
];
const FLAGS = ["email_verified", "phone_number_verified"];

/** The standard attributes and the pool's own, which get the prefix `custom:`. */
export function schemaAttributes(own: readonly SchemaAttributeType[]): SchemaAttributeType[] {
  const standard = [
    attribute("sub", { Mutable: false, Required: true }),
    ...TEXTS.map((name) => attribute(name, {})),
    ...FLAGS.map((name) => attribute(name, { AttributeDataType: "Boolean" })),
    attribute("updated_at", { AttributeDataType: "Number" }),
  ];
  const names = new Set<string | undefined>(standard.map(({ Name }) => Name));
  return [
    ...standard.map((known) => ({ ...known, ...own.find(({ Name }) => Name === known.Name) })),
    ...own
      .filter(({ Name }) => !names.has(Name))
      .map((added) => attribute(`custom:${added.Name}`, { Mutable: false, ...added })),
  ];
}

/** Of those that OpenID Connect names, whichever pool it is. */
export function isStandardAttribute(name: string): boolean {
  return [...TEXTS, ...FLAGS, "updated_at"].includes(name);
}

export function isKnownAttribute({ SchemaAttributes }: GlobalSettings, name: string): boolean {
  return SchemaAttributes?.some((known) => known.Name === name) ?? false;
}

/** Throws InvalidParameterException for attributes that a changed user may not have. */
export function checkMutable(
  { SchemaAttributes }: GlobalSettings,
  attributes: readonly AttributeType[],
): void {
  for (const { Name } of attributes) {
    const known = SchemaAttributes?.find((entry) => entry.Name === Name);
    if (known?.Mutable === false) throw invalid(`user.${Name}: Attribute cannot be updated.\n`);
  }
}

/** Throws InvalidParameterException for attributes that the pool does not know. */
export function checkAttributes(
  settings: GlobalSettings,
  attributes: readonly AttributeType[],
): void {
  for (const { Name = "" } of attributes) {
    if (isKnownAttribute(settings, Name)) continue;
    throw invalid(
      `Attributes did not conform to the schema: Type for attribute {${Name}} could not be determined`,
    );
  }
}

/** `changes` over `before`: a changed address or number has to be verified anew, an empty text takes it away. */
export function mergeAttributes(
  before: readonly AttributeType[],
  changes: readonly AttributeType[],
): AttributeType[] {
  const merged = new Map(before.map((entry) => [entry.Name, entry]));
  for (const name of ["email", "phone_number"]) {
    const flag = `${name}_verified`;
    if (changes.some(({ Name }) => Name === name) && merged.has(name)) {
      merged.set(flag, { Name: flag, Value: "false" });
    }
  }
  for (const change of changes) merged.set(change.Name, change);
  return [...merged.values()].filter(({ Value }) => Value !== "");
}

function attribute(
  name: string,
  more: SchemaAttributeType,
): SchemaAttributeType & { Name: string } {
  return {
    AttributeDataType: "String",
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
    ...more,
    Name: name,
  };
}
