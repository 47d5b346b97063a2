// Does the pretend Cognito keep what AWS promises of the real one? And does anybody else?
//
// The same list can be held against another emulator or a real account, in a terminal:
//
//   COGNITO_CONTRACT_PRIMARY_REGION=us-west-2 \
//   COGNITO_CONTRACT_PRIMARY_ENDPOINT=http://127.0.0.1:9229 \
//   COGNITO_CONTRACT_ALLOW_CHANGES=yes \
//   npx vitest run --project unit test/contract/cognito.test.ts -t "somewhere else"
//
// It prints what is kept, what is broken and what came instead, and what was not tried and why. All
// settings are in docs/emulator.md; credentials come by the SDK's own ways.

import * as sdk from "@aws-sdk/client-cognito-identity-provider";
import { ACTIVE_OPERATIONS, INACTIVE_OPERATIONS } from "pretend-aws/cognito/pool/rules.ts";
import {
  aWorld,
  CALLBACK,
  CLIENT,
  DOMAIN,
  PASSWORD,
  POOL,
  PRIMARY,
  SECONDARY,
} from "pretend-aws/test/cognito-world.ts";
import { HelperInteger, withNativePowers } from "pretend-aws/test/foreign-powers.ts";
import { listen } from "pretend-aws/wire/server.ts";
import { describe, expect, it, vi } from "vitest";
import { foreignSubject } from "./cognito/foreign-subject.ts";
import { pretendSubject } from "./cognito/pretend-subject.ts";
import { holdAgainst, type Promised, table } from "./cognito/promise.ts";
import { promises } from "./cognito/promises.ts";
import { ACCEPTED_OPERATIONS, CLASSIFIED } from "./cognito/secondary-operations.ts";

withNativePowers(HelperInteger);

const setting = (name: string) => process.env[`COGNITO_CONTRACT_${name}`] || undefined;

describe("the pretend Cognito", () => {
  it.each(
    promises.map((promised) => [promised.promise, promised] as const),
  )("%s", async (_, promised) => {
    await promised.run(await pretendSubject());
  });

  it("keeps them all one after the other, as a foreign subject must", async () => {
    const findings = await holdAgainst(await pretendSubject(), promises, { allowsChanges: true });
    expect(findings.filter(({ kind }) => kind !== "kept")).toEqual([]);
  });

  it("has every operation that it serves in the list of what a secondary accepts or not", async () => {
    const unclassified = (await servedOperations()).filter((name) => !CLASSIFIED.has(name));
    expect(unclassified).toEqual([]);
  });

  it("has a promise for each operation that it serves and a secondary accepts", async () => {
    const accepted = (await servedOperations()).filter(
      (name) => INACTIVE_OPERATIONS.has(name) || ACTIVE_OPERATIONS.has(name),
    );
    // Listed for secondaries in the developer guide, refused by the API reference.
    const conflicting = ["DeleteUserPoolReplica"];
    expect([...ACCEPTED_OPERATIONS, ...conflicting].sort()).toEqual(accepted.sort());
  });
});

describe("the list", () => {
  const broken: Promised = {
    promise: "water runs uphill",
    source: "https://example.com",
    run: () => Promise.reject(new TypeError("it ran\n  downhill")),
  };

  it("has each promise once, with its source", () => {
    const sentences = promises.map(({ promise }) => promise);
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const { source } of promises) expect(source).toMatch(/^(https:\/\/|SDK 3\.\d+ types$)/);
  });

  it("is told as kept, broken with what came, and not tried with the reason", async () => {
    const subject = { ...(await pretendSubject()), machine: undefined };
    const kept: Promised = { ...broken, promise: "water is wet", run: async () => undefined };
    const changing: Promised = { ...kept, promise: "water boils", changes: true };
    const needing: Promised = { ...kept, promise: "mills turn", needs: ["machine"] };
    const findings = await holdAgainst(subject, [kept, broken, changing, needing], {
      allowsChanges: false,
    });
    expect(table("A river", findings).split("\n")).toEqual([
      "A river",
      "",
      "kept       water is wet",
      "BROKEN     water runs uphill",
      "             TypeError: it ran downhill",
      "             https://example.com",
      "not tried  water boils",
      "             changes the pool: set COGNITO_CONTRACT_ALLOW_CHANGES=yes",
      "not tried  mills turn",
      "             needs machine: set COGNITO_CONTRACT_MACHINE_CLIENT_ID, _MACHINE_SECRET and _MACHINE_SCOPE",
      "",
      "1 kept, 1 broken, 2 not tried",
      "",
    ]);
  });
});

describe("a foreign subject", () => {
  it("is reached by settings alone: the pretend Cognito on sockets keeps all that changes nothing", async () => {
    const world = aWorld();
    world.cognito.setReplicationLag(0);
    vi.stubEnv("AWS_ACCESS_KEY_ID", "pretend");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "pretend");
    const [primary, secondary, global] = await Promise.all(
      [PRIMARY, SECONDARY, "global"].map((region) => listen(region, world.send)),
    );
    const settings: Readonly<Record<string, string | undefined>> = {
      ...{ PRIMARY_REGION: PRIMARY, PRIMARY_ENDPOINT: primary?.endpoint },
      ...{ SECONDARY_REGION: SECONDARY, SECONDARY_ENDPOINT: secondary?.endpoint },
      ...{ GLOBAL_ENDPOINT: global?.endpoint, DOMAIN, REDIRECT_URI: CALLBACK },
      ...{ POOL_ID: POOL, CLIENT_ID: CLIENT, USERNAME: "ada", PASSWORD },
    };
    try {
      const subject = await foreignSubject((name) => settings[name]);
      if (subject === null) throw new Error("There is a Region to ask.");
      const findings = await holdAgainst(subject, promises, { allowsChanges: false });
      expect(findings.filter(({ kind }) => kind === "broken")).toEqual([]);
      expect(findings.filter(({ kind }) => kind === "kept").length).toBeGreaterThan(40);
      const changing = promises.filter(({ changes }) => changes).map(({ promise }) => promise);
      const tried = findings.filter(({ kind }) => kind !== "notTried");
      expect(tried.filter(({ promise }) => changing.includes(promise))).toEqual([]);
    } finally {
      await Promise.all([primary, secondary, global].map((listening) => listening?.close()));
      vi.unstubAllEnvs();
    }
  });
});

describe.skipIf(setting("PRIMARY_REGION") === undefined)("somewhere else", () => {
  it("is told how the list was kept", { timeout: 3_600_000 }, async () => {
    const subject = await foreignSubject(setting);
    if (subject === null) throw new Error("COGNITO_CONTRACT_PRIMARY_REGION is not set.");
    const allowsChanges = setting("ALLOW_CHANGES") === "yes";
    const findings = await holdAgainst(subject, promises, { allowsChanges });
    const where = setting("PRIMARY_ENDPOINT") ?? "AWS";
    process.stdout.write(`\n${table(`Cognito's promises at ${where}`, findings)}\n`);
    expect(findings).toHaveLength(promises.length);
  });
});

/** Which of the SDK's operations are answered at all. */
async function servedOperations(): Promise<string[]> {
  const { send } = aWorld();
  const names = Object.keys(sdk)
    .filter((name) => /^[A-Z]\w+Command$/.test(name) && name !== "$Command")
    .map((name) => name.replace(/Command$/, ""));
  const answers = names.map(async (name) => {
    const { status } = await send(PRIMARY, {
      method: "POST",
      path: "/",
      query: new URLSearchParams(),
      headers: {
        authorization: "signed",
        "x-amz-target": `AWSCognitoIdentityProviderService.${name}`,
      },
      body: Buffer.from("{}"),
    });
    return status === 501 ? [] : [name];
  });
  return (await Promise.all(answers)).flat();
}
