import { afterEach, expect, test, vi } from "vitest";
import type { Execution } from "../../../aws/states/machines.ts";
import { type Following, follow } from "../../../cli/move/follow.ts";

const followed = { pool: "customers", name: "customers-failover-1", arn: "arn:one" };
const listening = () => process.listeners("SIGINT");

afterEach(() => vi.restoreAllMocks());

/** A move that runs until its execution ends, and nothing to tell of it. */
function aMove() {
  let status: Execution["status"] = "RUNNING";
  const connection: Following = {
    machines: {
      describe: async () => ({ status, output: '{"end":"confirmed"}', error: null, cause: null }),
    },
    place: { runtime: { rest: async () => undefined } },
    services: { ledger: { readEvents: async () => [], readState: async () => null } },
  };
  return { connection, end: () => (status = "SUCCEEDED") };
}

test("Ctrl-C while a move is waited for says that it goes on and where to look, and ends with 130", async () => {
  const before = listening();
  const exit = vi.spyOn(process, "exit").mockImplementation((() => undefined) as () => never);
  const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const { connection, end } = aMove();
  const waiting = follow(connection, followed, false);
  const [interrupt] = listening().filter((one) => !before.includes(one));
  interrupt?.("SIGINT");
  expect(said.mock.calls).toEqual([
    ["The move customers-failover-1 goes on.\nnext: cognito-failover status customers"],
  ]);
  expect(exit.mock.calls).toEqual([[130]]);
  end();
  await waiting;
});

test("nobody listens for Ctrl-C once the move has ended", async () => {
  const before = listening();
  const { connection, end } = aMove();
  end();
  await follow(connection, followed, false);
  expect(listening()).toEqual(before);
});
