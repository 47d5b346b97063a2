import {
  CognitoIdentityProviderClient,
  UpdateUserPoolReplicaCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sdkClient } from "../../aws/sdk/clients.ts";
import type { ReadinessReport } from "../../core/readiness/report.ts";
import { region } from "../../core/values/types.ts";
import { isWell, type ServedWorld, serve } from "./served-world.ts";

let served: ServedWorld;

beforeAll(async () => {
  served = await serve();
  await served.until("health", isWell);
});

afterAll(() => served.end());

const check = (...words: readonly string[]) => served.command("check", "customers", ...words);
const reportOf = (stdout: string) => JSON.parse(stdout) as ReadinessReport;

async function replicaIs(Status: "ACTIVE" | "INACTIVE"): Promise<void> {
  const { world } = served;
  const client = sdkClient(CognitoIdentityProviderClient, world.desk, {
    ...{ region: region("us-east-1"), service: "cognito-idp" },
  });
  const about = { UserPoolId: world.policy.userPoolId, RegionName: "us-east-1", Status };
  await world.run(client.send(new UpdateUserPoolReplicaCommand(about)));
}

async function minutesPass(count: number): Promise<void> {
  const { world } = served;
  await world.run(world.clock.wait(count * 60_000));
}

describe("check", () => {
  it("has nothing to show before there was one", async () => {
    const { code, stderr } = await check("--last");
    expect(stderr).toContain('Cannot show the last check of "customers" as there must be one');
    expect(stderr).toContain("next: cognito-failover check customers");
    expect(code).toBe(1);
  });

  it("shows each row, what is not ready first and with what comes next", async () => {
    const { code, stdout } = await check();
    expect(stdout).toMatch(/^ready {4}replica-status {11}ACTIVE$/m);
    expect(stdout).toMatch(
      /^unknown {2}control-planes {11}seen once, .+\n {9}must: the zone .+\n {9}breaks: .+\n {9}since: .+\n {9}next: aws route53 /m,
    );
    expect(stdout.indexOf("unknown ")).toBeLessThan(stdout.indexOf("ready "));
    expect(stdout).toMatch(/\ncustomers, 20\d\d-.+ UTC: .*\d+ ready/);
    expect(code).toBe(0);
  });

  it("is what was kept, and what --last shows", async () => {
    const fresh = reportOf((await check("--json")).stdout);
    expect(fresh).toMatchObject({ pool: "customers", isCalm: true });
    expect(reportOf((await check("--last", "--json")).stdout)).toEqual(fresh);
  });
});

describe("a row that is acknowledged", () => {
  const acknowledge = (row: string, until: string, ...more: readonly string[]) =>
    served.command(
      ...["acknowledge", "customers", row, "--until", until],
      ...["--because", "AWS enables it next week", ...more],
    );

  const [near, nothing] = ['such as "control-planes": current value is', "to acknowledge"];
  it.each([
    { is: "no row", row: "control-plane", says: near },
    { is: "a row that is ready", row: "replica-status", says: nothing },
    { is: "without a date", until: "soon", says: '"--until" must be a date' },
    { is: "for a day that has passed", until: "2039-12-01", says: "must lie after 2040-01-01" },
    { is: "for too long", until: "2041-01-01", says: '"--until" must lie within 90 days' },
  ])("is not $is", async ({ row = "control-planes", until = "2040-01-20", says }) => {
    const { code, stderr } = await acknowledge(row, until);
    expect(stderr).toContain(says);
    expect(code).toBe(2);
  });

  it("is shown with who, until when and why, from the next check on", async () => {
    await minutesPass(1);
    await check();
    const { code, stdout } = await acknowledge("control-planes", "2040-01-20", "--by", "ada");
    expect(stdout).toMatch(
      /^ada, as arn:.+ acknowledged control-planes of customers as differs until 2040-01-20 00:00:00 UTC: AWS enables it next week\./,
    );
    expect(code).toBe(0);
    const after = await check();
    expect(after.stdout).toMatch(
      /^known {4}control-planes {11}it has none\n(?:.+\n){2} {9}known: ada, as arn:.+, until 2040-01-20 00:00:00 UTC: AWS enables it next week$/m,
    );
  });
});

describe("what blocks a failover", () => {
  it("ends the command with 1, once a second look has seen it", async () => {
    await replicaIs("INACTIVE");
    expect((await check()).code).toBe(0);
    await minutesPass(1);
    const { code, stdout } = await check();
    expect(stdout).toMatch(/^blocker {2}replica-status {11}it is INACTIVE\n {9}must: /m);
    expect(code).toBe(1);
  });

  it("is an error of SARIF, and what is known is suppressed", async () => {
    const { code, stdout } = await check("--last", "--sarif");
    const { runs } = JSON.parse(stdout) as { runs: readonly { results: readonly object[] }[] };
    expect(runs[0]?.results).toContainEqual(
      expect.objectContaining({
        ...{ ruleId: "replica-status", level: "error" },
        locations: [{ logicalLocations: [{ fullyQualifiedName: "customers/replica-status" }] }],
      }),
    );
    expect(runs[0]?.results).toContainEqual(
      expect.objectContaining({
        ...{ ruleId: "control-planes", level: "warning" },
        suppressions: [{ kind: "external", justification: "AWS enables it next week" }],
      }),
    );
    expect(code).toBe(1);
  });
});
