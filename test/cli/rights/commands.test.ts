import { Iam } from "pretend-aws/iam/iam.ts";
import { readPolicy } from "pretend-aws/iam/policy.ts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Place, RetryPolicy } from "../../../aws/sdk/clients.ts";
import { audiences } from "../../../cli/rights/audiences.ts";
import {
  type CommandName,
  commandNeeds,
  statementsFor,
  typists,
} from "../../../cli/rights/commands.ts";
import type { Deployment } from "../../../cli/rights/deployment.ts";
import { documentOf, type PolicyStatement } from "../../../cli/rights/statement.ts";
import { names } from "../../../stacks/names.ts";
import { aDesk, type Desk, pass } from "../../docs/commands/desk.ts";
import { dead, statusOf, typed } from "../../docs/commands/scenes.ts";
import asking from "../asking-password-only.config.ts";
import { type Asked, type Placed, placed } from "./deeds.ts";

interface Handler {
  handle(request: Asked, ...more: unknown[]): Promise<unknown>;
}

/** What commands have sent since this was emptied, signed. */
const asked: Asked[] = [];

/** The same place, listened to. */
function listened(place: Place): Place {
  const { requestHandler } = place.runtime;
  const listening = (retryPolicy: RetryPolicy) => {
    const handler = requestHandler?.(retryPolicy) as Handler;
    const handle: Handler["handle"] = (request, ...more) => {
      if (isSigned(request)) asked.push(request);
      return handler.handle(request, ...more);
    };
    return { ...handler, handle };
  };
  return { ...place, runtime: { ...place.runtime, requestHandler: listening } };
}

/** What everyone may read is read without a signature. */
function isSigned({ headers }: Asked): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === "authorization");
}

/** What each command is tried with, one after the other. */
const calm: readonly (readonly [CommandName, ...(readonly string[])[]])[] = [
  ["status", ["status", "customers"]],
  ["why", ["why", "customers"], ["why", "customers", "--at", "00:00"]],
  ["policy explain", ["policy", "explain", "customers"]],
  ["probe", ["probe", "customers"]],
  ["check", ["check", "customers"], ["check", "customers", "--last"]],
  [
    "acknowledge",
    [
      ...["acknowledge", "customers", "control-planes"],
      ...["--until", "2040-02-01", "--because", "it is planned"],
    ],
  ],
  ["smoke", ["smoke", "customers", "--scratch"]],
  ["pause", ["pause", "customers", "--reason", "x", "--for", "1 hour"]],
  ["resume", ["resume", "customers", "--reason", "x"]],
  ["practice report", ["practice", "report", "customers"]],
  ["practice list", ["practice", "list", "customers"]],
  ["practice stop", ["practice", "stop", "customers", "--reason", "x"]],
  ["practice run", ["practice", "customers", "--rung", "isolation"]],
  ["failover", ["failover", "customers", "--reason", "x"]],
  ["failback", ["failback", "customers", "--reason", "x", "--override", "cooldown"]],
];

/** What a pretend world has no occasion for, and why it is granted all the same. */
const unseen: Readonly<Partial<Record<CommandName, readonly string[]>>> = {
  smoke: [
    "cognito-idp:DescribeRiskConfiguration", // of pools in whose mode threat protection acts, which this one has not
    "cognito-idp:ListUserPoolClients", // for the clients of `signals.traffic`, of which these settings have none
    "sns:ListSubscriptionsByTopic", // a pretend world has nobody who confirms
  ],
  "practice report": ["dynamodb:GetItem"], // what reads the ledger is granted as one
  "practice stop": ["dynamodb:Query", "dynamodb:PutItem"], // of a run that is under way, which none is here
  // GetItem is the question's, which may yet lie with the pool's other items. It is answered by yes or no; how the move goes is told to whoever said yes.
  approve: ["dynamodb:GetItem", "states:SendTaskFailure"],
  decline: ["dynamodb:Query", "dynamodb:GetItem", "states:SendTaskSuccess"],
};

describe("a command asks for what its rights allow, and for all of it:", () => {
  const heard = new Map<CommandName, readonly Placed[]>();
  let desks: readonly Desk[] = [];

  async function tried(desk: Desk, command: CommandName, ...lines: readonly (readonly string[])[]) {
    asked.length = 0;
    for (const words of lines) await typed(desk, ...words);
    heard.set(
      command,
      asked.map(placed).filter((one) => one !== null),
    );
  }

  beforeAll(async () => {
    const desk = await aDesk({ listened });
    vi.stubGlobal("fetch", desk.fetch);
    for (const [command, ...lines] of calm) await tried(desk, command, ...lines);
    const other = await aDesk({ settings: asking, listened });
    vi.stubGlobal("fetch", other.fetch);
    await dead(other);
    for (const verb of ["decline", "approve"] as const) {
      const reason = ["--reason", "x"];
      await waiting(other);
      await tried(other, verb, [verb, "customers", ...reason]);
    }
    desks = [desk, other];
  });
  afterAll(async () => {
    vi.unstubAllGlobals();
    await Promise.all(desks.map((desk) => desk.close()));
  });

  const commands = (Object.keys(commandNeeds) as CommandName[]).filter(
    // Listened to where it is tried over its whole life: test/docs/deploy.test.ts.
    (command) => command !== "setup probe-users",
  );

  it.each(commands)("%s", (command) => {
    const statements = statementsFor([command], deployment(desks));
    const deeds = heard.get(command) ?? [];
    expect(deeds.length).toBeGreaterThan(0);
    expect(refused(statements, deeds)).toEqual([]);
    const known = unseen[command] ?? [];
    expect(idle(statements, deeds).filter((one) => !known.includes(one))).toEqual([]);
  });

  it("and none of what who may only look may do leads to a task token", () => {
    const statements = statementsFor(typists.observe, deployment(desks));
    const at = (action: string, resource: string, key?: string): Placed => ({
      region: "us-east-1",
      deed: {
        ...{ action, resource },
        ...(key === undefined ? {} : { values: { "dynamodb:LeadingKeys": [key] } }),
      },
    });
    const table = "arn:aws:dynamodb:us-east-1:123456789012:table/cognito-failover-local-ledger";
    const execution =
      "arn:aws:states:us-east-1:123456789012:execution:cognito-failover-local-failover:one";
    const tokens = [
      at("dynamodb:GetItem", table, "approval#customers"),
      at("dynamodb:Query", table, "approval#customers"),
      at("dynamodb:Scan", table),
      at("states:GetExecutionHistory", execution),
      at("states:SendTaskSuccess", "*"),
    ];
    expect(refused(statements, tokens)).toHaveLength(tokens.length);
    expect(refused(statements, [at("dynamodb:GetItem", table, "pool#customers")])).toEqual([]);
  });
});

describe("the tables of who types what", () => {
  it("name an audience that has a policy, and every command is somebody's", () => {
    expect(Object.keys(audiences)).toEqual(expect.arrayContaining(Object.keys(typists)));
    const typedBySomebody = new Set<string>(Object.values(typists).flat());
    expect(Object.keys(commandNeeds).filter((command) => !typedBySomebody.has(command))).toEqual(
      [],
    );
  });
});

async function waiting(desk: Desk): Promise<void> {
  for (let minute = 0; minute < 40; minute += 1) {
    if ((await statusOf(desk)).question !== null) return;
    await pass(desk.world, 1);
  }
  throw new Error("nobody is asked");
}

function deployment([desk]: readonly Desk[]): Deployment {
  if (desk === undefined) throw new Error("no world is open");
  const { config, deployed } = desk.world;
  const stage = "local";
  return { config, home: deployed.home, named: names(stage), stage, account: "123456789012" };
}

/** What the statements do not allow, once each. */
function refused(
  statements: readonly PolicyStatement[],
  deeds: readonly Placed[],
): readonly string[] {
  const iam = new Iam("123456789012");
  const { accessKeyId } = iam.seedRole({ name: "person", policies: [documentOf(statements)] });
  const headers = { authorization: `Credential=${accessKeyId}/` };
  const principal = iam.principalOf({ headers, query: new URLSearchParams() });
  const strange = deeds.filter(
    ({ deed, region }) => iam.decide(principal, deed, { region }).kind !== "allowed",
  );
  return [...new Set(strange.map(({ deed, region }) => `${JSON.stringify(deed)} in ${region}`))];
}

/** Actions and resources that nothing was asked under. */
function idle(statements: readonly PolicyStatement[], deeds: readonly Placed[]): readonly string[] {
  const isUsed = (statement: PolicyStatement) => {
    const [read] = readPolicy(documentOf([statement])).statements;
    return deeds.some(({ deed, region }) =>
      read?.covers(deed, { "aws:RequestedRegion": region, ...deed.values }),
    );
  };
  return statements.flatMap((statement) => [
    ...statement.actions.filter((action) => !isUsed({ ...statement, actions: [action] })),
    ...statement.resources
      .filter((resource) => !isUsed({ ...statement, resources: [resource] }))
      .filter(() => isUsed(statement))
      .map((resource) => `${statement.sid} on ${resource}`),
  ]);
}
