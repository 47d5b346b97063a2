// Walks each recipe of CONTRIBUTING: with all its places the gate's checks are content, and with one left out they are
// not. `npm run recipes`; a word after it walks those alone whose name has it. It takes some minutes.

import { rmSync } from "node:fs";
import { scratchCopy } from "../scratch-copy.ts";
import { recipes } from "./recipes.ts";
import { type Kitchen, unprinted, walked } from "./walk.ts";

const [wanted = ""] = process.argv.slice(2);
const folder = scratchCopy();
const kitchen: Kitchen = { folder, originals: new Map() };
const failed: string[] = [];

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  for (const recipe of recipes.filter(({ name }) => name.includes(wanted))) {
    const files = [...new Set(recipe.edits.map(({ file }) => file))];
    say(`${recipe.name}: ${files.length} files`);
    const complaint = walked(kitchen, recipe);
    if (complaint !== null) {
      failed.push(recipe.name);
      say(`  not content with all of it: ${complaint}`);
      continue;
    }
    const left = [
      ...recipe.edits.map((edit) => [edit.file, () => walked(kitchen, recipe, edit)] as const),
      ...(recipe.prints ?? []).map(
        ({ program }) => [program, () => unprinted(kitchen, recipe)] as const,
      ),
    ];
    for (const [place, without] of left) {
      const said = without();
      if (said === null) failed.push(`${recipe.name} without ${place}`);
      say(
        `  without ${place}: ${said === null ? "NOBODY MISSES IT" : (said.split("\n")[0] ?? "")}`,
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
say(failed.length === 0 ? "all walked" : `wrong: ${failed.join("; ")}`);
process.exitCode = failed.length === 0 ? 0 : 1;
