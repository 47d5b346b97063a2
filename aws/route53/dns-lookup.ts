// What a name answers, asked of the name servers themselves, one by one, so that no cache on the way can
// hide or fake a change; and which servers the public is sent to for a zone.

import { Resolver } from "node:dns/promises";
import { canonicalValue } from "../../core/values/record-value.ts";
import type { Place } from "../sdk/clients.ts";
import { signatureOf } from "../sdk/failure-signature.ts";

type Type = "CNAME" | "A" | "AAAA";

export interface DnsQuestion {
  readonly name: string;
  readonly type: Type;
}

/** What one name server said. */
export type ServerAnswer =
  /** The distinct values in their canonical spelling, in order; none where the name does not exist. */
  | {
      readonly kind: "answered";
      readonly server: string;
      readonly values: readonly string[];
      /** The values of each answer. */
      readonly each: readonly (readonly string[])[];
    }
  | { readonly kind: "silent"; readonly server: string; readonly because: string };

export type DnsLookup = ReturnType<typeof createDnsLookup>;

/** Questions in all: at weights of 1 and 100, twenty answers miss the 1 in 82 % of tries. */
const questionsPerLookup = 20;
const retryPolicy = { timeout: 1_500, tries: 2 };

export function createDnsLookup({ endpoints, runtime }: Place) {
  const { resolve } = runtime;
  const served = endpoints?.dns ?? null;
  const addresses = new Map<string, readonly string[]>();

  /** Of a name server, kept since it never changes. */
  async function addressesOf(server: string): Promise<readonly string[]> {
    const known = addresses.get(server);
    if (known !== undefined) return known;
    const found = await lookUp(server, "A", null);
    addresses.set(server, found);
    return found;
  }

  /** By the name servers at these addresses; null: as everybody would. */
  async function lookUp(
    name: string,
    type: Type | "NS",
    at: readonly string[] | null,
  ): Promise<readonly string[]> {
    const resolver = new Resolver(retryPolicy);
    if (at !== null) resolver.setServers(at);
    const verb = {
      CNAME: "resolveCname",
      A: "resolve4",
      AAAA: "resolve6",
      NS: "resolveNs",
    } as const;
    return (await resolver[verb[type]](name)) as string[];
  }

  /** Who answers for a name server: it itself, or what stands in for all of them. */
  async function asker(server: string): Promise<(one: DnsQuestion) => Promise<readonly string[]>> {
    if (resolve !== undefined) return ({ name, type }) => resolve(name, type, [server]);
    const at = served === null ? await addressesOf(server) : [server];
    return ({ name, type }) => lookUp(name, type, at);
  }

  async function sampled(
    question: DnsQuestion,
    server: string,
    samples: number,
  ): Promise<ServerAnswer> {
    const ask = await asker(server).catch((error: unknown) => codeOf(error));
    if (typeof ask === "string") return { kind: "silent", server, because: ask };
    const tries = Array.from({ length: samples }, () => orNothing(ask(question)));
    const all = await Promise.allSettled(tries);
    const said = all.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    const [failed] = all.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    if (said.length === 0) return { kind: "silent", server, because: codeOf(failed) };
    const each = said.map((values) => values.map(canonicalValue));
    return { kind: "answered", server, values: [...new Set(each.flat())].sort(), each };
  }

  /** As everybody is told; none where nobody delegates. Rejects when it cannot be looked up. */
  function publicServers(zone: string): Promise<readonly string[]> {
    if (resolve !== undefined) return orNothing(resolve(zone, "NS"));
    const at = served === null ? null : [`${served.host}:${served.port}`];
    return orNothing(lookUp(zone, "NS", at));
  }

  return {
    publicServers,

    /**
     * Several answers of each of these name servers, so many in all at the least. A server that is set in their
     * place speaks for all.
     */
    answers(
      question: DnsQuestion,
      servers: readonly string[],
      questions = questionsPerLookup,
    ): Promise<readonly ServerAnswer[]> {
      const isReplaced = resolve === undefined && served !== null;
      const asked = isReplaced ? [`${served.host}:${served.port}`] : servers;
      const samples = Math.ceil(questions / Math.max(1, asked.length));
      return Promise.all(asked.map((server) => sampled(question, server, samples)));
    },

    /** Of the closest zone that somebody delegates to, for whoever cannot read the zone's own. */
    async closestServers({ name, type }: DnsQuestion): Promise<readonly string[]> {
      const labels = name.split(".");
      // A CNAME is never a zone's own name, and would lead the question astray.
      for (let cut = type === "CNAME" ? 1 : 0; cut < labels.length - 1; cut++) {
        const servers = await publicServers(labels.slice(cut).join(".")).catch(() => []);
        if (servers.length > 0) return servers;
      }
      return [];
    },

    /** Whether any of these names leads to the address of any of those: name servers have many names. */
    async shareAddress(some: readonly string[], others: readonly string[]): Promise<boolean> {
      const of = async (servers: readonly string[]) =>
        (
          await Promise.all(
            servers.map((server) =>
              resolve === undefined ? addressesOf(server) : resolve(server, "A"),
            ),
          )
        ).flat();
      const [mine, theirs] = await Promise.all([of(some), of(others)]);
      return mine.some((address) => theirs.includes(address));
    },
  };
}

/** A name that does not exist, or has no record of the type, is an answer too. */
async function orNothing(answer: Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await answer;
  } catch (error) {
    if (["ENOTFOUND", "ENODATA"].includes(codeOf(error))) return [];
    throw error;
  }
}

function codeOf(error: unknown): string {
  const { code, name } = signatureOf(error);
  return code ?? name;
}
