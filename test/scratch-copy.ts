// A copy of the project in which something may be made wrong.

import { cpSync, mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const left = new Set(["node_modules", ".git", ".sst", ".claude"]);

/** Answers its folder, which is the caller's to remove. */
export function scratchCopy(): string {
  const scratch = mkdtempSync(join(tmpdir(), "scratch-"));
  cpSync(root, scratch, { recursive: true, filter: (path) => !left.has(basename(path)) });
  symlinkSync(join(root, "node_modules"), join(scratch, "node_modules"));
  return scratch;
}
