// What SNS asks of a message before it takes it.

import { AwsError } from "../aws-error.ts";
import type { Form, FormValue } from "../wire/query.ts";

export interface MessageAttribute {
  /** "String", "Number", "Binary", "String.Array" or one of these with a label behind a dot. */
  readonly dataType: string;
  /** Bytes as base64. */
  readonly value: string;
}

export interface MessageContent {
  /** Null when it was sent without one. */
  readonly subject: string | null;
  /** As published: with the structure `json` an object of one text for each protocol. */
  readonly message: string;
  readonly structure: "json" | null;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
}

/** The doc comment of PublishInput: less than 100 characters, no line break or control character. */
const SUBJECT_BELOW = 100;
const CONTROL = /\p{Cc}|\u2028|\u2029/u;
const TYPES: readonly string[] = ["String", "Number", "Binary"];

export const invalidParameter = (what: string): AwsError =>
  new AwsError("InvalidParameter", `Invalid parameter: ${what}`);

/** `largest` counts the bytes of the message and of its attributes together. */
export function readMessage(input: Form, largest: number): MessageContent {
  const message = text(input, "Message") ?? "";
  if (message === "") throw invalidParameter("Empty message");
  const attributes = readAttributes(input["MessageAttributes"]);
  if (sizeOf(message, attributes) > largest) throw invalidParameter("Message too long");
  return {
    subject: readSubject(text(input, "Subject")),
    message,
    structure: readStructure(text(input, "MessageStructure"), message),
    attributes,
  };
}

/** A member of the form that is a text, undefined when absent. */
export function text(input: Form, member: string): string | undefined {
  const value = input[member];
  return typeof value === "string" ? value : undefined;
}

function readSubject(subject: string | undefined): string | null {
  if (subject === undefined) return null;
  const isTaken = subject !== "" && [...subject].length < SUBJECT_BELOW && !CONTROL.test(subject);
  if (!isTaken) throw invalidParameter("Subject");
  return subject;
}

function readStructure(structure: string | undefined, message: string): "json" | null {
  if (structure === undefined) return null;
  if (structure !== "json") throw invalidParameter("MessageStructure");
  const texts = parseObject(message);
  if (texts === null) {
    throw invalidParameter("Message Structure - JSON message body failed to parse");
  }
  if (typeof texts["default"] === "string") return structure;
  throw invalidParameter("Message Structure - No default entry in JSON message body");
}

function parseObject(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

function readAttributes(given: FormValue | undefined): Record<string, MessageAttribute> {
  if (given === undefined || typeof given === "string") return {};
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, readAttribute(name, value as Form)]),
  );
}

function readAttribute(name: string, given: Form): MessageAttribute {
  const dataType = text(given, "DataType") ?? "";
  if (dataType === "") {
    throw invalidValue(
      `The message attribute '${name}' must contain non-empty message attribute type.`,
    );
  }
  const [type = ""] = dataType.split(".");
  if (!TYPES.includes(type)) {
    throw invalidValue(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  const value = text(given, type === "Binary" ? "BinaryValue" : "StringValue") ?? "";
  if (value === "") {
    throw invalidValue(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${dataType}'.`,
    );
  }
  if (type === "Number" && !Number.isFinite(Number(value))) {
    throw invalidValue(`Could not cast message attribute '${name}' value to number.`);
  }
  return { dataType, value };
}

function sizeOf(message: string, attributes: Record<string, MessageAttribute>): number {
  const texts = Object.entries(attributes).flatMap(([name, each]) => [
    name,
    each.dataType,
    each.value,
  ]);
  return [message, ...texts].reduce((total, each) => total + Buffer.byteLength(each), 0);
}

function invalidValue(message: string): AwsError {
  return new AwsError("ParameterValueInvalid", message);
}
