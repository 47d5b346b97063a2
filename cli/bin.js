#!/usr/bin/env node
// The program is TypeScript that Node 24 runs as it is. Started by an older Node, this hands over to the
// one that came with `npm ci`.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
const [major = 0] = process.versions.node.split(".").map(Number);

if (major >= 24) {
  await import("./main.ts");
} else {
  const own = fileURLToPath(new URL("../node_modules/node/bin/node", import.meta.url));
  if (!existsSync(own)) {
    console.error(
      `Cannot run cognito-failover as Node 24 or newer must run it: current value is "${process.versions.node}"\nnext: npm ci`,
    );
    process.exit(2);
  }
  const { status } = spawnSync(own, [main, ...process.argv.slice(2)], { stdio: "inherit" });
  process.exit(status ?? 1);
}
