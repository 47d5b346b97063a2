import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { beforeEach, describe, expect, test } from "vitest";
import { VirtualClock } from "../clock.ts";
import { ConnectionFault } from "../faults.ts";
import { createPretendAws, type PretendAws } from "../pretend-aws.ts";
import { endpointOf, inProcessFetch, requestHandler } from "../wire/in-process.ts";
import { listen } from "../wire/server.ts";

const START = Date.UTC(2026, 10, 22);
let clock: VirtualClock;
let aws: PretendAws;
beforeEach(() => {
  clock = new VirtualClock(START);
  aws = createPretendAws({ clock });
});

const credentials = { accessKeyId: "test", secretAccessKey: "test" };

/** What became of a call, and after how many pretend milliseconds. */
function noted(call: Promise<unknown>): { readonly came: string } {
  const note = { came: "" };
  const at = () => clock.now() - START;
  call.then(
    () => Object.assign(note, { came: `answer at ${at()}` }),
    ({ name, code }) => Object.assign(note, { came: `${name} ${code} at ${at()}` }),
  );
  return note;
}

function client(requestTimeout: number) {
  return new DynamoDBClient({
    ...{ region: "us-west-2", endpoint: endpointOf("us-west-2"), credentials, maxAttempts: 1 },
    requestHandler: requestHandler(aws.dispatch, { clock, requestTimeout }),
  });
}

describe("a call that is never answered", () => {
  test("takes its caller's whole patience, in pretend time", async () => {
    aws.faults.add({ effect: { kind: "blackHole" } });
    const note = noted(client(5_000).send(new ListTablesCommand({})));
    await clock.advance(4_999);
    expect(note.came).toBe("");
    await clock.advance(1);
    expect(note.came).toBe("TimeoutError ETIMEDOUT at 5000");
  });

  test("fails by the name that the SDK's own handler gives it", async () => {
    const silent = await listen("us-west-2", async () => {
      throw new ConnectionFault("blackHole");
    });
    const real = new DynamoDBClient({
      ...{ region: "us-west-2", endpoint: silent.endpoint, credentials, maxAttempts: 1 },
      requestHandler: { requestTimeout: 1, throwOnRequestTimeout: true },
    });
    const failed = real.send(new ListTablesCommand({})).catch((error: unknown) => error);
    expect(await failed).toMatchObject({ name: "TimeoutError", code: "ETIMEDOUT" });
    await silent.close();
  });

  test("ends as soon as its caller gives up", async () => {
    aws.faults.add({ effect: { kind: "blackHole" } });
    const over = new AbortController();
    aws.s3.seedBucket({ name: "beacons", region: "us-west-2", publicKeys: ["lit"], objects: {} });
    const fetch = inProcessFetch(aws.dispatch, clock);
    const { signal } = over;
    const note = noted(fetch(`${endpointOf("us-west-2")}/beacons/lit`, { signal }));
    clock.after(700, () => over.abort());
    await clock.advance(60_000);
    expect(note.came).toBe("AbortError undefined at 700");
  });
});

test("an answer that is later than its caller's patience is lost", async () => {
  aws.faults.add({ effect: { kind: "delay", ms: 3_000 } });
  const [hasty, patient] = [2_000, 4_000].map((ms) =>
    noted(client(ms).send(new ListTablesCommand({}))),
  );
  await clock.advance(10_000);
  expect(hasty?.came).toBe("TimeoutError ETIMEDOUT at 2000");
  expect(patient?.came).toBe("answer at 3000");
});
