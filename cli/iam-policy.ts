// The policies that people, CI and the deployment's roles need, printed from the settings. Nothing is made in AWS.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createCaller } from "../aws/sdk/caller.ts";
import { ActionError } from "../core/values/errors.ts";
import { type Connection, type ConnectionOptions, connect } from "./connection/connection.ts";
import type { Audience } from "./rights/audiences.ts";
import { MOST_ATTACHED, MOST_CHARACTERS, type Part } from "./rights/fitting.ts";
import { policyFor } from "./rights/policy-for.ts";

export interface PolicyOptions extends ConnectionOptions {
  readonly for: Audience;
  readonly account?: string;
  readonly out?: string;
}

export async function iamPolicy(options: PolicyOptions): Promise<void> {
  const connection = await connect(options);
  const { config, home, named } = connection;
  const account = options.account ?? (await accountOf(connection));
  const stage = options.endpoints === undefined ? options.stage : "local";
  const parts = policyFor(options.for, { config, home, named, stage, account });
  checkFits(options.for, parts);
  if (options.out !== undefined) await writeParts(parts, options.out);
  console.log(options.json === true ? JSON.stringify(parts) : asText(parts, options));
}

/** Of whoever asks. */
async function accountOf({ place, home }: Connection): Promise<string> {
  try {
    const [, , , , account = ""] = (await createCaller(place, home).arn()).split(":");
    return account;
  } catch (error) {
    throw new ActionError({
      code: "InvalidInput",
      cannot: "print the policy",
      must: "the account must be known, by your credentials or by --account",
      next: "cognito-failover iam-policy --help",
      cause: error,
    });
  }
}

/** A boundary is one policy, and a person has ten of them. */
function checkFits(audience: Audience, parts: readonly Part[]): void {
  const most = audience === "boundary" ? 1 : MOST_ATTACHED;
  const longest = Math.max(...parts.map(({ characters }) => characters));
  if (parts.length <= most && longest <= MOST_CHARACTERS) return;
  throw new ActionError({
    code: "InvalidInput",
    cannot: `print the policy for "${audience}"`,
    must: `it must fit into ${most} of AWS's policies, ${MOST_CHARACTERS.toLocaleString("en-US")} characters each`,
    value: parts.length,
    next: "deploy the pools in several stages, each with settings of its own",
  });
}

async function writeParts(parts: readonly Part[], folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name, document } of parts) {
    await writeFile(join(folder, `${name}.json`), `${JSON.stringify(document, null, 2)}\n`);
  }
}

function asText(parts: readonly Part[], { out }: PolicyOptions): string {
  return parts.map((part) => (out === undefined ? whole(part) : written(part, out))).join("\n\n");
}

function whole(part: Part): string {
  return `${headOf(part)}\n${JSON.stringify(part.document, null, 2)}`;
}

function written(part: Part, out: string): string {
  return `${headOf(part)}\nwritten: ${join(out, `${part.name}.json`)}`;
}

function headOf({ name, part, of, characters, holds }: Part): string {
  const count = characters.toLocaleString("en-US");
  const most = MOST_CHARACTERS.toLocaleString("en-US");
  return `# ${name}: part ${part} of ${of}, ${count} of ${most} characters: ${holds.join(", ")}`;
}
