// One thing that must hold in a deployment, and how to look whether it does.

import { signatureOf } from "../../aws/sdk/failure-signature.ts";

export type CheckFinding =
  | { readonly kind: "ok"; readonly found: string }
  | {
      readonly kind: "failed";
      readonly found: string;
      /** In place of the check's own, where what was found has a better way. */
      readonly next?: string;
    }
  /** Not looked at, and why. */
  | { readonly kind: "skipped"; readonly found: string };

export interface Check {
  /** The pool it is about, or "deployment". */
  readonly about: string;
  readonly name: string;
  /** What must hold, with its subject. */
  readonly must: string;
  /** One command or one page. */
  readonly next: string;
  look(): Promise<CheckFinding>;
}

export type CheckOutcome = Omit<Check, "look"> & CheckFinding;

/** A check that cannot look has failed: nobody knows whether it holds. */
export async function carriedOut({ look, ...check }: Check): Promise<CheckOutcome> {
  try {
    return { ...check, ...(await look()) };
  } catch (error) {
    return { ...check, kind: "failed", found: whatWentWrong(error) };
  }
}

/** Ok with what was found, if it is as it must be. */
export function holds(isSo: boolean, found: string): CheckFinding {
  return { kind: isSo ? "ok" : "failed", found };
}

export function skipped(because: string): CheckFinding {
  return { kind: "skipped", found: because };
}

function whatWentWrong(error: unknown): string {
  const { name, code } = signatureOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const [first = ""] = message.split("\n");
  return [name, code, first].filter((part) => part !== undefined && part !== "").join(" ");
}
