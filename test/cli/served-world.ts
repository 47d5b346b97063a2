// A pretend AWS on loopback, as `local --serve` is, on a clock that the test moves; and commands against it,
// each as its own process has it. Time passes in the world with what a command asks for, not with how long it
// takes: a slow machine sees what a fast one sees.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PretendAws } from "pretend-aws/pretend-aws.ts";
import { serve as onLoopback } from "pretend-aws/serve.ts";
import type { WireRequest, WireResponse } from "pretend-aws/service.ts";
import { servedWorld } from "../../cli/local.ts";
import { readSettings } from "../../cli/settings.ts";
import { aWholeWorld, SECOND, type WholeWorld } from "../sim/builders/a-world.ts";
import { run } from "./in-process.ts";
import type { Ended } from "./program.ts";

export interface ServedWorld {
  readonly world: WholeWorld;
  /** The file with the line that `local --serve` would print. */
  readonly file: string;
  readonly line: string;
  /** A command against it. */
  command(...args: readonly string[]): Promise<Ended>;
  /** The only report of `status --json`. */
  status(): Promise<Report>;
  /** Half a minute passes, again and again, until the report fits. */
  until(what: string, fits: (report: Report) => boolean): Promise<Report>;
  end(): Promise<void>;
}

export interface Report {
  readonly phase: string;
  readonly serving: string | null;
  readonly primary: { readonly verdict: { readonly kind: string } };
  readonly secondary: { readonly verdict: { readonly kind: string } };
  readonly situation: string;
  readonly standing: string;
  readonly levers: readonly {
    readonly path: string;
    readonly reading: { readonly stands: string } | null;
  }[];
  readonly events: readonly { readonly at: number; readonly sentence: string }[];
}

const MOST_STEPS = 40;

/** `file` is from the root, as `--settings` takes it. */
export async function serve(file = "sim/story.config.ts"): Promise<ServedWorld> {
  const world = aWholeWorld({}, 1, await readSettings(file));
  const regions = [...new Set(world.config.pools.flatMap(({ vantages }) => vantages))];
  const served = await onLoopback({ ...world.aws, dispatch: attended(world) }, regions);
  const directory = mkdtempSync(join(tmpdir(), "served-"));
  const endpoints = join(directory, "world.json");
  const line = JSON.stringify(servedWorld({ ...world, served }, file));
  writeFileSync(endpoints, `${line}\n`);
  const command = (...words: readonly string[]) =>
    run([
      ...words,
      ...(words[0] === "fault" ? [] : ["--settings", file]),
      ...["--endpoints", endpoints],
    ]);
  const status = async (): Promise<Report> => {
    const { stdout, stderr } = await command("status", "--json");
    const [report] = JSON.parse(stdout || "[]");
    if (report === undefined) throw new Error(`status printed nothing: ${stderr}`);
    return report;
  };
  return {
    ...{ world, file: endpoints, line, command, status },
    async until(what, fits) {
      for (let step = 0; step < MOST_STEPS; step++) {
        await world.clock.advance(30 * SECOND);
        const report = await status();
        if (fits(report)) return report;
      }
      throw new Error(`${what} did not come: ${JSON.stringify(await status())}`);
    },
    async end() {
      await served.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Where each lever stands, as part of a report. */
export const leversAt = (stands: string) => [
  { path: "managedLogin", reading: { stands } },
  { path: "sdk", reading: { stands } },
];

/** Every vantage has signed in at both Regions. */
export function isWell({ primary, secondary }: Report): boolean {
  return primary.verdict.kind === "healthy" && secondary.verdict.kind === "healthy";
}

/** What a command looks at again after a while, and how it is told that it came too early. */
const NOT_YET: Readonly<Record<string, RegExp>> = {
  DescribeExecution: /"status":"RUNNING"/,
  GetChange: /PENDING/,
  AdminGetUser: /UserNotFoundException/,
  DescribeSecret: /./,
};
/** How much time is between two such looks. */
const A_WHILE = 20 * SECOND;

/** What a request takes, so that those that a service allows in a second are not sent at one instant. */
const ROUND_TRIP = SECOND / 4;

/** Time passes with each request, while it waits for something, and before it is looked at again. */
function attended({ aws, clock }: WholeWorld): PretendAws["dispatch"] {
  let waiting = 0;
  let turn: Promise<void> = Promise.resolve();
  /** One at a time moves the clock. */
  const passing = (pass: () => Promise<void>) => {
    turn = turn.then(pass);
    return turn;
  };
  return async (region, request) => {
    waiting += 1;
    const answer = aws.dispatch(region, request).finally(() => {
      waiting -= 1;
    });
    answer.catch(() => undefined);
    await passing(async () => {
      do await clock.advance(ROUND_TRIP);
      while (waiting > 0);
    });
    // Whoever asks next waits until it is over.
    if (isTooEarly(request, await answer)) void passing(() => clock.advance(A_WHILE));
    return answer;
  };
}

function isTooEarly({ headers, path }: WireRequest, { body }: WireResponse): boolean {
  const target = headers["x-amz-target"]?.split(".").at(-1) ?? "";
  const operation = path.includes("/change/") ? "GetChange" : target;
  return NOT_YET[operation]?.test(String(body)) === true;
}
