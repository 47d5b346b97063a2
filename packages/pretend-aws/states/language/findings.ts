// What validation finds in a definition: mistakes that AWS refuses, and parts that are not pretended.

export type Code =
  | "INVALID_JSON_DESCRIPTION"
  | "SCHEMA_VALIDATION_FAILED"
  | "MISSING_TRANSITION_TARGET"
  | "DUPLICATE_STATE_NAME";

export interface Finding {
  readonly code: Code;
  readonly message: string;
  /** "/States/Shift/Next"; absent when the text is no JSON. */
  readonly location?: string;
}

export class Findings {
  readonly errors: Finding[] = [];
  readonly notEmulated: string[] = [];

  schema(message: string, location: string): void {
    this.errors.push({ code: "SCHEMA_VALIDATION_FAILED", message, location });
  }

  add(code: Code, message: string, location?: string): void {
    this.errors.push({ code, message, ...(location === undefined ? {} : { location }) });
  }

  leftOut(what: string): void {
    this.notEmulated.push(what);
  }

  /** "CODE: message at location, CODE: …", as in InvalidDefinition. */
  toString(): string {
    return this.errors
      .map(
        ({ code, message, location }) => `${code}: ${message}${location ? ` at ${location}` : ""}`,
      )
      .join(", ");
  }
}
