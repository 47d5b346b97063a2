import { Readable } from "node:stream";
import { GetTokensFromRefreshTokenCommand } from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, test } from "vitest";
import { probeClient, type Via } from "../../../aws/cognito/probe-client.ts";
import { millis } from "../../../core/values/types.ts";
import { aContext } from "../../functions/builders/a-context.ts";

/** A refresh through a connection that `fails` so many times first, and how often it was sent. */
async function refreshed(
  via: Via,
  fails: { readonly times: number; readonly with: () => unknown },
) {
  const world = aContext();
  const { refreshToken } = await world.signIn(world.policy.primary);
  const { place } = world.services;
  const real = world.handler;
  let sent = 0;
  const requestHandler = {
    ...real,
    handle: async (request: Parameters<typeof real.handle>[0]) => {
      sent += 1;
      if (sent <= fails.times) return fails.with();
      return real.handle(request);
    },
  };
  const client = probeClient(
    { ...place, runtime: { ...place.runtime, requestHandler: () => requestHandler } },
    { region: world.policy.primary, via, stepDeadline: millis(1_000) },
  );
  const command = new GetTokensFromRefreshTokenCommand({
    ClientId: world.policy.clientId,
    RefreshToken: refreshToken,
  });
  const ended = await world.run(
    client.send(command).then(
      () => "answered",
      ({ name, code, $metadata }) => [name, code, $metadata?.httpStatusCode].join(" "),
    ),
  );
  return [ended, sent];
}

function closed(code: string) {
  return () => Promise.reject(Object.assign(new Error(code), { name: "TimeoutError", code }));
}

function answer(statusCode: number, name: string) {
  const body = JSON.stringify({ __type: name });
  return async () => ({
    response: { statusCode, headers: {}, body: Readable.from([Buffer.from(body)]) },
  });
}

describe("a kept connection", () => {
  test.each([
    "ECONNRESET",
    "EPIPE",
  ])("that is found closed (%s) is opened anew once", async (code) => {
    expect(await refreshed("kept", { times: 1, with: closed(code) })).toEqual(["answered", 2]);
    const ended = await refreshed("kept", { times: 9, with: closed(code) });
    expect(ended).toEqual([`TimeoutError ${code} `, 2]);
  });

  test.each([
    ["ECONNREFUSED", closed("ECONNREFUSED"), "TimeoutError ECONNREFUSED "],
    ["ETIMEDOUT", closed("ETIMEDOUT"), "TimeoutError ETIMEDOUT "],
    ["a 500", answer(500, "InternalErrorException"), "InternalErrorException  500"],
    ["a used-up quota", answer(400, "TooManyRequestsException"), "TooManyRequestsException  400"],
  ])("does not ask twice after %s", async (_, fault, ended) => {
    expect(await refreshed("kept", { times: 1, with: fault })).toEqual([ended, 1]);
  });
});

describe("a fresh connection", () => {
  test("that is cut is not opened anew", async () => {
    const ended = await refreshed("fresh", { times: 1, with: closed("ECONNRESET") });
    expect(ended).toEqual(["TimeoutError ECONNRESET ", 1]);
  });
});
