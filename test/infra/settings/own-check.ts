// The settings of two pools, of which one names no health check: the stack makes one for it.

import type { Config } from "../../../core/policy.ts";
import * as settings from "../../../stacks/settings.ts";

export const { home, vantages, witnesses } = settings;

export const config = withoutCheckOf("sellers", settings.config);

export function withoutCheckOf(name: string, config: Config): Config {
  const pools = config.pools.map((policy) => {
    const { managedLogin } = policy.paths;
    if (policy.name !== name || managedLogin === null) return policy;
    const unnamed = { ...managedLogin, healthCheckId: null as unknown as string };
    return { ...policy, paths: { ...policy.paths, managedLogin: unnamed } };
  });
  return { ...config, pools };
}
