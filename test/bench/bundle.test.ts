import { beforeAll, describe, expect, it } from "vitest";
import { type HandlerBundle, handlerBundle, lambdaWords } from "./handler-bundle.ts";

const KB = 1_000;

/** What a Lambda may weigh, and what of it may be loaded before its first event. */
const limits: Readonly<Record<string, { readonly bytes: number; readonly bytesAtStart: number }>> =
  {
    // Woken every minute in every vantage, so its cold starts are what a user pays for. What a burst calls
    // besides, of Lambda and Step Functions, is loaded when something fails.  Settings are parsed whole: windows and
    // schedules of practice runs are 14 kB of it.
    probe: { bytes: 750 * KB, bytesAtStart: 500 * KB },
    // Woken once a day, on the way of no failover; it asks a dozen services.
    check: { bytes: 1_150 * KB, bytesAtStart: 1_050 * KB },
    // All that it needs is the ledger.
    "health-event": { bytes: 630 * KB, bytesAtStart: 390 * KB },
  };

const others = { bytes: 900 * KB, bytesAtStart: 750 * KB };

const bundles = new Map<string, HandlerBundle>();

beforeAll(async () => {
  await Promise.all(
    lambdaWords().map(async (word) => bundles.set(word, await handlerBundle(word))),
  );
});

describe("the bundle of a Lambda", () => {
  it.each(lambdaWords())("keeps %s within its size", (word) => {
    const bundle = bundleOf(word);
    const limit = limits[word] ?? others;
    expect(bundle.bytes, told(bundle)).toBeLessThanOrEqual(limit.bytes);
    expect(bundle.bytesAtStart, told(bundle)).toBeLessThanOrEqual(limit.bytesAtStart);
  });

  it("loads no client in probe but those it calls", () => {
    const { parts } = bundleOf("probe");
    expect(Object.keys(parts).filter((part) => part.startsWith("@aws-sdk/client-"))).toEqual([
      "@aws-sdk/client-cognito-identity-provider",
      "@aws-sdk/client-dynamodb",
      "@aws-sdk/client-secrets-manager",
    ]);
  });

  it("loads no client in health-event but the ledger's", () => {
    const { parts } = bundleOf("health-event");
    const clients = Object.keys(parts).filter((part) => part.startsWith("@aws-sdk/client-"));
    expect(clients).toEqual(["@aws-sdk/client-dynamodb"]);
  });

  it("counts less at start than in all, since credential providers load when used", () => {
    const { bytes, bytesAtStart, parts } = bundleOf("probe");
    expect(bytesAtStart).toBeGreaterThan(100 * KB);
    expect(bytesAtStart).toBeLessThan(bytes);
    expect(parts).not.toHaveProperty("@aws-sdk/credential-provider-ini");
  });
});

function bundleOf(word: string): HandlerBundle {
  const bundle = bundles.get(word);
  if (bundle === undefined) throw new RangeError(`no Lambda is called ${word}`);
  return bundle;
}

function told({ parts }: HandlerBundle): string {
  return Object.entries(parts)
    .slice(0, 8)
    .map(([part, bytes]) => `${part} ${Math.round(bytes / KB)} kB`)
    .join(", ");
}
