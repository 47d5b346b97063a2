import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { readmePage, SEED } from "../../docs/print-readme.ts";
import { recordSecrets, type Secrets } from "../../sim/experiment/secrets.ts";
import type { LineType, StageLine } from "../../sim/stage.ts";
import { regionalOutage } from "../../sim/stories/regional-outage.ts";
import { wrongSecret } from "../../sim/stories/wrong-secret.ts";
import { stories } from "../../sim/stories.ts";
import type { Story, StoryEnding } from "../../sim/story.ts";
import { telling } from "../../sim/telling.ts";
import { isLong } from "../often.ts";
import { leverCalls } from "./builders/a-move.ts";
import { aWholeWorld, primary, secondary, type WholeWorld } from "./builders/a-world.ts";
import { leaks } from "./builders/secrets.ts";

interface Told {
  readonly world: WholeWorld;
  readonly ending: StoryEnding;
  readonly lines: readonly StageLine[];
  readonly secrets: Secrets;
  /** Where the custom domain led as each line was told. */
  readonly domainLedTo: readonly (string | undefined)[];
}

async function toldOf(story: Story): Promise<Told> {
  const world = aWholeWorld({}, SEED);
  const secrets = recordSecrets(world);
  const lines: StageLine[] = [];
  const domainLedTo: (string | undefined)[] = [];
  const { ending } = telling(story, world, (line) => {
    lines.push(line);
    domainLedTo.push(world.aws.cognito.servingRegion(world.policy.domain ?? ""));
  });
  const ended = await world.run(ending);
  world.stop();
  return { world, ending: ended, lines, secrets, domainLedTo };
}

const tellings = new Map<Story, Promise<Told>>();

/** Each story is told once for all tests. */
function once(story: Story): Promise<Told> {
  const told = tellings.get(story) ?? toldOf(story);
  tellings.set(story, told);
  return told;
}

afterAll(() => tellings.clear());

test("stories have names of their own", () => {
  expect(new Set(stories.map(({ name }) => name)).size).toBe(stories.length);
});

test.each(stories)("$name ends as it promises: $promise", async (story) => {
  const { ending, lines } = await once(story);
  expect(ending).toMatchObject({ isAsPromised: true, serving: primary });
  expect(lines.at(-1)).toMatchObject({ type: "end", facts: { isAsPromised: true } });
  expect(lines.filter(({ type }) => type === "trouble")).toEqual([]);
});

test.each(
  stories.filter((story) => story !== regionalOutage),
)("$name moves no lever and starts no execution", async (story) => {
  const { world } = await once(story);
  expect(leverCalls(world)).toEqual([]);
  expect(world.aws.states.executions(world.deployed.failoverMachineArn)).toEqual([]);
});

test.each(
  stories,
)("no password, token or secret is told, logged, stored or sent in $name", async (story) => {
  const { world, lines, secrets } = await once(story);
  const { found, read } = leaks(world, lines, secrets);
  expect(found).toEqual([]);
  expect(secrets.counts).toMatchObject({ seeded: 11, secretString: 1, machine: 1 });
  for (const kind of ["PASSWORD", "AccessToken", "IdToken", "RefreshToken"]) {
    expect(secrets.counts[kind], kind).toBeGreaterThan(10);
  }
  for (const place of ["logs", "told", "ledger", "notices", "inputs", "outputs", "histories"]) {
    if (place === "notices" && story.name === "vantage-blind") continue;
    expect(read[place], place).toBeGreaterThan(100);
  }
});

/** A move is told anew, over another driver, in test/sim/memory/same-story.test.ts. */
test.each(
  stories.filter((story) => story === wrongSecret || isLong),
)("$name is told in the same lines twice from one seed", async (story) => {
  const [first, again] = [await once(story), await toldOf(story)];
  expect(again.lines).toEqual(first.lines);
  // Two calls of one instant may change places: clients sign side by side.
  const calls = ({ world: { aws } }: Told) =>
    aws.gate.calls.map((call) => `${call.at} ${JSON.stringify(call)}`).sort();
  expect(calls(again)).toEqual(calls(first));
  const notices = ({ world: { aws, deployed } }: Told) => aws.sns.messages(deployed.topicArn);
  // Their ids come from the seed, and so does the hour of each.
  expect(notices(again)).toEqual(notices(first));
});

describe("regional-outage", () => {
  const sentences = ({ lines }: Told, type: LineType) =>
    lines.filter((line) => line.type === type).map(({ sentence }) => sentence);

  test("is named within 40 s, and left within ten of the end of the wait for transient failures", async () => {
    const told = await once(regionalOutage);
    const named = at(told.lines, "Sign-in in us-west-2, the primary, fails");
    expect(named - at(told.lines, "Outage.")).toBeLessThan(40_000);
    const said = sentences(told, "health").join("\n");
    const wait = seconds(said, /transient failures heal within (\d+) min (\d+) s/);
    const lasted = seconds(said, /seen us-west-2 fail for (\d+) min (\d+) s/);
    expect(lasted).toBeGreaterThanOrEqual(wait);
    expect(lasted).toBeLessThanOrEqual(wait + 10);
  });

  test("shifts each lever once a direction", async () => {
    const told = await once(regionalOutage);
    const to = (region: string) => [
      `Shifted SDK sign-in to ${region}, by weighted records.`,
      `Shifted managed login to ${region}, by the beacon.`,
    ];
    const shifted = sentences(told, "shifted");
    expect(shifted.slice(0, 2).sort()).toEqual(to(secondary));
    expect(shifted.slice(2).sort()).toEqual(to(primary));
    const calls = leverCalls(told.world);
    expect(calls.slice(0, 2).sort()).toEqual(["ChangeResourceRecordSets", "PutObject"]);
    expect(calls.slice(2).sort()).toEqual(["ChangeResourceRecordSets", "DeleteObject"]);
  });

  test("leads the name there and home", async () => {
    const { lines } = await once(regionalOutage);
    const dns = lines.filter(({ type }) => type === "dns").map(({ facts }) => facts["answers"]);
    expect(dns).toEqual([
      ["sign-in.us-west-2.customers.example"],
      ["sign-in.us-east-1.customers.example"],
      ["sign-in.us-west-2.customers.example"],
    ]);
  });

  test("shifts both levers in the same second, and waits with neither for the other", async () => {
    const { lines } = await once(regionalOutage);
    const shifted = lines.filter(({ type }) => type === "shifted").map(({ at }) => at);
    expect(shifted).toHaveLength(4);
    expect(new Set(shifted).size).toBe(2);
    const steps = lines.flatMap(({ type, facts }) =>
      type === "shifted" || facts["event"] === "verified" ? [type] : [],
    );
    const way = ["shifted", "shifted", "verified", "verified"];
    expect(steps).toEqual([...way, ...way]);
  });

  test("needs no call to the Region that is being left", async () => {
    const { ending, world, lines } = await once(regionalOutage);
    expect(ending.sickRegionCalls).toBe(0);
    const [outage, healed] = [at(lines, "Outage."), at(lines, "Recovery.")];
    const { calls } = world.aws.gate;
    const path = ["assess", "prepare", "shift", "verify", "complete", "notify", "states"];
    const during = calls.filter((call) => call.at >= outage && call.at < healed);
    expect(during.filter(({ caller }) => path.includes(caller.name)).length).toBeGreaterThan(50);
    expect(
      during.filter(({ caller, region }) => path.includes(caller.name) && region === primary),
    ).toEqual([]);
  });

  test("tells people of the decision, the move, home being well and the way home", async () => {
    expect(sentences(await once(regionalOutage), "notice")).toEqual([
      "[cognito-failover] customers: us-west-2 is down, moving to us-east-1",
      "[cognito-failover] customers: moved to us-east-1",
      "[cognito-failover] customers: us-west-2 is healthy: failback may begin",
      "[cognito-failover] customers: moved to us-west-2",
    ]);
  });

  test("keeps the traffic where it is while the primary heals", async () => {
    const { lines, domainLedTo } = await once(regionalOutage);
    const from = lines.findIndex(({ sentence }) => sentence.startsWith("Moved."));
    const until = lines.findIndex(({ type }) => type === "order");
    expect(until).toBeGreaterThan(from);
    expect(new Set(domainLedTo.slice(from, until))).toEqual(new Set([secondary]));
    const seen = lines.slice(from, until).map(({ type }) => type);
    expect(seen.filter((type) => ["signIn", "dns", "managedLogin"].includes(type))).toEqual([]);
    expect(lines.slice(0, from).findLast(({ type }) => type === "signIn")?.facts).toMatchObject({
      kind: "signedIn",
      region: secondary,
    });
  });

  test("is told in README.md as it is told now: node docs/print-readme.ts", async () => {
    const { lines } = await once(regionalOutage);
    const readme = new URL("../../README.md", import.meta.url);
    expect(readmePage(lines)).toBe(readFileSync(readme, "utf8"));
  });

  test("is about other users under another seed", async () => {
    const { world } = await once(regionalOutage);
    expect(aWholeWorld({}, SEED + 1).deployed.users).not.toEqual(world.deployed.users);
  });
});

function seconds(text: string, pattern: RegExp): number {
  const [, minutes, rest] = pattern.exec(text) ?? [];
  return 60 * Number(minutes) + Number(rest);
}

function at(lines: readonly StageLine[], scene: string): number {
  return Date.parse(lines.find(({ sentence }) => sentence.startsWith(scene))?.at ?? "");
}
