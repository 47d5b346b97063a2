import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { merge } from "../settings/merge.ts";
import { run as here } from "./in-process.ts";
import { run } from "./program.ts";

const directory = mkdtempSync(join(tmpdir(), "mistakes-"));
const file = (name: string, content: string): string => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};
const settingsFile = (name: string) =>
  JSON.parse(readFileSync(new URL(`../settings/${name}.json`, import.meta.url), "utf8"));

afterAll(() => rmSync(directory, { recursive: true }));

const stories =
  "regional-outage, vantage-blind, secondary-sick, trigger-broken-in-both, throttled, wrong-secret, clock-skew, lag, isolation-finds-a-call, canary-good, canary-bad-secondary, canary-too-quiet, practice-preempted, practice-controller-dies, blocked-window";

describe("a mistake in the arguments ends with 2, what must hold and what next:", () => {
  it.concurrent.each([
    {
      line: "mvoe",
      says: "error: unknown command 'mvoe'\nnext: cognito-failover --help\n",
    },
    {
      line: "statsu",
      says: "error: unknown command 'statsu'\n(Did you mean status?)\nnext: cognito-failover --help\n",
    },
    {
      line: "fault remove",
      says: "error: unknown command 'remove'\nnext: cognito-failover fault --help\n",
    },
    {
      line: "status --stage my_stage",
      says: 'Cannot use the stage as its name must be of letters, digits and hyphens: current value is "my_stage"\nnext: choose another name: --stage production\n',
    },
    {
      line: "local --wat",
      says: "error: unknown option '--wat'\nnext: cognito-failover local --help\n",
    },
    {
      line: "local --story flood",
      says: `error: option '--story <name>' argument 'flood' is invalid. It must be one of ${stories}.\nnext: cognito-failover local --help\n`,
    },
    {
      line: "local --story flood --json",
      says: `error: option '--story <name>' argument 'flood' is invalid. It must be one of ${stories}.\nnext: cognito-failover local --help\n`,
    },
    {
      line: "local --seed one",
      says: "error: option '--seed <number>' argument 'one' is invalid. It must be a whole number, 0 or more.\nnext: cognito-failover local --help\n",
    },
    {
      line: "local --seed -1",
      says: "error: option '--seed <number>' argument '-1' is invalid. It must be a whole number, 0 or more.\nnext: cognito-failover local --help\n",
    },
    {
      line: "local --speed 0.5",
      says: "error: option '--speed <number>' argument '0.5' is invalid. It must be a number from 1 to 1000.\nnext: cognito-failover local --help\n",
    },
    {
      line: "local --speed fast",
      says: "error: option '--speed <number>' argument 'fast' is invalid. It must be a number from 1 to 1000.\nnext: cognito-failover local --help\n",
    },
    {
      line: "local regional-outage",
      says: "error: too many arguments for 'local'. Expected 0 arguments but got 1: regional-outage.\nnext: cognito-failover local --help\n",
    },
    {
      line: "failover customers",
      says: "error: required option '--reason <text>' not specified\nnext: cognito-failover failover --help\n",
    },
    {
      line: "failback --reason x",
      says: "error: missing required argument 'pool'\nnext: cognito-failover failback --help\n",
    },
    {
      line: "failover customers --resaon x",
      says: "error: required option '--reason <text>' not specified\n(--resaon: did you mean --reason?)\nnext: cognito-failover failover --help\n",
    },
    {
      line: "approve customers --resaon x",
      says: "error: unknown option '--resaon'\n(Did you mean --reason?)\nnext: cognito-failover approve --help\n",
    },
    {
      line: "local --serve --story lag",
      says: "error: option '--story <name>' cannot be used with option '--serve'\nnext: cognito-failover local --help\n",
    },
    {
      line: "why customers --what-if cooldown",
      says: 'Cannot suppose that as it must have the form NAME=VALUE, such as cooldown="5 minutes" or replica=INACTIVE: current value is "cooldown"\nnext: --what-if cooldown=…, with its value\n',
    },
    {
      line: "why customers --what-if replica=",
      says: 'Cannot suppose that as it must have the form NAME=VALUE, such as cooldown="5 minutes" or replica=INACTIVE: current value is "replica="\nnext: cognito-failover why --help\n',
    },
    {
      line: "fault list",
      says: "error: required option '--endpoints <file>' not specified\nnext: cognito-failover fault list --help\n",
    },
    {
      line: "status customer --settings sim/story.config.ts",
      says: 'Cannot find the pool as it must be one of "customers": current value is "customer"\nnext: cognito-failover status\n',
    },
    {
      line: "failover customer --reason x --settings sim/story.config.ts",
      says: 'Cannot find the pool as it must be one of "customers": current value is "customer"\nnext: cognito-failover status\n',
    },
  ])("$line", async ({ line, says }) => {
    const { code, stdout, stderr } = await here(line.split(" "));
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: says });
  });

  it("no command at all shows the help", async () => {
    const { code, stdout, stderr } = await run([]);
    expect(stderr).toMatch(/^Usage: cognito-failover /);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});

describe("a settings file", () => {
  const callers = ["status", "local", "local --serve", "failover customers --reason x"];

  it.concurrent.each(callers.slice(0, 2))("that is missing is named by %s", async (line) => {
    const missing = join(directory, "missing.ts");
    const { code, stdout, stderr } = await here([...line.split(" "), "--settings", missing]);
    expect(stderr).toContain(
      `Cannot read the settings from ${missing} as the file must exist and export them by default (`,
    );
    expect(stderr).toMatch(/\nnext: docs\/settings\.md\n$/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it.concurrent.each(callers)("is refused by %s with every problem at once", async (line) => {
    const { change, problems } = settingsFile("invalid-three-mistakes");
    const settings = merge(settingsFile("valid"), change);
    const name = `${line.replaceAll(" ", "-")}.config.ts`;
    const path = file(name, `export default ${JSON.stringify(settings)};\n`);
    const { code, stdout, stderr } = await here([...line.split(" "), "--settings", path]);
    expect(problems.length).toBeGreaterThan(2);
    for (const { path: place, message, next } of problems) {
      expect(message).toContain(place);
      expect(stderr).toContain(`  ${message}\n    next: ${next}\n`);
    }
    expect(stderr.startsWith(`Cannot use ${path} as these must be fixed first:\n`)).toBe(true);
    expect(stderr).toMatch(/\nnext: docs\/settings\.md\n$/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("that exports nothing says so, in JSON where JSON is asked for", async () => {
    const path = file("empty.config.ts", "export const settings = {};\n");
    const { code, stdout, stderr } = await run(["status", "--json", "--settings", path]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: "InvalidSettings",
        message: `Cannot read the settings from ${path} as the file must exist and export them by default (it has no default export)`,
        next: "docs/settings.md",
      },
    });
  });
});

describe("--endpoints", () => {
  const next = "\nnext: cognito-failover local --serve > world.json\n";
  const says = (path: string, why: string) =>
    `Cannot read the endpoints from ${path} as it must hold the line that "local --serve" printed (${why})${next}`;

  it.concurrent.each([
    ["other JSON", '{"hello":"world"}', "it is another JSON"],
    ["a list", "[]", "it is another JSON"],
    [
      "Regions without endpoints",
      '{"regions":{"us-west-2":{}},"global":{"endpoint":"http://127.0.0.1:1"},"dns":{"host":"127.0.0.1","port":1}}',
      "it is another JSON",
    ],
    [
      "no DNS server",
      '{"regions":{},"global":{"endpoint":"http://127.0.0.1:1"}}',
      "it is another JSON",
    ],
    [
      "no global endpoint",
      '{"regions":{},"dns":{"host":"127.0.0.1","port":1}}',
      "it is another JSON",
    ],
    ["nothing yet", "", "it is empty"],
  ])("of a file with %s is refused", async (what, content, why) => {
    const path = file(`${what.replaceAll(" ", "-")}.json`, content);
    const { code, stdout, stderr } = await here(["status", "--endpoints", path]);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: says(path, why) });
  });

  it.concurrent("of a missing file is refused", async () => {
    const path = join(directory, "missing.json");
    const { code, stdout, stderr } = await here(["fault", "list", "--endpoints", path]);
    const why = `ENOENT: no such file or directory, open '${path}'`;
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: says(path, why) });
  });

  it.concurrent("of standard input that is no JSON is refused", async () => {
    const { code, stderr } = await run(["status", "--endpoints", "-"], { input: "hello\n" });
    expect(stderr).toMatch(/^Cannot read the endpoints from - as it must hold the line/);
    expect(code).toBe(2);
  });

  it.concurrent("of a world that has ended ends with 3 and says what to look at", async () => {
    const nobody = await closedEndpoint();
    const path = file(
      "ended.json",
      JSON.stringify({
        regions: { "us-east-1": { endpoint: nobody } },
        global: { endpoint: nobody },
        dns: { host: "127.0.0.1", port: 1 },
        settings: "sim/story.config.ts",
      }),
    );
    for (const args of [["status"], ["fault", "list"]]) {
      const { code, stdout, stderr } = await here([...args, "--endpoints", path]);
      expect(stderr).toMatch(
        /^Cannot go on as AWS must be in reach: current value is ".*ECONNREFUSED.*"\nnext: look at the network; for the pretend AWS: cognito-failover local --serve\n$/,
      );
      expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    }
  });
});

describe("without credentials", () => {
  it("AWS is not asked, and the way to the pretend AWS is named", async () => {
    const { code, stdout, stderr } = await run(["status"]);
    expect(stderr).toMatch(
      /^Cannot ask AWS as credentials must be found: current value is ".+"\nnext: aws sso login, or --endpoints world\.json for the pretend AWS\n$/,
    );
    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
  });
});

/** A port of this machine that nobody listens on any more. */
async function closedEndpoint(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
