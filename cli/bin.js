#!/usr/bin/env node
// The program is TypeScript that Node 24 runs as it is. Started by an older Node, this hands over to the
// one that came with `npm ci`.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
const [major = 0] = process.versions.node.split(".").map(Number);

if (major >= 24) {
  // The SDK's clients are most of what is loaded: compiled once, they start a command in half the time.
  module.enableCompileCache();
  await import("./main.ts");
} else {
  const own = fileURLToPath(new URL("../node_modules/node/bin/node", import.meta.url));
  if (!existsSync(own)) {
    console.error(
      `Cannot run cognito-failover as Node 24 or newer must run it: current value is "${process.versions.node}"\nnext: npm ci`,
    );
    process.exit(2);
  }
  const program = spawn(own, [main, ...process.argv.slice(2)], { stdio: "inherit" });
  // Whoever ends this process means the program. A terminal tells both of Ctrl-C and of hanging up.
  process.on("SIGTERM", () => program.kill("SIGTERM"));
  for (const signal of ["SIGINT", "SIGHUP"]) process.on(signal, () => undefined);
  program.on("exit", (status, signal) => {
    process.exit(status ?? 128 + constants.signals[signal ?? "SIGTERM"]);
  });
}
