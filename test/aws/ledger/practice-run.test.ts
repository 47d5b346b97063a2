import { beforeAll, expect, it } from "vitest";
import { createLedger, type Ledger } from "../../../aws/ledger/ledger.ts";
import { openTable, type Table } from "../../../aws/ledger/table.ts";
import { practisingPartition } from "../../../core/values/partitions.ts";
import { aFinishedRun, at } from "../../core/builders/a-practice-report.ts";
import { aWorld, type LightWorld } from "../../sim/builders/a-world.ts";

let world: LightWorld;
let table: Table;
let ledger: Ledger;

beforeAll(() => {
  world = aWorld();
  const { desk, deployed } = world;
  table = openTable(desk, { name: deployed.table, home: deployed.home });
  ledger = createLedger(table);
});

it("the run under way is read as of its last look, and is no report", async () => {
  expect(await world.run(ledger.readPracticeRun("customers"))).toBeNull();
  const [first, second] = [1, 2].map((looks) =>
    aFinishedRun({ ticks: aFinishedRun().ticks.slice(0, looks) }),
  );
  for (const run of [first, second]) {
    if (run !== undefined) await world.run(ledger.keepPracticeRun(run, at(0)));
  }
  expect(await world.run(ledger.readPracticeRun("customers"))).toEqual(second);
  expect(await world.run(ledger.readPracticeReports("customers", 10))).toEqual([]);
});

it("a run of another shape, as another version may have left it, is none", async () => {
  const attributes = { body: { S: '{"pool":"customers"}' } };
  await world.run(table.put(practisingPartition("customers"), "run", { attributes }));
  expect(await world.run(ledger.readPracticeRun("customers"))).toBeNull();
});
