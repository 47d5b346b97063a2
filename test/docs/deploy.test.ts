import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { statementsOf } from "../../cli/rights/policy-for.ts";
import { costOf } from "../../core/cost/cost.ts";
import { assumed } from "../../core/cost/usage-figures.ts";
import { parseConfig } from "../../core/settings/parse.ts";
import { COMMON_SEARCH_STRING } from "../../core/values/beacon-words.ts";
import { deployPage } from "../../docs/print-deploy.ts";
import { shipped } from "../../docs/print-rights.ts";
import settings from "../../sim/story.config.ts";
import { aSetup } from "../cli/setup/a-setup.ts";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

const page = read("docs/deploy.md");
const stacks = readdirSync(new URL("../../stacks/", import.meta.url), {
  encoding: "utf8",
  recursive: true,
})
  .filter((file) => file.endsWith(".ts"))
  .map((file) => read(`stacks/${file}`))
  .join("\n");
const graph = read("test/infra/snapshots/production.graph.txt");

describe("docs/deploy.md", () => {
  it("shows what `cost` prints now: node docs/print-deploy.ts", () => {
    expect(page).toBe(deployPage());
    expect(page).toMatch(/\ntotal +\$1[0-4]\.\d\d {2}a month\n/);
  });

  it("makes the health check that reads the beacon of the story", () => {
    const [, json = ""] = /--health-check-config '(\{[\s\S]*?\})'/.exec(page) ?? [];
    const login = settings.pools[0]?.paths.managedLogin;
    expect(JSON.parse(json)).toMatchObject({
      Type: "HTTPS_STR_MATCH",
      SearchString: COMMON_SEARCH_STRING,
      FullyQualifiedDomainName: `${login?.bucket}.s3.${settings.pools[0]?.secondary}.amazonaws.com`,
      ResourcePath: "/cognito-failover/customers/serving-secondary",
      Inverted: true,
    });
  });

  it("has the headings that smoke's checks lead to", () => {
    expect(read("cli/smoke/beacon-checks.ts")).toContain("docs/deploy.md#the-health-check");
    expect(page).toContain("\n### The health check\n");
    expect(read("cli/smoke/pool-checks.ts")).toContain("docs/deploy.md#the-machine-client");
    expect(page).toContain("\n### The machine client\n");
  });

  it("has the headings that the setting up of probe users leads to", () => {
    const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, text = ""]) =>
      text.toLowerCase().replaceAll(" ", "-"),
    );
    const sources = [
      "aws/sdk/refusals.ts",
      "aws/secrets/secrets.ts",
      "aws/secrets/probe-secret.ts",
      "cli/setup/look.ts",
    ];
    const links = [
      ...sources
        .map(read)
        .join("")
        .matchAll(/docs\/deploy\.md#([\w-]+)/g),
    ];
    expect(links.length).toBeGreaterThan(4);
    for (const [, to = ""] of links) expect(headings).toContain(to);
  });

  it("links only to pages that are there", () => {
    for (const [, to = ""] of page.matchAll(/\]\(([\w-]+\.(?:md|json))/g)) {
      expect(() => read(`docs/${to}`), to).not.toThrow();
    }
  });
});

describe("the policy of who sets up probe users", () => {
  const statements = statementsOf("probe-users", shipped());
  const granted = statements.flatMap(({ actions, resources }) =>
    actions.flatMap((action) => resources.map((arn) => `${action} ${arn.split(":")[3]}`)),
  );

  it("names the users and the secret of the story, and no star", () => {
    const [pool] = settings.pools;
    for (const arn of statements.flatMap(({ resources }) => resources)) {
      expect(arn).not.toContain("*");
      const named = [`:userpool/${pool?.userPoolId}`, `:secret:${pool?.probeUser.secret}-??????`];
      expect(named.some((end) => arn.endsWith(end))).toBe(true);
    }
  });

  it("grants what the command asks of AWS, in the Region where it asks, and nothing else", async () => {
    const asked = await callsOfSetUp();
    // Making a secret with replicas asks for this without calling it; the other flow is for other clients.
    const unseen = [
      ...["secretsmanager:ReplicateSecretToRegions us-east-1"],
      ...["cognito-idp:AdminInitiateAuth us-east-1", "cognito-idp:AdminInitiateAuth us-west-2"],
    ];
    expect([...asked, ...unseen].sort()).toEqual([...granted].sort());
  });
});

/** Everything that needs a permission, over the life of the probe users of a pool. */
async function callsOfSetUp(): Promise<readonly string[]> {
  const former = JSON.stringify({ users: [], clientSecret: "the-former-one" });
  const worlds = [
    aSetup({ count: 1 }),
    aSetup({ count: 1, secret: null }),
    aSetup({ count: 1, secret: former, clientSecret: "the-one-of-now" }),
  ];
  for (const world of worlds) {
    for (const wish of ["complete", "repair", "rotate", "remove"] as const) {
      await world.run(world.setUp(wish, { mayCreateSecret: true }));
    }
  }
  const calls = worlds
    .flatMap(({ aws }) => aws.gate.calls)
    .filter(({ operation }) => operation !== "InitiateAuth");
  return [...new Set(calls.map((one) => `${one.service}:${one.operation} ${one.region}`))];
}

describe("the cost report", () => {
  const parsed = parseConfig(settings);
  const lines = parsed.kind === "valid" ? costOf(parsed.config).lines : [];
  const quantity = (name: string) => lines.find((line) => line.name === name)?.quantity;
  const made = (kind: string) =>
    graph.split("\n").filter((line) => line.startsWith(`${kind} `)).length;

  it("counts as many things as the production stage has", () => {
    expect(quantity("alarms")).toBe(made("MetricAlarm"));
    expect(quantity("keys of the notices")).toBe(made("Key"));
    expect(quantity("dashboard")).toBe(made("Dashboard"));
  });

  it("knows each Lambda's memory and the options of the health check", () => {
    expect(stacks).toContain(`args.memory ??= "${assumed.memoryGb * 1_024} MB"`);
    expect(stacks).toContain(`requestInterval: ${assumed.checkSeconds}`);
    // Each of HTTPS, the string and the short interval is an option that is paid for.
    expect(stacks).toContain('type: "HTTPS_STR_MATCH"');
    expect(quantity("health check, options")).toBe(3);
  });
});
