// The pretend AWS on loopback with the controller deployed in it, from one set of settings: what
// `cognito-failover local` runs, and what tests run when they want sockets.

import { Resolver } from "node:dns/promises";
import { ActionError } from "../core/errors.ts";
import { type Config, type Policy, parseConfig } from "../core/policy.ts";
import { TimelapseClock } from "../emulator/clock.ts";
import { createPretendAws, type PretendAws } from "../emulator/pretend-aws.ts";
import { type Served, serve } from "../emulator/serve.ts";
import { type Application, application } from "./application.ts";
import { type Deployed, deploy, type Logged } from "./deployment.ts";

export interface LocalOptions {
  /** As failover.config.ts exports them. */
  readonly settings: object;
  readonly seed: number;
  /** How many times faster than real time the clock runs while nothing is being worked on. */
  readonly speed: number;
  readonly onLog?: (logged: Logged) => void;
}

export interface LocalWorld {
  readonly aws: PretendAws;
  readonly clock: TimelapseClock;
  readonly served: Served;
  readonly config: Config;
  /** The first pool, which the stories are about. */
  readonly policy: Policy;
  readonly deployed: Deployed;
  readonly application: Application;
  close(): Promise<void>;
}

export async function localWorld(options: LocalOptions): Promise<LocalWorld> {
  const { seed, speed, onLog } = options;
  // The SDK's default credential chain would ask the EC2 metadata address.
  process.env["AWS_EC2_METADATA_DISABLED"] = "true";
  const draft = checked(options.settings);
  const regions = [...new Set(draft.pools.flatMap(({ vantages }) => vantages))];
  const clock = new TimelapseClock(speed);
  const aws = createPretendAws({ clock, seed });
  const served = await serve(aws, regions);
  const { global, dns } = served;
  const settings = { ...options.settings, endpoints: { regions: served.regions, global, dns } };
  const config = checked(settings);
  const policy = config.pools[0];
  if (policy === undefined) throw new RangeError("settings without a pool");
  const deployed = deploy(aws, {
    settings,
    config,
    runtime: { fetch: globalThis.fetch, stopwatch: () => performance.now() },
    ...(onLog === undefined ? {} : { onLog }),
  });
  const resolver = new Resolver({ timeout: 1_000, tries: 2 });
  resolver.setServers([`${dns.host}:${dns.port}`]);
  const user = deployed.users[policy.name]?.ordinary ?? { username: "", password: "" };
  const verbs = { CNAME: "resolveCname", A: "resolve4", AAAA: "resolve6" } as const;
  const visitor = application(
    {
      endpointOf: (region) => served.regions[region] ?? global,
      global,
      fetch: globalThis.fetch,
      resolve: async (name, type) => (await resolver[verbs[type]](name)) as string[],
    },
    policy,
    user,
  );
  const close = async () => {
    clock.close();
    await served.close();
  };
  return { aws, clock, served, config, policy, deployed, application: visitor, close };
}

function checked(settings: unknown): Config {
  const parsed = parseConfig(settings);
  if (parsed.kind === "valid") return parsed.config;
  throw new ActionError({
    code: "InvalidSettings",
    cannot: "run the pretend AWS from these settings",
    must: `they must be valid:\n${parsed.problems.map(({ message }) => `  ${message}`).join("\n")}`,
    next: "docs/settings.md",
  });
}
