// Node's resolver, asking a DNS server of ours on loopback.

import { Resolver } from "node:dns/promises";
import { HANGS_AFTER_MS } from "../../../test/hangs-after.ts";

export function resolverAt({ host, port }: { readonly host: string; readonly port: number }) {
  const resolver = new Resolver({ timeout: HANGS_AFTER_MS, tries: 1 });
  resolver.setServers([`${host}:${port}`]);
  return resolver;
}
