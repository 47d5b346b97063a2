import { beforeAll, describe, expect, it } from "vitest";
import { type HandlerBundle, handlerBundle } from "./handler-bundle.ts";

const KB = 1_000;

const bundles = new Map<string, HandlerBundle>();

// What each Lambda weighs as it is deployed has its budget in test/infra/bundles.test.ts.
beforeAll(async () => {
  for (const word of ["probe", "health-event"]) bundles.set(word, await handlerBundle(word));
});

describe("the bundle of a Lambda", () => {
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
