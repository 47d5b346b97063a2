import { beforeAll, expect, it } from "vitest";
import { createReadinessLedger, type ReadinessLedger } from "../../../aws/ledger/readiness.ts";
import { openTable, type Table } from "../../../aws/ledger/table.ts";
import { readinessPartition } from "../../../core/values/partitions.ts";
import { minutes, now } from "../../core/builders/a-policy.ts";
import {
  anAcknowledgement,
  aReadinessReport,
  aRowFinding,
} from "../../core/builders/a-row-finding.ts";
import { aWorld, type LightWorld } from "../../sim/builders/a-world.ts";

let world: LightWorld;
let table: Table;
let ledger: ReadinessLedger;

beforeAll(() => {
  world = aWorld();
  const { desk, deployed } = world;
  table = openTable(desk, { name: deployed.table, home: deployed.home });
  ledger = createReadinessLedger(table);
});

it("the last calm check stays beside the newest of all", async () => {
  const read = () => world.run(ledger.readReports("customers"));
  expect(await read()).toEqual({ calm: null, newest: null });
  const calm = aReadinessReport([aRowFinding()]);
  await world.run(ledger.keepReport(calm));
  expect(await read()).toEqual({ calm, newest: calm });
  const troubled = aReadinessReport([aRowFinding()], { isCalm: false, ended: minutes(5) });
  await world.run(ledger.keepReport(troubled));
  expect(await read()).toEqual({ calm, newest: troubled });
  const later = aReadinessReport([], { ended: minutes(9) });
  await world.run(ledger.keepReport(later));
  expect(await read()).toEqual({ calm: later, newest: later });
});

it("a report of another shape, as another version may have left it, is none", async () => {
  const attributes = { body: { S: '{"pool":"others"}' } };
  await world.run(table.put(readinessPartition("others"), "report#calm", { attributes }));
  expect(await world.run(ledger.readReports("others"))).toEqual({ calm: null, newest: null });
});

it("acknowledgements are kept a row each, the later one in the place of the earlier", async () => {
  const [first, second] = [anAcknowledgement(), anAcknowledgement({ at: now, by: "grace" })];
  const other = anAcknowledgement({ row: "key-state" });
  for (const one of [first, other, second]) {
    await world.run(ledger.keepAcknowledgement("customers", one));
  }
  expect(await world.run(ledger.readAcknowledgements("customers"))).toEqual([other, second]);
  expect(await world.run(ledger.readAcknowledgements("others"))).toEqual([]);
});
