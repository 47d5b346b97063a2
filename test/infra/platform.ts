// Installs what SST's programs are evaluated with, from npm alone, when it is missing or stale.
// Runs by itself too: `node test/infra/platform.ts`.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");
export const work = join(root, ".sst");
export const platform = join(work, "platform");

/** One provider of the platform, as `sst install` locks it. */
export interface Provider {
  readonly package: string;
  readonly version: string;
  readonly alias: string;
}

export function providers(): readonly Provider[] {
  return JSON.parse(readFileSync(join(work, "provider-lock.json"), "utf8"));
}

export function installPlatform(): void {
  if (isInstalled()) return;
  const sst = join(root, "node_modules/sst/bin/sst.mjs");
  const { status } = spawnSync(process.execPath, [sst, "install", "--stage", "ci"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      ...process.env,
      // Without these it wants Pulumi's engine and bun from GitHub, which nothing here needs.
      SST_SKIP_DEPENDENCY_CHECK: "1",
      SST_NO_BUN: "1",
      SST_TELEMETRY_DISABLED: "1",
      AWS_EC2_METADATA_DISABLED: "true",
      npm_config_audit: "false",
      npm_config_fund: "false",
      // The types of what SST's sources import are development dependencies.
      npm_config_omit: "",
      NODE_ENV: "",
    },
  });
  if (status !== 0 || !isInstalled()) throw new Error("sst install did not install the platform");
}

function isInstalled(): boolean {
  const files = ["version", "src/auto/run.ts", "src/shim/run.js", "node_modules/@pulumi/aws"];
  if (!files.every((file) => existsSync(join(platform, file)))) return false;
  if (!existsSync(join(work, "provider-lock.json"))) return false;
  const { version } = JSON.parse(
    readFileSync(join(root, "node_modules/sst/package.json"), "utf8"),
  ) as { version: string };
  const config = readFileSync(join(root, "sst.config.ts"), "utf8");
  return (
    readFileSync(join(platform, "version"), "utf8") === version &&
    providers().every((provider) => config.includes(`version: "${provider.version}"`))
  );
}

if (import.meta.main) installPlatform();
