import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { readmePage, SEED } from "../../docs/print-readme.ts";
import { recordSecrets, type Secrets } from "../../sim/experiment/secrets.ts";
import type { LineType, StageLine } from "../../sim/stage.ts";
import { clockSkew } from "../../sim/stories/clock-skew.ts";
import { lag } from "../../sim/stories/lag.ts";
import { regionalOutage } from "../../sim/stories/regional-outage.ts";
import { secondarySick } from "../../sim/stories/secondary-sick.ts";
import { vantageBlind } from "../../sim/stories/vantage-blind.ts";
import { wrongSecret } from "../../sim/stories/wrong-secret.ts";
import { stories as all } from "../../sim/stories.ts";
import type { Story, StoryEnding } from "../../sim/story.ts";
import { telling } from "../../sim/telling.ts";
import { isLong } from "../often.ts";
import { leverCalls } from "./builders/a-move.ts";
import {
  aWholeWorld,
  aWorld,
  primary,
  secondary,
  type WholeWorld,
  type WorldOfTest,
} from "./builders/a-world.ts";
import { leaks } from "./builders/secrets.ts";

/** Those of practice runs have settings of their own: test/sim/practice/stories.test.ts tells them. */
const stories = all.filter(({ change }) => change === undefined);

/** In memory they end the same, at a tenth of the work; `npm run test:long` tells them over the wire as well. */
const inMemory: ReadonlySet<Story> = new Set([vantageBlind, secondarySick, clockSkew, lag]);

interface Told<World extends WorldOfTest = WorldOfTest> {
  readonly world: World;
  readonly ending: StoryEnding;
  readonly lines: readonly StageLine[];
  readonly secrets: Secrets;
  /** Where the custom domain led as each line was told. */
  readonly domainLedTo: readonly (string | undefined)[];
}

async function toldIn<World extends WorldOfTest>(world: World, story: Story): Promise<Told<World>> {
  const secrets = recordSecrets(world);
  const lines: StageLine[] = [];
  const domainLedTo: (string | undefined)[] = [];
  // What a story asks for that memory has not throws.
  const { ending } = telling(story, world as WorldOfTest as WholeWorld, (line) => {
    lines.push(line);
    domainLedTo.push(world.aws.cognito.servingRegion(world.policy.domain ?? ""));
  });
  const ended = await world.run(ending);
  world.stop();
  return { world, ending: ended, lines, secrets, domainLedTo };
}

/** Each story is told once for all tests. */
function kept<Kept>(tell: (story: Story) => Promise<Kept>): (story: Story) => Promise<Kept> {
  const tellings = new Map<Story, Promise<Kept>>();
  afterAll(() => tellings.clear());
  return (story) => {
    const told = tellings.get(story) ?? tell(story);
    tellings.set(story, told);
    return told;
  };
}

const overTheWire = (story: Story) => toldIn(aWholeWorld({}, SEED), story);

const once = kept(overTheWire);
const onceInMemory = kept((story) => toldIn(aWorld({}, SEED), story));

interface Telling {
  readonly name: string;
  readonly story: Story;
  readonly told: (story: Story) => Promise<Told>;
}

const whole = stories
  .filter((story) => isLong || !inMemory.has(story))
  .map((story): Telling => ({ name: story.name, story, told: once }));

const light = stories
  .filter((story) => inMemory.has(story))
  .map((story): Telling => ({ name: `${story.name}, in memory,`, story, told: onceInMemory }));

const tellings = [...whole, ...light];

test("stories have names of their own", () => {
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
});

test.each(tellings)("$name ends as it promises: $story.promise", async ({ story, told }) => {
  const { ending, lines } = await told(story);
  expect(ending).toMatchObject({ isAsPromised: true, serving: primary });
  expect(lines.at(-1)).toMatchObject({ type: "end", facts: { isAsPromised: true } });
  expect(lines.filter(({ type }) => type === "trouble")).toEqual([]);
});

test.each(
  tellings.filter(({ story }) => story !== regionalOutage),
)("$name moves no lever and starts no execution", async ({ story, told }) => {
  const { world } = await told(story);
  expect(leverCalls(world)).toEqual([]);
  expect(world.aws.states.executions(world.deployed.failoverMachineArn)).toEqual([]);
});

test.each(
  tellings,
)("no password, token or secret is told, logged, stored or sent in $name", async ({
  story,
  told,
}) => {
  const { world, lines, secrets } = await told(story);
  const { found, read } = leaks(world, lines, secrets);
  expect(found).toEqual([]);
  expect(secrets.counts).toMatchObject({ seeded: 11, secretString: 1, machine: 1 });
  for (const place of ["logs", "told", "ledger", "notices", "inputs", "outputs", "histories"]) {
    if (place === "notices" && story.name === "vantage-blind") continue;
    expect(read[place], place).toBeGreaterThan(100);
  }
});

test.each(whole)("many tokens of each kind are issued in $name", async ({ story, told }) => {
  const { counts } = (await told(story)).secrets;
  for (const kind of ["PASSWORD", "AccessToken", "IdToken", "RefreshToken"]) {
    expect(counts[kind], kind).toBeGreaterThan(10);
  }
});

/** A move is told anew, over another driver, in test/sim/memory/same-story.test.ts. */
test.each(
  stories.filter((story) => story === wrongSecret || isLong),
)("$name is told in the same lines twice from one seed", async (story) => {
  const [first, again] = [await once(story), await overTheWire(story)];
  expect(again.lines).toEqual(first.lines);
  // Two calls of one instant may change places: clients sign side by side.
  const calls = ({ world: { aws } }: Told<WholeWorld>) =>
    aws.gate.calls.map((call) => `${call.at} ${JSON.stringify(call)}`).sort();
  expect(calls(again)).toEqual(calls(first));
  const notices = ({ world: { aws, deployed } }: Told<WholeWorld>) =>
    aws.sns.messages(deployed.topicArn);
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
