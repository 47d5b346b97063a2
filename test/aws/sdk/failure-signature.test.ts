// What fetch and the SDK say of faults that really happen on a wire, and what it is taken for.

import { createServer, type Server, type Socket } from "node:net";
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, describe, expect, test } from "vitest";
import { inShort, signatureOf } from "../../../aws/sdk/failure-signature.ts";
import { refuseWafActions } from "../../../aws/sdk/waf-action.ts";
import { classify } from "../../../core/probe/classify-failure.ts";
import type { FailureClass } from "../../../core/probe/failure-class.ts";

const open: Server[] = [];

afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

/** A server on this machine that treats every connection the same way. */
async function wire(answer: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => answer(socket));
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return `127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}

const http = (head: string, body: string) => (socket: Socket) =>
  socket.end(`HTTP/1.1 ${head}\r\ncontent-length: ${body.length}\r\n\r\n${body}`);

async function thrownBy(call: () => Promise<unknown>): Promise<unknown> {
  try {
    await call();
    return null;
  } catch (error) {
    return error;
  }
}

function cognitoAt(endpoint: string): CognitoIdentityProviderClient {
  const client = new CognitoIdentityProviderClient({
    ...{ region: "us-east-1", endpoint, maxAttempts: 1 },
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  refuseWafActions(client);
  return client;
}

function askIn(client: CognitoIdentityProviderClient): Promise<unknown> {
  const command = new InitiateAuthCommand({ AuthFlow: "USER_PASSWORD_AUTH", ClientId: "1a2b" });
  return client.send(command);
}

function signIn(endpoint: string): Promise<unknown> {
  const client = cognitoAt(endpoint);
  return askIn(client).finally(() => client.destroy());
}

const page = async (url: string) => (await fetch(url)).text();

const broken: readonly (readonly [string, (socket: Socket) => unknown, FailureClass])[] = [
  ["is closed", (socket) => socket.end(), "unreachable"],
  ["is reset", (socket) => socket.resetAndDestroy(), "unreachable"],
  ["speaks no HTTP", (socket) => socket.end("+OK ready\r\n\r\n"), "wrongAnswer"],
];

describe("a connection that", () => {
  test.each(broken)("%s is the same to fetch and to the SDK", async (_, answer, wanted) => {
    const at = `http://${await wire(answer)}`;
    for (const call of [() => page(at), () => signIn(at)]) {
      expect(classify(signatureOf(await thrownBy(call)))).toBe(wanted);
    }
  });

  test("speaks no TLS is unreachable to both", async () => {
    const at = `https://${await wire((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"))}`;
    for (const call of [() => page(at), () => signIn(at)]) {
      expect(classify(signatureOf(await thrownBy(call)))).toBe("unreachable");
    }
  });

  test("ends amid the answer is unreachable", async () => {
    const cut = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf of";
    const at = `http://${await wire((socket) => socket.end(cut))}`;
    expect(classify(signatureOf(await thrownBy(() => page(at))))).toBe("unreachable");
  });

  test("sends what it does not say is a wrong answer", async () => {
    const head = "200 OK\r\ncontent-encoding: gzip";
    const at = `http://${await wire(http(head, "not packed"))}`;
    expect(classify(signatureOf(await thrownBy(() => page(at))))).toBe("wrongAnswer");
  });
});

describe("a page in the place of Cognito's answer", () => {
  test.each([
    ["200 OK", "wrongAnswer"],
    ["403 Forbidden", "blocked"],
    ["429 Too Many Requests", "throttled"],
    ["502 Bad Gateway", "serverError"],
    ["504 Gateway Time-out", "serverError"],
  ] as const)("with %s is %s", async (head, wanted) => {
    const at = `http://${await wire(http(head, "<html>"))}`;
    const signature = signatureOf(await thrownBy(() => signIn(at)));
    expect(classify(signature)).toBe(wanted);
    expect(inShort(signature)).toBe(`SyntaxError ${head.slice(0, 3)}`);
  });
});

describe("a web ACL in the place of Cognito", () => {
  test.each([
    ["202 Accepted\r\nx-amzn-waf-action: challenge", "", "WafChallenge 202"],
    ["202 Accepted\r\nx-amzn-waf-action: challenge", "<html>", "WafChallenge 202"],
    ["405 Method Not Allowed\r\nx-amzn-waf-action: captcha", "<html>", "WafCaptcha 405"],
    ["403 Forbidden\r\nx-amzn-waf-action: something-new", "<html>", "WafAction 403"],
  ])("says so in a header: %j with %j", async (head, body, told) => {
    const at = `http://${await wire(http(head, body))}`;
    const signature = signatureOf(await thrownBy(() => signIn(at)));
    expect(inShort(signature)).toBe(told);
    expect(classify(signature)).toBe("blocked");
  });

  test("leaves no connection to wait for the rest of its page", async () => {
    const closed = Promise.withResolvers<void>();
    const at = `http://${await wire((socket) => {
      socket.once("close", () => closed.resolve());
      socket.write("HTTP/1.1 405 Method Not Allowed\r\nx-amzn-waf-action: captcha\r\n");
      socket.write("content-length: 100\r\n\r\n<html>");
    })}`;
    const client = cognitoAt(at);
    expect(inShort(signatureOf(await thrownBy(() => askIn(client))))).toBe("WafCaptcha 405");
    await closed.promise;
    client.destroy();
  });
});

test("an error shows its name, code and status, and never its text", () => {
  const error = Object.assign(new Error("password hunter2"), {
    name: "InternalErrorException",
    $metadata: { httpStatusCode: 500 },
  });
  expect(inShort(signatureOf(error))).toBe("InternalErrorException 500");
});

test.each([null, undefined, "text", 7])("what is no error, %j, has no name", (thrown) => {
  expect(signatureOf(thrown)).toMatchObject({ name: "unknown", code: undefined });
});
