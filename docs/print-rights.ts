// Prints the policies in docs/policies/ and the table of commands in docs/security.md: `node docs/print-rights.ts`.
// Both are what `cognito-failover iam-policy` says of the settings of the story.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type Audience, audiences } from "../cli/rights/audiences.ts";
import { type CommandName, commandNeeds, typists } from "../cli/rights/commands.ts";
import type { Deployment } from "../cli/rights/deployment.ts";
import type { Need } from "../cli/rights/needs.ts";
import { policyFor } from "../cli/rights/policy-for.ts";
import { checked } from "../cli/settings.ts";
import settings from "../sim/story.config.ts";
import { names } from "../stacks/names.ts";

const page = new URL("./security.md", import.meta.url);
const folder = new URL("./policies/", import.meta.url);

/** What the printed policies are of. */
export function shipped(): Deployment {
  const config = checked(settings, "sim/story.config.ts");
  const [pool] = config.pools;
  const stage = "production";
  return {
    ...{ config, stage, named: names(stage), account: "123456789012" },
    home: pool?.secondary as Deployment["home"],
  };
}

/** By the file's name. */
export function policyFiles(): Readonly<Record<string, string>> {
  const parts = Object.keys(audiences).flatMap((audience) =>
    policyFor(audience as Audience, shipped()),
  );
  return Object.fromEntries(
    parts.map(({ name, document }) => [`${name}.json`, `${JSON.stringify(document, null, 2)}\n`]),
  );
}

const table = /(?<=<!-- commands -->\n)[\s\S]*?(?=<!-- \/commands -->)/;

export function securityPage(): string {
  return readFileSync(page, "utf8").replace(table, () => `\n${commandTable()}\n\n`);
}

function commandTable(): string {
  const rows = Object.entries(commandNeeds).map(([command, needs]) => {
    const who = Object.entries(typists)
      .filter(([, commands]) => (commands as readonly CommandName[]).includes(command as never))
      .map(([name]) => `\`${name}\``);
    return `| \`${command}\` | ${who.join(", ")} | ${actionsOf(needs)} |`;
  });
  return ["| command | typed by | asks of AWS |", "| --- | --- | --- |", ...rows].join("\n");
}

function actionsOf(needs: readonly Need[]): string {
  const actions = needs.flatMap((need) => need(shipped()).flatMap((one) => one.actions));
  const byService = Map.groupBy([...new Set(actions)], (action) => action.split(":")[0]);
  return [...byService]
    .map(([service, own]) => {
      const verbs = own.map((action) => action.split(":")[1]);
      return `\`${service}:\` ${verbs.join(", ")}`;
    })
    .join("; ");
}

if (import.meta.main) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [name, text] of Object.entries(policyFiles()))
    writeFileSync(new URL(name, folder), text);
  writeFileSync(page, securityPage());
}
