// What this machine has besides `npm ci`: the programs on its PATH.

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Where a program is; empty when it is not installed. */
export function installed(program: string): readonly string[] {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.map((folder) => join(folder, program)).filter(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
