// What a promise about Cognito's behaviour is, and how a list of them is held against a subject.

import { isDeepStrictEqual } from "node:util";
import type { Need, Subject } from "./subject.ts";
import { missing } from "./subject.ts";

export interface Promised {
  /** A sentence that holds. */
  readonly promise: string;
  /** Where AWS says so: a page, or "SDK 3.1169 types". */
  readonly source: string;
  /** Without these the promise is not tried. */
  readonly needs?: readonly Need[];
  /** It makes, changes, locks out or deletes something. */
  readonly changes?: true;
  /** Throws when the promise is broken. */
  run(subject: Subject): Promise<void>;
}

export interface Finding {
  readonly promise: string;
  readonly source: string;
  readonly kind: "kept" | "broken" | "notTried";
  /** What came instead, or why it was not tried. */
  readonly because: string;
}

export const SDK = "SDK 3.1169 types";
const GUIDE = "https://docs.aws.amazon.com/cognito/latest/developerguide";
export const guide = (page: string) => `${GUIDE}/${page}`;
export const api = (operation: string) =>
  `https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_${operation}.html`;

/** One after the other; none of them ends the list. */
export async function holdAgainst(
  subject: Subject,
  promises: readonly Promised[],
  { allowsChanges }: { readonly allowsChanges: boolean },
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const promised of promises) {
    const { promise, source, changes = false, needs = [] } = promised;
    const lacking = missing(subject, needs);
    if (lacking !== null || (changes && !allowsChanges)) {
      const because = lacking ?? "changes the pool: set COGNITO_CONTRACT_ALLOW_CHANGES=yes";
      findings.push({ promise, source, kind: "notTried", because });
      continue;
    }
    const because = await promised.run(subject).then(
      () => null,
      (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : `${error}`),
    );
    const kind = because === null ? "kept" : "broken";
    findings.push({ promise, source, kind, because: because ?? "" });
    await subject.rest();
  }
  return findings;
}

/** A line for each promise, those broken with what came and where AWS says otherwise, and the sums. */
export function table(title: string, findings: readonly Finding[]): string {
  const words = { kept: "kept     ", broken: "BROKEN   ", notTried: "not tried" };
  const lines = findings.flatMap(({ promise, source, kind, because }) => {
    const line = `${words[kind]}  ${promise}`;
    if (kind === "kept") return [line];
    const reason = `             ${because.replaceAll(/\s+/g, " ").slice(0, 300)}`;
    return kind === "notTried" ? [line, reason] : [line, reason, `             ${source}`];
  });
  const count = (kind: Finding["kind"]) => findings.filter((one) => one.kind === kind).length;
  const sums = `${count("kept")} kept, ${count("broken")} broken, ${count("notTried")} not tried`;
  return [title, "", ...lines, "", sums, ""].join("\n");
}

class Broken extends Error {
  override readonly name = "Broken";
}

/** Throws unless what came is just what was expected. */
export function same(what: string, came: unknown, expected: unknown): void {
  if (isDeepStrictEqual(came, expected)) return;
  throw new Broken(`${what} must be ${JSON.stringify(expected)}: came ${JSON.stringify(came)}`);
}

export function holds(what: string, isSo: boolean, came: unknown = ""): void {
  if (!isSo) throw new Broken(`${what}${came === "" ? "" : `: came ${JSON.stringify(came)}`}`);
}

/** The error of a call that is refused under one of these names; throws for any other end. */
export async function refused(
  names: string | readonly string[],
  sent: Promise<unknown>,
): Promise<Error> {
  const expected = typeof names === "string" ? [names] : names;
  const came = await sent.then(
    () => new Broken(`it must be refused with ${expected.join(" or ")}: it was accepted`),
    (error: Error) => error,
  );
  if (expected.includes(came.name)) return came;
  if (came instanceof Broken) throw came;
  throw new Broken(
    `the refusal must be ${expected.join(" or ")}: came ${came.name}: ${came.message}`,
  );
}
