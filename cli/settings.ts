// The settings file, and the endpoints that stand in for AWS.

import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { ActionError } from "../core/errors.ts";
import { type Config, parseConfig } from "../core/policy.ts";

/** What the file exports by default, unchecked. */
export async function readSettings(file: string): Promise<object> {
  const url = pathToFileURL(resolve(file)).href;
  try {
    const { default: settings } = await import(url);
    if (typeof settings === "object" && settings !== null) return settings;
    throw new TypeError("it has no default export");
  } catch (error) {
    throw new ActionError({
      code: "InvalidSettings",
      cannot: `read the settings from ${file}`,
      must: `the file must exist and export them by default (${error instanceof Error ? error.message : error})`,
      next: "docs/settings.md",
      cause: error,
    });
  }
}

export function checked(settings: object, file: string): Config {
  const parsed = parseConfig(settings);
  if (parsed.kind === "valid") return parsed.config;
  const problems = parsed.problems.map(({ message, next }) => `  ${message}\n    next: ${next}`);
  throw new ActionError({
    code: "InvalidSettings",
    cannot: `use ${file}`,
    must: `these must be mended first:\n${problems.join("\n")}`,
    next: "docs/settings.md",
  });
}

/** What `local --serve` prints, as far as other commands read it. */
export interface ServedWorld {
  readonly regions: Readonly<Record<string, { readonly endpoint: string }>>;
  readonly global: { readonly endpoint: string };
  readonly dns: { readonly host: string; readonly port: number };
}

/** The first line of the file, or of standard input for "-". */
export async function readWorld(file: string): Promise<ServedWorld> {
  try {
    const content = file === "-" ? await text(process.stdin) : await readFile(file, "utf8");
    const world = JSON.parse(content.trim().split("\n")[0] ?? "");
    if (typeof world?.global?.endpoint === "string" && typeof world.regions === "object")
      return world;
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

export function endpointsOf({ regions, global, dns }: ServedWorld) {
  return {
    regions: Object.fromEntries(
      Object.entries(regions).map(([region, { endpoint }]) => [region, endpoint]),
    ),
    global: global.endpoint,
    dns: { host: dns.host, port: dns.port },
  };
}
