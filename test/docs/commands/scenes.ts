// The scenes of the documents' blocks. What cannot be tried here is listed at the end, with its reason.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { PUBLIC_OBJECT_SAYS } from "../../../core/values/public-object.ts";
import { parseAws, sendAws } from "./aws-cli.ts";
import { type Desk, ours, pass } from "./desk.ts";
import type { Scene } from "./scene.ts";

const POOL = "us-west-2_Pretend01";
const CHECK = "0f9c2f1e-6d1b-4b0e-9d55-2f6a1f3b7c10";
const SECRET = "cognito-failover/customers/probe-users";

/** One line of the AWS command line, by the test itself. */
export async function aws(desk: Desk, line: string): Promise<string> {
  const call = parseAws(line.split(" "), desk.shell.cwd);
  const sent = sendAws(call, { place: desk.world.desk, cwd: desk.shell.cwd });
  return desk.world.run(sent);
}

/** One command of ours, by the test itself. */
export async function typed(desk: Desk, ...words: readonly string[]) {
  return desk.world.run(ours(desk, words));
}

export async function statusOf(desk: Desk) {
  const { stdout = "", code } = await typed(desk, "status", "customers", "--json");
  return { ...JSON.parse(stdout)[0], code };
}

/** The Region that serves the custom domain, by who is asked when a page is opened. */
async function domainAt(desk: Desk): Promise<string> {
  await desk.world.run(desk.world.application.openLogin());
  const pages = desk.world.aws.gate.calls.filter(({ operation }) => operation === "Login_GET");
  return pages.at(-1)?.region ?? "nowhere";
}

async function nameAt(desk: Desk): Promise<readonly string[]> {
  return desk.world.run(desk.world.application.lookUp());
}

async function secretOf(desk: Desk): Promise<string> {
  return aws(
    desk,
    `secretsmanager get-secret-value --region us-east-1 --secret-id ${SECRET} --query SecretString --output text`,
  );
}

export async function dead(desk: Desk): Promise<void> {
  await typed(desk, "fault", "add", "reset", "--region", "us-west-2", "--endpoints", worldOf(desk));
}

export async function revived(desk: Desk): Promise<void> {
  await typed(desk, "fault", "clear", "--endpoints", worldOf(desk));
}

export const worldOf = (desk: Desk) => join(desk.shell.cwd, "world.json");
const fileOf = (desk: Desk, name: string) => readFileSync(join(desk.shell.cwd, name), "utf8");

/** `at` of the documents, which asks the world that was printed. */
const AT = `at() { node -p "JSON.parse(require('fs').readFileSync('world.json', 'utf8')).$1"; }\n`;

/** All of these are well with one world, one after the other: each leaves it as it was. */
export const calm: readonly Scene[] = [
  {
    block: "docs/runbook.md#First",
    does: "says what users meet, and ends with 0",
    effects: [(_, { stdout }) => expect(stdout).toMatch(/^customers: users sign in at us-west-2 /)],
  },
  {
    block: "docs/runbook.md#primaryReported",
    does: "pauses until somebody resumes",
    effects: [
      async (desk) => {
        const { paused, code } = await statusOf(desk);
        expect({ paused, code }).toMatchObject({
          paused: { reason: "a false alarm", stage: "inForce", until: null },
          code: 7,
        });
        await typed(desk, "resume", "customers", "--reason", "it was none");
      },
    ],
  },
  {
    block: "docs/runbook.md#Stopping automatic action",
    does: "pauses for two hours, ends that, and plans one ahead",
    effects: [
      async (desk, { stdout }) => {
        expect(stdout).toMatch(/ended the pause of .+: the network work is done\.\n/);
        const { paused, code, next } = await statusOf(desk);
        expect(paused).toMatchObject({ reason: "maintenance of us-west-2", stage: "planned" });
        expect(paused.until - paused.from).toBe(2 * 3_600_000);
        expect(new Date(paused.from).toISOString()).toMatch(/T20:00:00/);
        expect({ code, next }).toEqual({
          code: 7,
          next: 'cognito-failover resume customers --reason "..."',
        });
        await typed(desk, "resume", "customers", "--reason", "another day");
        expect(await statusOf(desk)).toMatchObject({ paused: null, code: 0 });
      },
    ],
  },
  {
    block: "docs/runbook.md#replicaOff",
    does: "shows the replica and switches it on",
    given: (desk) => replica(desk, "INACTIVE"),
    env: () => ({ POOL }),
    effects: [
      async (desk, { stdout }) => {
        expect(stdout).toContain('"INACTIVE"');
        expect((await statusOf(desk)).replica).toBe("ACTIVE");
      },
    ],
  },
  {
    block: "docs/runbook.md#probeCredentials",
    does: "replaces the user whose password somebody changed",
    given: async (desk) => {
      const [user] = JSON.parse(await secretOf(desk)).users;
      await aws(
        desk,
        `cognito-idp admin-set-user-password --region us-west-2 --user-pool-id ${POOL} --username ${user.username} --password Somebody-1-else --permanent`,
      );
    },
    effects: [
      async (desk, { stdout }) => {
        expect(stdout).toMatch(/replace|new/i);
        const again = await typed(
          desk,
          "setup",
          "probe-users",
          "customers",
          "--repair",
          "--dry-run",
        );
        expect(again.stdout).not.toMatch(/password/i);
      },
    ],
  },
  {
    block: "docs/runbook.md#Stopping automatic action:2",
    does: "switches the schedule of the watch off, and changes nothing else of it",
    effects: [
      async (desk) => {
        const now = await aws(
          desk,
          "scheduler get-schedule --region us-east-1 --name cognito-failover-local-watch-customers",
        );
        const [before, after] = [JSON.parse(fileOf(desk, "watch.json")), JSON.parse(now)];
        const { State, ScheduleExpression, Target } = after;
        expect({ State, ScheduleExpression, Target }).toEqual({
          State: "DISABLED",
          ScheduleExpression: before.ScheduleExpression,
          Target: before.Target,
        });
        await desk.shell.run(
          "sed s/DISABLED/ENABLED/ disabled.json > enabled.json; aws scheduler update-schedule --region us-east-1 --cli-input-json file://enabled.json",
        );
      },
    ],
  },
  {
    block: "docs/runbook.md#The beacon",
    does: "lights it, so that the domain is served by the secondary, and puts it out again",
    effects: [
      async (desk) => {
        await pass(desk.world, 1);
        expect(await domainAt(desk)).toBe("us-east-1");
        const { attention, levers } = await statusOf(desk);
        expect(levers[0].reading.stands).toBe("us-east-1");
        expect(attention[0].says).toContain("managed login leads to us-east-1");
      },
      async (desk) => {
        await pass(desk.world, 1);
        expect(await domainAt(desk)).toBe("us-west-2");
      },
      (_, { stdout }) => expect(stdout).toMatch(/^HTTP\/1\.1 403\n/),
      (_, { stdout }) => expect(stdout).toContain("Failure"),
    ],
  },
  {
    block: "docs/runbook.md#leverBlocked",
    does: "shows whatever could keep everyone from reading the bucket",
    given: async (desk) => {
      desk.world.aws.s3.seedAccountPublicAccessBlock({});
      const settings =
        "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=false,RestrictPublicBuckets=false";
      const bucket = "--region us-east-1 --bucket customers-failover-beacon";
      await aws(
        desk,
        `s3api put-public-access-block ${bucket} --public-access-block-configuration ${settings}`,
      );
    },
    effects: [
      (_, { stdout }) => expect(stdout).toMatch(/^ok +customers +beacon for everyone /m),
      (_, { stdout }) => {
        expect(stdout).toMatch(/^HTTP\/1\.1 200\n/);
        expect(stdout).toContain(PUBLIC_OBJECT_SAYS);
      },
      (_, { stdout }) => expect(stdout).toContain('"RestrictPublicBuckets": "false"'),
      (_, { stdout }) => expect(stdout).toContain('"RestrictPublicBuckets": false'),
      (_, { stdout }) => expect(stdout).toContain("serving-secondary.reachable"),
    ],
  },
  {
    block: "docs/runbook.md#The beacon:2",
    does: "turns the check, and turns it back",
    effects: [
      async (desk) => {
        await pass(desk.world, 1);
        expect(await domainAt(desk)).toBe("us-east-1");
      },
      async (desk) => {
        await pass(desk.world, 1);
        expect(await domainAt(desk)).toBe("us-west-2");
      },
    ],
  },
  {
    block: "docs/runbook.md#The weights of the records",
    does: "sends the name to the secondary alone",
    effects: [
      async (desk) => {
        await pass(desk.world, 2);
        expect(await nameAt(desk)).toEqual(["sign-in.us-east-1.customers.example"]);
        await desk.shell.run(
          `sed -e 's/"Weight": 0,/"Weight": 7,/; s/"Weight": 100,/"Weight": 0,/; s/"Weight": 7,/"Weight": 100,/' weights.json > home.json
          aws route53 change-resource-record-sets --hosted-zone-id Z0PRETEND00CUSTOMERS1 --change-batch file://home.json`,
        );
        await pass(desk.world, 2);
        expect(await nameAt(desk)).toEqual(["sign-in.us-west-2.customers.example"]);
      },
    ],
  },
  {
    block: "docs/runbook.md#Stored state",
    does: "saves the stored state",
    effects: [(desk) => expect(fileOf(desk, "saved.json")).toMatch(/"version": {\s+"N": "\d+"/)],
  },
  {
    block: "docs/runbook.md#Stored state:2",
    does: "shows the statistics and deletes one, which the next probe begins anew",
    env: () => ({ T: "cognito-failover-local-ledger" }),
    effects: [
      async (desk, { stdout }) => {
        expect(JSON.parse(stdout)).toContain("word#statistic#us-west-2");
        const { primary } = await statusOf(desk);
        expect(primary.ages["eu-west-1"] ?? "none").toSatisfy(
          (age: unknown) => age === "none" || Number(age) < 60_000,
        );
        await pass(desk.world, 2);
      },
    ],
  },
  {
    block: "docs/runbook.md#When nothing is heard at all",
    does: "shows that the controller decides, and how the primary stands",
    effects: [
      (_, { stdout }) => {
        const { Datapoints } = JSON.parse(stdout);
        expect(Datapoints.length).toBeGreaterThan(2);
        expect(Datapoints[0]).toMatchObject({ Maximum: 0 });
      },
    ],
  },
  {
    block: "docs/emulator.md#Start it",
    does: "leaves the line that leads everywhere",
    effects: [(desk) => expect(JSON.parse(fileOf(desk, "world.json")).pool.id).toBe(POOL)],
  },
  {
    block: "docs/emulator.md#Use it from other clients",
    does: "signs a user in, asks the health check and the name, and opens the login page",
    effects: [
      (_, { stdout }) => {
        expect(stdout).toContain('"AccessToken"');
        expect(stdout).toContain("HealthCheckObservations");
        expect(stdout).toContain("\nsign-in.us-west-2.customers.example.\n");
        expect(stdout).toMatch(/HTTP\/1\.1 200[\s\S]+<form/);
      },
    ],
  },
  {
    block: "docs/emulator.md#Faults",
    does: "makes five faults, lists them and ends all",
    effects: [
      (_, { stdout }) => {
        const [, , , , , listed = [], cleared] = stdout
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line));
        const effects = listed.map((one: { effect: { kind: string } }) => one.effect.kind);
        expect(effects).toEqual(["reset", "error", "delay", "reset", "throttle"]);
        expect(listed.at(-1)).toMatchObject({ until: expect.any(Number) });
        expect(cleared).toEqual([]);
      },
    ],
  },
  {
    block: "docs/emulator.md#The door",
    does: "lists calls",
    prelude: AT,
    effects: [(_, { stdout }) => expect(Array.isArray(JSON.parse(stdout))).toBe(true)],
  },
  {
    block: "docs/deploy.md#2. Settings",
    does: "tells what it costs",
    effects: [(_, { stdout }) => expect(stdout).toMatch(/\ntotal +\$\d+\.\d\d {2}a month\n/)],
  },
  {
    block: "docs/deploy.md#3. Deploy",
    does: "is about a stage whose graph is kept",
    effects: [(_, { stdout }) => expect(stdout).toBe("diff production\ndeploy production\n")],
  },
  {
    block: "docs/deploy.md#Remove",
    does: "is about that stage too",
    effects: [(_, { stdout }) => expect(stdout).toBe("remove production\n")],
  },
  {
    block: "docs/deploy.md#The machine client",
    does: "puts what was edited into the secret, and leaves no file",
    given: async (desk) => Reflect.set(desk, "before", await secretOf(desk)),
    effects: [
      async (desk) => {
        expect((await secretOf(desk)).trim()).toBe(`${Reflect.get(desk, "before")}`.trim());
        expect(() => fileOf(desk, "probes.json")).toThrow();
      },
    ],
  },
  {
    block: "docs/deploy.md#The health check",
    does: "makes an inverted check that looks for the beacon's words",
    effects: [
      (_, { stdout }) => {
        const { HealthCheck } = JSON.parse(stdout);
        expect(HealthCheck.HealthCheckConfig).toMatchObject({
          Type: "HTTPS_STR_MATCH",
          SearchString: "secondary serves",
          Inverted: true,
        });
      },
    ],
  },
  {
    block: "docs/deploy.md#The attribute of the lag",
    does: "shows the lists of the app client, which has none and so lets the standard attributes be written and read",
    effects: [(_, { stdout }) => expect(JSON.parse(stdout)).toEqual([null, null])],
  },
  {
    block: "docs/deploy.md#The health check:2",
    does: "lets the domain follow it",
    env: async (desk) => {
      const said = await aws(
        desk,
        "cognito-idp describe-user-pool-domain --region us-west-2 --domain auth.customers.example",
      );
      const { DomainDescription } = JSON.parse(said);
      return {
        CERTIFICATE_ARN: DomainDescription.CustomDomainConfig.CertificateArn,
        HEALTH_CHECK_ID: CHECK,
      };
    },
    effects: [
      async (desk) => {
        const said = await aws(
          desk,
          "cognito-idp describe-user-pool-domain --region us-west-2 --domain auth.customers.example --query DomainDescription.Routing",
        );
        expect(JSON.parse(said)).toEqual({
          Failover: { SecondaryRegion: "us-east-1", PrimaryRoute53HealthCheckId: CHECK },
        });
      },
    ],
  },
  {
    block: "docs/deploy.md#A pool with threat protection",
    does: "lets the pool do nothing about the probes' app client, whatever the risk",
    effects: [
      (_, { stdout }) => {
        const { RiskConfiguration } = JSON.parse(stdout);
        const { Actions } = RiskConfiguration.AccountTakeoverRiskConfiguration;
        expect(Actions.HighAction).toEqual({ Notify: false, EventAction: "NO_ACTION" });
      },
    ],
  },
  {
    block: "docs/runbook.md#credentialsRefused",
    does: "counts the sign-ins of the last half hour, of which there are none of that client's yet",
    effects: [
      (_, { stdout }) => expect(JSON.parse(stdout)).toMatchObject({ Label: "SignInSuccesses" }),
    ],
  },
  {
    block: "docs/deploy.md#5. Smoke",
    does: "finds nothing amiss, with the scratch record too",
    // A scene before replaced a user: each vantage reads the secret anew once that user's turn has come, of three.
    given: (desk) => pass(desk.world, 7),
    effects: [
      (_, { stdout }) => {
        expect(stdout.match(/ 0 failed, /g)).toHaveLength(2);
        expect(stdout).toMatch(/^ok +customers +scratch record/m);
      },
    ],
  },
  {
    block: "docs/deploy.md#The probe users",
    does: "plans, and then makes the users that the secret has not",
    given: (desk) =>
      aws(
        desk,
        `secretsmanager put-secret-value --region us-east-1 --secret-id ${SECRET} --secret-string {"users":[]}`,
      ),
    effects: [
      async (desk) => {
        const { users } = JSON.parse(await secretOf(desk));
        expect(users).toHaveLength(3);
        expect(users[0].username).toMatch(/^cognito-failover-probe-/);
      },
    ],
  },
  {
    block: "docs/deploy.md#The pool and its replica",
    does: "makes the replica, and switches it on once it is there",
    given: (desk) =>
      replica(desk, "INACTIVE")
        .then(() =>
          aws(
            desk,
            `cognito-idp delete-user-pool-replica --region us-west-2 --user-pool-id ${POOL} --region-name us-east-1`,
          ),
        )
        .then(() => pass(desk.world, 2)),
    effects: [
      async (desk) => {
        expect((await statusOf(desk)).replica).not.toBe("ACTIVE");
        await pass(desk.world, 2);
      },
      async (desk) => expect((await statusOf(desk)).replica).toBe("ACTIVE"),
    ],
  },
];

async function replica(desk: Desk, status: string): Promise<void> {
  await aws(
    desk,
    `cognito-idp update-user-pool-replica --region us-west-2 --user-pool-id ${POOL} --region-name us-east-1 --status ${status}`,
  );
}

/** The primary dies, sign-in moves, and the primary stays dead. */
export const movedAway: readonly Scene[] = [
  {
    block: "docs/runbook.md#How a move can end",
    does: "shows the execution that moved sign-in, and its last steps",
    env: (desk) => ({
      EXECUTION_ARN:
        desk.world.aws.states.executions(desk.world.deployed.failoverMachineArn)[0]?.arn ?? "",
    }),
    effects: [
      (_, { stdout }) => {
        expect(stdout).toMatch(/customers-\d+-\d+\tSUCCEEDED\t/);
        expect(stdout).toContain('"SUCCEEDED"');
        expect(stdout).toContain("ExecutionSucceeded");
      },
    ],
  },
  {
    block: "docs/runbook.md#Stored state:3",
    does: "frees the lease, and keeps its count",
    env: () => ({ T: "cognito-failover-local-ledger" }),
    effects: [
      async (desk) => {
        const key = '{"pk":{"S":"pool#customers"},"sk":{"S":"lease"}}';
        const said = await aws(
          desk,
          `dynamodb get-item --region us-east-1 --table-name cognito-failover-local-ledger --key ${key}`,
        );
        const { Item } = JSON.parse(said);
        expect(Item).toMatchObject({ holder: { S: "nobody" }, validUntil: { N: "0" } });
        expect(Number(Item.fencing.N)).toBeGreaterThan(0);
      },
    ],
  },
  {
    block: "docs/runbook.md#targetNotHealthy",
    does: "is refused for the cooldown that has begun, and moves nobody",
    code: 1,
    effects: [
      async (desk, { stderr }) => {
        expect(stderr).toContain("cooldown:");
        expect(stderr).toMatch(/\nnext: cognito-failover why customers\n$/);
        expect(await statusOf(desk)).toMatchObject({ serving: "us-east-1" });
      },
    ],
  },
];

/** Nothing has failed yet; the script itself makes it fail. */
export const served: readonly Scene[] = [
  {
    block: "README.md#Use it with your own clients",
    does: "signs a user in, kills the primary, and five minutes later the name leads to the secondary",
    effects: [
      async (desk, { stdout }) => {
        expect(stdout).toContain('"AccessToken"');
        expect(stdout).toMatch(/\nsign-in\.us-west-2\.customers\.example\.\n$/);
        await pass(desk.world, 7);
        expect(await nameAt(desk)).toEqual(["sign-in.us-east-1.customers.example"]);
      },
    ],
  },
];

/** By block, or by file for all of its blocks. */
export const exceptions: Readonly<Record<string, string>> = {
  "docs/rehearsal.md#What to run, and how often":
    "test/cli/practice.test.ts types them in a world that may practise",
  "docs/runbook.md#A practice run": "test/cli/practice.test.ts ends a run by them",
  "README.md#cognito-failover": "the gate itself; test/cli/story.test.ts runs the story",
  "docs/real-account.md": "each line needs an account: that is what the page is about",
  "docs/detection.md#Do it again":
    "half an hour of one core; test/docs/detection.test.ts compares what it prints",
  "docs/detection.md#Do it again:2":
    "a file that the reader writes; test/cli/backtest.test.ts runs the command",
  "docs/emulator.md#Does it tell the truth?":
    "another emulator is asked; test/contract/cognito.test.ts is the list",
  "docs/runbook.md#edge": "names and certificates of a domain of the reader's own",
  "docs/runbook.md#throttled":
    "Service Quotas: neither the SDK's client nor the pretend AWS is there",
  "docs/runbook.md#probesBlind": "`aws logs tail` is the CLI's own; the pretend AWS keeps no logs",
};
