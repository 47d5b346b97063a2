import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProbeResult } from "../../core/probe/probe.ts";
import { journeyNames, journeys } from "../../core/settings/journey.ts";
import { type ServedWorld, serve } from "./served-world.ts";

let world: ServedWorld;

beforeAll(async () => {
  world = await serve();
});

afterAll(() => world.end());

interface Seen {
  readonly vantage: string;
  readonly trouble: string | null;
  readonly targets: readonly {
    readonly target: string;
    readonly votes: Readonly<Record<string, string>>;
    readonly journeys: readonly ProbeResult[];
  }[];
}

async function probed(...options: readonly string[]) {
  const { code, stdout } = await world.command("probe", "customers", "--json", ...options);
  return { code, text: stdout, seen: JSON.parse(stdout) as readonly Seen[] };
}

const fault = (...words: readonly string[]) => world.command("fault", ...words);

describe("probe", () => {
  it("--json shows every journey at both Regions from every vantage, step by step", async () => {
    const { code, text, seen } = await probed("--paid");
    expect(code, text).toBe(0);
    expect(seen.map(({ vantage }) => vantage)).toEqual(["us-west-2", "us-east-1", "eu-west-1"]);
    for (const { targets } of seen) {
      const walked = targets.flatMap(({ target, journeys }) =>
        journeys.map(({ journey }) => `${journey} ${target}`),
      );
      const wanted = journeyNames.flatMap((name) =>
        (journeys[name].against === "eachTarget" ? ["us-west-2", "us-east-1"] : ["us-east-1"]).map(
          (target) => `${name} ${target}`,
        ),
      );
      expect(walked.toSorted()).toEqual(wanted.toSorted());
      for (const { votes } of targets) {
        expect(votes).toEqual({ signIn: "good", machine: "good", federation: "good" });
      }
      for (const { steps, outcome } of targets.flatMap(({ journeys }) => journeys)) {
        expect(outcome).toEqual({ kind: "ok" });
        expect(steps.length).toBeGreaterThan(0);
        for (const step of steps) {
          expect(step).toMatchObject({ took: expect.any(Number), outcome: "ok" });
        }
      }
    }
    const token = seen[2]?.targets[0]?.journeys.find(({ journey }) => {
      return journey === "clientCredentials";
    });
    expect(token?.steps.map(({ name }) => name)).toContain("token");
    expect(text).not.toMatch(/eyJ|Pretend-/);
  });

  it("shows what fails, as what, and how it counts, and ends with 1", async () => {
    await fault("add", "InternalErrorException:500", "--operation", "RespondToAuthChallenge");
    const { code, stdout } = await world.command("probe", "customers", "--from", "eu-west-1");
    await fault("clear");
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^customers, seen from eu-west-1\n {2}us-west-2, the primary; counts as: signIn bad, machine good, federation good\n/,
    );
    expect(stdout).toMatch(
      /\n {4}failed {2}srp +\d+ ms {2}secret \d+, signIn \d+, challenge \d+ failed\n/,
    );
    expect(stdout).toContain(
      "serverError at challenge (InternalErrorException 500): the Region answered with an error of its own",
    );
    expect(stdout).toMatch(
      /\n {4}ok {6}password +\d+ ms {2}secret \d+, signIn \d+, verifyToken \d+, refresh \d+\n/,
    );
  });

  it("says which vantage did not answer, and goes on with the others", async () => {
    await fault("add", "reset", "--service", "lambda", "--region", "us-west-2");
    const { code, seen } = await probed();
    const { stdout } = await world.command("probe", "customers", "--from", "us-west-2");
    await fault("clear");
    expect(code).toBe(1);
    expect(seen.map(({ trouble }) => trouble)).toEqual(["TimeoutError ECONNRESET", null, null]);
    expect(stdout).toBe(
      "customers, seen from us-west-2\n  no answer  TimeoutError ECONNRESET\n  next: cognito-failover smoke customers\n",
    );
  });

  it("refuses a vantage that the pool has not", async () => {
    const { code, stderr } = await world.command("probe", "customers", "--from", "sa-east-1");
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'Cannot probe "customers" from there as it must be one of its vantages, us-west-2, us-east-1, eu-west-1: current value is "sa-east-1"\nnext: cognito-failover probe customers --from us-west-2\n',
    });
  });
});
