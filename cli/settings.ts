// The settings file, and the endpoints that stand in for AWS.

import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as z from "zod/mini";
import { withinLimit } from "../core/cost/cost.ts";
import { type Parsed, parseConfig } from "../core/settings/parse.ts";
import type { Config } from "../core/settings/policy.ts";
import type { Problem } from "../core/settings/problem.ts";
import { ActionError } from "../core/values/errors.ts";

/** Those of the deployment. */
export const SETTINGS_FILE = "failover.config.ts";

/** Those that `local` tells its stories with. */
export const STORY_SETTINGS_FILE = fileURLToPath(
  new URL("../sim/story.config.ts", import.meta.url),
);

/** What the file exports by default, unchecked. */
export async function readSettings(file: string): Promise<object> {
  const url = pathToFileURL(resolve(file)).href;
  try {
    const { default: settings } = await import(url);
    if (typeof settings === "object" && settings !== null) return settings;
    throw new TypeError(
      settings === undefined
        ? "it has no default export"
        : `its default export is a ${typeof settings}, and no object`,
    );
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** What the file exports may be code, and fail while it is read. */
export function parsed(settings: object, file: string): Parsed {
  try {
    return parseConfig(settings);
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): ActionError {
  return new ActionError({
    code: "InvalidSettings",
    cannot: `read the settings from ${file}`,
    must: `the file must exist and export them by default (${error instanceof Error ? error.message : error})`,
    next: "docs/settings.md",
    cause: error,
  });
}

/** With `isForFree`, what the settings cost is nobody's concern: for the command that shows it. */
export function checked(settings: object, file: string, { isForFree = false } = {}): Config {
  const all = parsed(settings, file);
  const found = isForFree ? all : withinLimit(all);
  if (found.kind === "valid") return found.config;
  throw new ActionError({
    code: "InvalidSettings",
    cannot: `use ${file}`,
    must: `these must be fixed first:\n${problemLines(found.problems).join("\n")}`,
    next: "docs/settings.md",
  });
}

export function problemLines(problems: readonly Problem[]): readonly string[] {
  return problems.map(({ message, next }) => `  ${message}\n    next: ${next}`);
}

/** What `local --serve` prints, as far as other commands read it. */
const served = z.object({
  settings: z.optional(z.string()),
  regions: z.record(z.string(), z.object({ endpoint: z.string() })),
  global: z.object({ endpoint: z.string() }),
  dns: z.object({ host: z.string(), port: z.number() }),
});

export type ServedWorld = Readonly<z.output<typeof served>>;

/** The first line of the file, or of standard input for "-". */
export async function readWorld(file: string): Promise<ServedWorld> {
  try {
    const { data: world } = z.safeParse(served, JSON.parse(await firstLineOf(file)));
    if (world !== undefined) return world;
    throw new TypeError("it is another JSON");
  } catch (error) {
    throw new ActionError({
      code: "InvalidInput",
      cannot: `read the endpoints from ${file}`,
      must: `it must hold the line that "local --serve" printed (${error instanceof Error ? error.message : error})`,
      next: "cognito-failover local --serve > world.json",
      cause: error,
    });
  }
}

/** No more than a line: whoever writes to standard input may go on serving, and never end it. */
async function firstLineOf(file: string): Promise<string> {
  const input = file === "-" ? process.stdin : (await open(file)).createReadStream();
  try {
    for await (const line of createInterface({ input })) return line;
    throw new TypeError("it is empty");
  } finally {
    input.destroy();
  }
}

export function endpointsOf({ regions, global, dns }: ServedWorld) {
  return {
    regions: Object.fromEntries(
      Object.entries(regions).map(([region, { endpoint }]) => [region, endpoint]),
    ),
    global: global.endpoint,
    dns: { host: dns.host, port: dns.port },
  };
}
