// What every command that talks to a deployment begins with: settings, endpoints, services.

import { AsyncLocalStorage } from "node:async_hooks";
import { type Place, type Runtime, systemRuntime } from "../../aws/sdk/clients.ts";
import { createMachines } from "../../aws/states/machines.ts";
import { readUses } from "../../controller/levers/lever-looks.ts";
import { policyOf } from "../../controller/policy-of.ts";
import { alarms, cognito, ledger, type Root, services } from "../../controller/services.ts";
import type { Config, Policy } from "../../core/settings/policy.ts";
import { ActionError } from "../../core/values/errors.ts";
import type { Region } from "../../core/values/types.ts";
import { type Names, names } from "../../stacks/names.ts";
import { checked, endpointsOf, readSettings, readWorld, SETTINGS_FILE } from "../settings.ts";

export interface ConnectionOptions {
  /** The file; without it that of the served world, or that of the deployment. */
  readonly settings?: string;
  readonly stage: string;
  readonly endpoints?: string;
  readonly json?: boolean;
}

export type Connect = (
  options: ConnectionOptions,
) => Promise<Connection & { readonly settings: SettingsFile }>;

const instead = new AsyncLocalStorage<Connect>();

/** The commands within `run` begin with this: a deployment in this process has no address to name in options. */
export function connectingBy<Result>(connect: Connect, run: () => Promise<Result>) {
  return instead.run(connect, run);
}

export const connect: Connect = (options) => (instead.getStore() ?? connectFromHere)(options);

export async function connectFromHere(
  options: ConnectionOptions,
  runtime: Runtime = systemRuntime,
): ReturnType<Connect> {
  const world = options.endpoints === undefined ? null : await readWorld(options.endpoints);
  const file = options.settings ?? world?.settings ?? SETTINGS_FILE;
  const raw = await readSettings(file);
  const config = checked(world === null ? raw : { ...raw, endpoints: endpointsOf(world) }, file);
  const place = placeOf(config, runtime);
  const named = names(world === null ? options.stage : "local");
  return { ...connectionOf(config, { place, named }), settings: { file, raw } };
}

export interface SettingsFile {
  readonly file: string;
  /** What it exports, unchecked. */
  readonly raw: object;
}

/** Everything that commands use, from settings that are checked and a place to call from. */
export function connectionOf(
  config: Config,
  { place, named }: { readonly place: Place; readonly named: Names },
) {
  const home = homeOf(config);
  const root: Root = { place, config, home, source: { LEDGER_TABLE: named.ledger } };
  return {
    config,
    home,
    named,
    place,
    machines: createMachines(place, home),
    now: place.runtime.now,
    services: services({ ...readUses, alarms, cognito, ledger }, root),
  };
}

export type Connection = ReturnType<typeof connectionOf>;

type Machines = Pick<Connection, "machines" | "named" | "home">;

/** The ARN of the failover machine, found by its name. */
export function failoverMachine(at: Machines): Promise<string> {
  return machineNamed(at.named.failover, "start a move", at);
}

export function practiceMachine(at: Machines): Promise<string> {
  return machineNamed(at.named.practice, "start a practice run", at);
}

async function machineNamed(name: string, cannot: string, { machines, home }: Machines) {
  const arn = await machines.find(name);
  if (arn !== null) return arn;
  throw new ActionError({
    ...{ code: "InvalidInput", cannot, must: `the state machine ${name} must exist in ${home}` },
    next: "npx sst deploy, or name the right --stage",
  });
}

/** The policies that a command is about: the named one, or all. */
export function poolsOf(config: Config, name: string | undefined): readonly Policy[] {
  return name === undefined ? config.pools : [policyOf(config, name)];
}

function homeOf({ pools }: Config): Region {
  const [first] = pools;
  if (first !== undefined) return first.secondary;
  throw new ActionError({ code: "InvalidSettings", cannot: "begin", must: "there must be a pool" });
}

function placeOf(config: Config, runtime: Runtime): Place {
  const isPretend = config.endpoints !== null;
  return {
    caller: "cli",
    region: homeOf(config),
    endpoints: config.endpoints,
    runtime: isPretend
      ? { ...runtime, credentials: { accessKeyId: "pretend", secretAccessKey: "pretend" } }
      : runtime,
  };
}
