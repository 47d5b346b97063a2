import { type ChildProcessWithoutNullStreams, execFileSync } from "node:child_process";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installed } from "../installed.ts";
import { ended, run, start } from "./program.ts";
import { isWell, leversAt, type Report, type ServedWorld, serve } from "./served-world.ts";

const endpoint = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/);

describe("local --serve", () => {
  it("prints one line of JSON with all that a foreign client needs, and nothing else", async () => {
    const program = start(["local", "--serve"]);
    const finished = ended(program);
    const line = await firstLine(program);
    program.kill("SIGTERM");
    expect((await finished).stdout).toBe(`${line}\n`);
    expect(JSON.parse(line)).toStrictEqual({
      regions: {
        "us-west-2": { role: "primary", endpoint },
        "us-east-1": { role: "secondary", endpoint },
        "eu-west-1": { role: "witness", endpoint },
      },
      global: { endpoint },
      dns: { host: "127.0.0.1", port: expect.any(Number) },
      pool: {
        id: "us-west-2_Pretend01",
        clientId: "1pretend2client3example4567",
        domain: "auth.customers.example",
        issuer: "https://issuer-cognito-idp.us-west-2.amazonaws.com/us-west-2_Pretend01",
      },
      user: { username: "maria", password: expect.stringMatching(/^Pretend-\w{20}-1$/) },
      zone: {
        id: "Z0PRETEND00CUSTOMERS1",
        name: "customers.example",
        record: "sign-in.customers.example",
      },
      topicArn: "arn:aws:sns:us-east-1:123456789012:cognito-failover-local-notices",
      stateMachineArn:
        "arn:aws:states:us-east-1:123456789012:stateMachine:cognito-failover-local-failover",
      settings: fileURLToPath(new URL("../../sim/story.config.ts", import.meta.url)),
    });
  });

  it("ends on SIGTERM with 0 and leaves no listener", async () => {
    const program = start(["local", "--serve"]);
    const finished = ended(program);
    const ports = portsOf(await firstLine(program));
    expect(await Promise.all(ports.map(isListening))).toEqual(ports.map(() => true));
    program.kill("SIGTERM");
    expect(await finished).toMatchObject({ code: 0, stderr: "" });
    expect(await Promise.all(ports.map(isListening))).toEqual(ports.map(() => false));
  });

  it.skipIf(olderNode() === null)("ends so under an older Node as well", async () => {
    const program = start(["local", "--serve"], { node: olderNode() ?? "" });
    const finished = ended(program);
    const line = await firstLine(program);
    program.kill("SIGTERM");
    expect((await finished).code).toBe(0);
    const ports = portsOf(line);
    expect(await Promise.all(ports.map(isListening))).toEqual(ports.map(() => false));
  });
});

describe("status of a served world", () => {
  let world: ServedWorld;
  let report: Report;

  beforeAll(async () => {
    world = await serve();
    report = await world.until("health", (one) => isWell(one) && one.events.length > 0);
  });

  afterAll(() => world.end());

  it("--json tells where each Region, the levers and the decision stand", () => {
    expect(report).toMatchObject({
      pool: "customers",
      phase: "steady",
      serving: "us-west-2",
      paused: null,
      primary: { region: "us-west-2", verdict: { kind: "healthy" }, health: { name: "up" } },
      secondary: { region: "us-east-1", verdict: { kind: "healthy" }, health: { name: "up" } },
      replica: "ACTIVE",
      mode: "automatic",
      modeInForce: "automatic",
      arming: {
        kind: "armed",
        rungs: [
          { rung: "isolation", by: "isolation", standing: { kind: "passed" } },
          { rung: "canary", by: "canary", standing: { kind: "passed" } },
        ],
        next: "cognito-failover practice customers --rung isolation",
      },
      situation: "primaryWell",
      standing: "allWell",
      headline: "users sign in at us-west-2 (primary)",
      next: null,
      levers: leversAt("us-west-2"),
    });
  });

  it("reads well as text, and its ages are the world's although that is years ahead", async () => {
    // Its time is the newest look of the watch: the second one is a minute after the first.
    await world.world.clock.advance(65_000);
    const { code, stdout, stderr } = await world.command("status", "customers");
    const [first = "", ...all] = stdout.trimEnd().split("\n");
    const lines = all.filter((line) => !line.startsWith("  lag  "));
    expect(first).toBe("customers: users sign in at us-west-2 (primary); mode automatic");
    const [stands = "", mode, ...rest] = lines;
    const [, age = ""] = /^ {2}stands {5}steady for (.+); mode automatic$/.exec(stands) ?? [];
    expect(mode).toMatch(
      /^ {2}mode {7}automatic, armed as isolation passed 3 days.* ago and canary passed 3 days.* ago; lapses \d{4}-.+ UTC, unless before: cognito-failover practice customers --rung isolation$/,
    );
    const said = rest.map((line) => line.replace(/ \d[^,)]* ago/g, " ago"));
    const healthy = "us-west-2 healthy ago, us-east-1 healthy ago, eu-west-1 healthy ago";
    expect(said.slice(0, 7)).toEqual([
      `  primary    us-west-2 is up; verdict healthy (${healthy})`,
      `  secondary  us-east-1 is up; verdict healthy (${healthy})`,
      "  replica    ACTIVE",
      "  lever      managed login leads to us-west-2, by the beacon: 3 of 3 checkers of Route 53 find no beacon",
      "  lever      SDK sign-in leads to us-west-2, by weighted records: sign-in.customers.example answers sign-in.us-west-2.customers.example alone, asked of the zone's 1 name server",
      "  diagnosis  allWell: Both Regions sign users in.",
      "  decision   The primary signs users in.",
    ]);
    expect(said[7]).toMatch(/^ {2}\d\d:\d\d:\d\d {3}The primary signs users in\.$/);
    expect({ code, stderr, lines: said.length }).toEqual({ code: 0, stderr: "", lines: 8 });
    expect(secondsIn(age)).toBeGreaterThan(0);
    expect(secondsIn(age)).toBeLessThan(120);
  });

  it("takes the world from standard input, whose writer goes on serving", async () => {
    const program = start(["status", "--json", "--endpoints", "-"]);
    const finished = ended(program);
    program.stdin.write(`${world.line}\n`);
    const { code, stdout } = await finished;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([{ pool: "customers", serving: "us-west-2" }]);
  });

  it("knows no pool but those of the settings", async () => {
    const { code, stderr } = await run(["status", "orders", "--endpoints", world.file]);
    expect(stderr).toBe(
      'Cannot find the pool as it must be one of "customers": current value is "orders"\nnext: cognito-failover status\n',
    );
    expect(code).toBe(2);
  });
});

/** Of what is printed, which goes on being gathered. */
async function firstLine({ stdout }: ChildProcessWithoutNullStreams): Promise<string> {
  for await (const line of createInterface({ input: stdout })) return line;
  throw new Error("the world ended before it began");
}

function portsOf(line: string): readonly number[] {
  const { regions, global, dns } = JSON.parse(line);
  const urls = [...Object.values(regions as Record<string, { endpoint: string }>), global];
  return [...urls.map(({ endpoint: url }) => Number(new URL(url).port)), dns.port];
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

/** "1 min 39 s" in seconds. */
function secondsIn(words: string): number {
  const units: Readonly<Record<string, number>> = {
    s: 1,
    min: 60,
    hour: 3_600,
    hours: 3_600,
  };
  return [...words.matchAll(/(\d+) (\w+)/g)].reduce(
    (sum, [, count, unit = ""]) => sum + Number(count) * (units[unit] ?? Number.NaN),
    0,
  );
}

/** A Node on this machine that cannot run TypeScript itself; null where there is none. */
function olderNode(): string | null {
  const isOlder = (path: string) =>
    Number(execFileSync(path, ["--version"], { encoding: "utf8" }).slice(1, 3)) < 24;
  return installed("node").find(isOlder) ?? null;
}
