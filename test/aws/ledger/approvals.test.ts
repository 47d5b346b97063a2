import { beforeAll, expect, test } from "vitest";
import { createLedger, type Ledger } from "../../../aws/ledger/ledger.ts";
import { body, number, openTable, type Table } from "../../../aws/ledger/table.ts";
import { approvalPartition, poolPartition } from "../../../core/values/partitions.ts";
import { minutes } from "../../core/builders/a-policy.ts";
import { soon } from "../../sim/builders/a-move.ts";
import { aWholeWorld, type WholeWorld } from "../../sim/builders/a-world.ts";

let world: WholeWorld;
let table: Table;
let ledger: Ledger;
const run = <T>(work: Promise<T>) => soon(world, work);

beforeAll(() => {
  world = aWholeWorld();
  const { desk, deployed } = world;
  table = openTable(desk, { name: deployed.table, home: deployed.home });
  ledger = createLedger(table);
});

const question = (taskToken: string) => ({
  of: "move" as const,
  ...{ executionName: "others-7-1", taskToken, until: minutes(30) },
});

test("a question lies apart from what those who may look can read, until it is dropped", async () => {
  await run(ledger.keepApproval("others", question("secret-1")));
  const { aws, deployed } = world;
  const holding = aws.dynamodb
    .items(deployed.home, deployed.table)
    .filter((item) => JSON.stringify(item).includes("secret-1"))
    .map(({ pk }) => pk);
  expect(holding).toEqual([approvalPartition("others")]);
  expect(await run(ledger.readApproval("others"))).toEqual(question("secret-1"));
  await run(ledger.dropApproval("others"));
  expect(await run(ledger.readApproval("others"))).toBeNull();
});

test("a question that the version before asked can be answered, and is over when it is", async () => {
  const attributes = { body: body(question("secret-2")), expires: number(0) };
  await run(table.put(poolPartition("before"), "approval", { attributes }));
  expect(await run(ledger.readApproval("before"))).toEqual(question("secret-2"));
  await run(ledger.dropApproval("before"));
  expect(await run(ledger.readApproval("before"))).toBeNull();
});

test("of a question of before and one of now, the one of now counts", async () => {
  const attributes = { body: body(question("secret-3")), expires: number(0) };
  await run(table.put(poolPartition("both"), "approval", { attributes }));
  await run(ledger.keepApproval("both", question("secret-4")));
  expect(await run(ledger.readApproval("both"))).toEqual(question("secret-4"));
});
