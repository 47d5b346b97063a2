// Prints the table of costs in docs/deploy.md: `node docs/print-deploy.ts`. It is what `cognito-failover cost`
// says of the settings of the story.

import { readFileSync, writeFileSync } from "node:fs";
import { costText } from "../cli/cost.ts";
import { checked } from "../cli/settings.ts";
import settings from "../sim/story.config.ts";

const page = new URL("./deploy.md", import.meta.url);

const table = /(?<=```text\n)[\s\S]*?(?=```)/;

export function deployPage(): string {
  const text = costText(checked(settings, "sim/story.config.ts"));
  return readFileSync(page, "utf8").replace(table, () => `${text}\n`);
}

if (import.meta.main) writeFileSync(page, deployPage());
