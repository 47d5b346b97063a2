// A policy document, read once: what each of its statements covers, for whom, and under which condition.

import type { KeyValues } from "./condition-keys.ts";
import { type Holds, readConditions, texts } from "./conditions.ts";
import { anyPattern, type Matches } from "./pattern.ts";
import { type Naming, namingOf, type Principal } from "./principal.ts";
import { malformed, notEmulated } from "./refusals.ts";

/** One thing that somebody asks to do. */
export interface Deed {
  /** "s3:GetObject" */
  readonly action: string;
  /** An ARN, or "*" where the action knows none. */
  readonly resource: string;
  /** Condition keys of the service's own. */
  readonly values?: KeyValues;
}

/** As JSON has it. */
export interface WrittenStatement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: unknown;
}

export interface Statement {
  readonly written: WrittenStatement;
  readonly effect: "Allow" | "Deny";
  /** Whether it is about the deed, under these values of all condition keys. */
  readonly covers: (deed: Deed, values: KeyValues) => boolean;
  /** Whether it may be about the deed, whatever its condition says. */
  readonly isAbout: (deed: Deed) => boolean;
  /** How it names the caller; in a policy of an identity, that identity. */
  readonly naming: (principal: Principal) => Naming;
}

export interface Policy {
  readonly statements: readonly Statement[];
}

/** Throws MalformedPolicyDocument, or NotImplemented for what is not evaluated here. */
export function readPolicy(document: string | object): Policy {
  const { Statement, Version } = parsed(document);
  if (Version !== undefined && Version !== "2012-10-17" && Version !== "2008-10-17") {
    throw malformed("Invalid policy version.");
  }
  if (Statement === undefined) throw malformed("Missing required field Statement");
  const written = (Array.isArray(Statement) ? Statement : [Statement]) as WrittenStatement[];
  return { statements: written.map(readStatement) };
}

function parsed(document: string | object): { Statement?: unknown; Version?: unknown } {
  if (typeof document !== "string") return document;
  try {
    return (JSON.parse(document) ?? {}) as object;
  } catch {
    throw malformed("This policy contains invalid Json");
  }
}

function readStatement(written: WrittenStatement): Statement {
  const { Effect, Condition } = written;
  if (Effect !== "Allow" && Effect !== "Deny") throw malformed(`Invalid effect: ${Effect}`);
  if (Object.hasOwn(written, "NotPrincipal")) throw notEmulated("a policy with NotPrincipal");
  const isAction = readElement(written, "Action", (text) => text.toLowerCase());
  const isResource = readElement(written, "Resource", (text) => text);
  const holds: Holds = readConditions(Condition);
  const isAbout = ({ action, resource }: Deed) =>
    isAction(action.toLowerCase()) && isResource(resource);
  return {
    written,
    effect: Effect,
    covers: (deed, values) => isAbout(deed) && holds(values),
    isAbout,
    naming: (principal) =>
      written.Principal === undefined ? "caller" : namingOf(written.Principal, principal),
  };
}

function readElement(
  written: WrittenStatement,
  element: "Action" | "Resource",
  as: (text: string) => string,
): Matches {
  const listed = written[element];
  const unlisted = written[`Not${element}`];
  if (listed !== undefined && unlisted !== undefined) {
    throw malformed(`A statement has both ${element} and Not${element}`);
  }
  const matches = anyPattern(texts(listed ?? unlisted ?? []).map(as));
  if (listed !== undefined) return matches;
  if (unlisted !== undefined) return (text) => !matches(text);
  // The policy by which a role is taken is about that role alone.
  if (element === "Resource" && written.Principal !== undefined) return () => true;
  throw malformed(`Missing required field ${element}`);
}
