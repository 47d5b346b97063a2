// A person's desk before a pretend deployment on a virtual clock: what they type reaches it, in this process and
// without a socket, so that nothing depends on how fast the machine is.

import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";
import { servedWorld } from "../../../cli/local.ts";
// Loaded beforehand: a virtual clock goes on while a command loads what it is made of.
import "../../../cli/approve.ts";
import "../../../cli/backtest.ts";
import { run } from "../../../cli/command-line.ts";
import { type Connect, connectingBy, connectionOf } from "../../../cli/connection/connection.ts";
import "../../../cli/cost.ts";
import "../../../cli/fault.ts";
import "../../../cli/move.ts";
import "../../../cli/pause.ts";
import "../../../cli/policy.ts";
import "../../../cli/practice.ts";
import "../../../cli/probe.ts";
import "../../../cli/setup.ts";
import "../../../cli/smoke.ts";
import "../../../cli/status.ts";
import "../../../cli/validate.ts";
import "../../../cli/why.ts";
import { ADMIN_PATH, administer } from "pretend-aws/admin.ts";
import { inProcessFetch } from "pretend-aws/wire/in-process.ts";
import type { Place } from "../../../aws/sdk/clients.ts";
import story from "../../../sim/story.config.ts";
import type { VirtualWorld } from "../../../sim/world.ts";
import { names } from "../../../stacks/names.ts";
import { aWholeWorld } from "../../sim/builders/a-world.ts";
import { type Call, parseAws, sendAws } from "./aws-cli.ts";
import { clientless } from "./clientless.ts";
import { read } from "./documents.ts";
import { type Answered, openShell, type Shell, type Started } from "./shell.ts";

/** Every command of ours that was typed at a desk of this process, as words. */
export const typedWords: (readonly string[])[] = [];

export interface Desk {
  readonly world: VirtualWorld;
  readonly shell: Shell;
  /** What reaches the world, and its own door. */
  readonly fetch: typeof fetch;
  /** What commands connect to, in place of AWS. */
  readonly connect: Connect;
  /** Every call of the AWS command line. */
  readonly called: Call[];
  close(): Promise<void>;
}

/** What stands in for whatever a document leaves to the reader. */
export interface DeskOptions {
  readonly settings?: object;
  /** Minutes that pass before anything is typed. */
  readonly minutes?: number;
  /** Where commands call from, made of where they would. */
  readonly listened?: (place: Place) => Place;
}

const MINUTE = 60_000;

export async function aDesk({
  settings = story,
  minutes = 3,
  listened = (place) => place,
}: DeskOptions = {}): Promise<Desk> {
  const world = aWholeWorld({}, 1, settings);
  await pass(world, minutes);
  const called: Call[] = [];
  const connect = connecting(world, listened(world.desk));
  const hands = answering({ world, connect, called });
  const shell = await openShell(hands);
  writeFileSync(join(shell.cwd, "world.json"), `${lineOf(world)}\n`);
  return {
    world,
    shell,
    connect,
    called,
    fetch: doorway(world),
    async close() {
      await shell.close();
      world.stop();
    },
  };
}

export async function pass(world: VirtualWorld, minutes: number): Promise<void> {
  await world.run(world.clock.wait(minutes * MINUTE));
}

/** What `local --serve` prints of it. */
function lineOf(world: VirtualWorld): string {
  const { regions = {}, global } = world.config.endpoints ?? {};
  const served = {
    regions: regions as Record<string, string>,
    global: String(global),
    dns: { host: "127.0.0.1", port: 53 },
  };
  return JSON.stringify(servedWorld({ ...world, served }, "sim/story.config.ts"));
}

function doorway({ aws }: VirtualWorld): typeof fetch {
  return inProcessFetch(async (site, request) => {
    if (!request.path.startsWith(ADMIN_PATH)) return aws.dispatch(site, request);
    const { headers, ...answer } = administer(aws, request);
    return { ...answer, headers: { date: aws.gate.date, ...headers } };
  });
}

/** With names and settings of the pretend deployment, whatever options say. */
function connecting({ config }: VirtualWorld, place: Place): Connect {
  return async () => ({
    ...connectionOf(config, { place, named: names("local") }),
    settings: { file: "sim/story.config.ts", raw: story },
  });
}

type Hands = Pick<Desk, "world" | "connect" | "called">;

function answering(desk: Hands): (started: Started) => Promise<Answered> {
  // One after the other: a virtual clock has one hand that moves it.
  let before: Promise<unknown> = Promise.resolve();
  return (started) => {
    const mine = before.then(() => desk.world.run(answered(desk, started)));
    before = mine.catch(() => undefined);
    return mine;
  };
}

async function answered(desk: Hands, { program, args, cwd }: Started): Promise<Answered> {
  switch (program) {
    case "aws": {
      if (args.join(" ") === "sso login") return {};
      const plain = await clientless(args, doorway(desk.world));
      if (plain !== null) return { stdout: plain };
      const call = parseAws(args.map(asDeployed), cwd);
      const stdout = await sendAws(call, { place: desk.world.desk, cwd });
      desk.called.push(call);
      return { stdout };
    }
    case "cognito-failover":
      return ours(desk, filed(args, cwd));
    case "npx":
      if (args[0] === "cognito-failover") return ours(desk, filed(args.slice(1), cwd));
      if (args[0] === "sst") return staged(args.slice(1));
      return { stderr: `npx ${args.join(" ")} is not run here\n`, code: 127 };
    case "dig":
      return { stdout: dug(desk.world, args) };
    case "curl":
      return { stdout: await curled(desk.world, args) };
    case "date":
      return { stdout: `${dated(desk.world, args)}\n` };
    case "vi":
      return {};
    case "npm":
      return scripted(args);
    default:
      return { stderr: `${program} is not run here\n`, code: 127 };
  }
}

/** The shell stands in another folder than this process. */
function filed(args: readonly string[], cwd: string): readonly string[] {
  return args.map((word) => (existsSync(join(cwd, word)) ? join(cwd, word) : word));
}

/** Whether package.json has it; what it does is the business of other tests. */
function scripted(args: readonly string[]): Answered {
  const { scripts } = JSON.parse(read("package.json"));
  const [first = "", second = ""] = args;
  const name = first === "run" ? second : first;
  const isKnown = name === "ci" || name in scripts;
  return isKnown ? {} : { stderr: `npm has no ${name}\n`, code: 1 };
}

/** SST's own words, for a stage whose graph is kept. */
function staged([verb = "", option, stage]: readonly string[]): Answered {
  const isKnown =
    ["diff", "deploy", "remove"].includes(verb) &&
    option === "--stage" &&
    existsSync(fileURLToPath(new URL(`../../infra/snapshots/${stage}.graph.txt`, import.meta.url)));
  return isKnown ? { stdout: `${verb} ${stage}\n` } : { stderr: `no graph of ${stage}\n`, code: 1 };
}

/** `date -u [-d '-15 min'] +FORMAT`, of the world's clock. */
function dated(world: VirtualWorld, args: readonly string[]): string {
  const ago = args.includes("-d") ? (args[args.indexOf("-d") + 1] ?? "") : "-0 min";
  const back = Number(/^-(\d+) min$/.exec(ago)?.[1]);
  const at = new Date(world.clock.now() - back * MINUTE).toISOString();
  return args.includes("+%FT%TZ") ? at.replace(/\.\d+Z$/, "Z") : at.slice(11, 19);
}

/** The stage of a pretend deployment is another. */
function asDeployed(word: string): string {
  return word.replaceAll("cognito-failover-production-", "cognito-failover-local-");
}

class Exit extends Error {}

/** The command line itself, in this process. */
export async function ours(desk: Hands, words: readonly string[]): Promise<Answered> {
  if (words[0] === "local" && words.includes("--serve")) {
    typedWords.push(words);
    return { stdout: `${lineOf(desk.world)}\n` };
  }
  const text = { stdout: "", stderr: "" };
  let exited: number | null = null;
  // What is thrown in place of an end may be caught on its way: nothing after it counts.
  const say = (to: keyof typeof text) => (line: unknown) => {
    if (exited === null) text[to] += `${line}\n`;
  };
  const spies = [
    vi.spyOn(console, "log").mockImplementation(say("stdout")),
    vi.spyOn(console, "error").mockImplementation(say("stderr")),
    vi.spyOn(process, "exit").mockImplementation((code) => {
      exited ??= Number(code ?? 0);
      throw new Exit();
    }),
  ];
  let code = 0;
  try {
    await connectingBy(desk.connect, () => run(words)).catch((error) => {
      if (!(error instanceof Exit)) throw error;
    });
    code = exited ?? Number(process.exitCode ?? 0);
  } finally {
    process.exitCode = 0;
    for (const spy of spies) spy.mockRestore();
  }
  typedWords.push(words);
  return { ...text, code };
}

/** `dig +short NAME TYPE @server`, from the zone itself. */
function dug(world: VirtualWorld, args: readonly string[]): string {
  const [name = ""] = args.filter((word) => word.includes(".") && !/^[@+-]/.test(word));
  const type = args.find((word) => /^(CNAME|A|AAAA|NS)$/.test(word)) ?? "A";
  if (type === "NS") return "ns-1.pretend.example.\n";
  const { answers } = world.aws.route53.answer({ name, type: type as "CNAME" });
  return answers.map(({ value }) => `${value.replace(/\.$/, "")}.\n`).join("");
}

async function curled(world: VirtualWorld, args: readonly string[]): Promise<string> {
  const url = (args.find((word) => /^https?:/.test(word)) ?? "").replace(
    /^https:\/\/([^/]+)\.s3\.([a-z0-9-]+)\.amazonaws\.com\//,
    "http://$2.pretend/$1/",
  );
  const at = args.indexOf("-H");
  const [name = "", value = ""] = at < 0 ? [] : (args[at + 1] ?? "").split(": ");
  const headers = name === "" ? {} : { [name]: value };
  const answer = await doorway(world)(url, { headers });
  const head = args.some((word) => /^-\w*i/.test(word)) ? `HTTP/1.1 ${answer.status}\n\n` : "";
  return `${head}${await answer.text()}`;
}
