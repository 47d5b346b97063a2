import { execFileSync } from "node:child_process";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installed } from "../installed.ts";
import { ended, run, start } from "./program.ts";
import { isWell, type Report, type ServedWorld, serve } from "./served-world.ts";

let world: ServedWorld;
let began: number;
/** Real time first, pretend time later: the world runs ahead of this machine's clock. */
const SPEED = 60;

beforeAll(async () => {
  began = Date.now();
  world = await serve("--speed", String(SPEED));
}, 40_000);

afterAll(() => world.end());

const endpoint = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/);

describe("local --serve", () => {
  it("prints one line of JSON with all that a foreign client needs, and nothing else", () => {
    expect(JSON.parse(world.line)).toStrictEqual({
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
    });
  });

  it("ends on SIGTERM with 0 and leaves no listener", async () => {
    const other = await serve();
    const ports = portsOf(other.line);
    expect(await Promise.all(ports.map(isListening))).toEqual(ports.map(() => true));
    const { code, stdout, stderr } = await other.end();
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `${other.line}\n`, stderr: "" });
    expect(await Promise.all(ports.map(isListening))).toEqual(ports.map(() => false));
  });

  it.skipIf(olderNode() === null)("ends so under an older Node as well", async () => {
    const program = start(["local", "--serve"], { node: olderNode() ?? "" });
    const line = await new Promise<string>((resolve) => program.stdout.once("data", resolve));
    const finished = ended(program);
    program.kill("SIGTERM");
    expect((await finished).code).toBe(0);
    const ports = portsOf(String(line));
    expect(await Promise.all(ports.map(isListening))).toEqual(ports.map(() => false));
  });
});

describe("status of a served world", () => {
  let report: Report;

  beforeAll(async () => {
    report = await world.until("health", (one) => isWell(one) && one.events.length > 0);
  }, 40_000);

  it("--json tells where each Region, the levers and the decision stand", () => {
    expect(report).toMatchObject({
      pool: "customers",
      phase: "steady",
      serving: "us-west-2",
      mode: "automatic",
      paused: null,
      primary: { region: "us-west-2", verdict: { kind: "healthy" }, health: { name: "up" } },
      secondary: { region: "us-east-1", verdict: { kind: "healthy" }, health: { name: "up" } },
      replica: "ACTIVE",
      situation: "primaryWell",
      levers: [
        "beacon out: managed login stays in the primary",
        "records of sign-in.customers.example: primary 100, secondary 0",
      ],
    });
  });

  it("reads well as text, and its ages are the world's although that runs ahead", async () => {
    const { code, stdout, stderr } = await world.command("status", "customers");
    const [first = "", ...all] = stdout.trimEnd().split("\n");
    // The lag is there once it was measured, which the world may not have come to yet.
    const lines = all.filter((line) => !line.startsWith("  lag  "));
    const [, age = ""] =
      /^customers: steady for (.+); serving: us-west-2; mode: automatic$/.exec(first) ?? [];
    const healthy = "us-west-2 healthy, us-east-1 healthy, eu-west-1 healthy";
    expect(lines.slice(0, 7)).toEqual([
      `  primary    us-west-2 is up; verdict healthy (${healthy})`,
      `  secondary  us-east-1 is up; verdict healthy (${healthy})`,
      "  replica    ACTIVE",
      "  lever      beacon out: managed login stays in the primary",
      "  lever      records of sign-in.customers.example: primary 100, secondary 0",
      "  diagnosis  allWell: Both Regions sign users in.",
      "  decision   The primary signs users in.",
    ]);
    expect(lines[7]).toMatch(/^ {2}\d\d:\d\d:\d\d {3}The primary signs users in\.$/);
    expect({ code, stderr, lines: lines.length }).toEqual({ code: 0, stderr: "", lines: 8 });
    const oldest = ((Date.now() - began) / 1_000) * SPEED;
    expect(secondsIn(age)).toBeGreaterThan(0);
    expect(secondsIn(age)).toBeLessThanOrEqual(oldest);
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
  const units: Readonly<Record<string, number>> = { s: 1, min: 60, hour: 3_600, hours: 3_600 };
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
