// The pretend Cognito as a subject: everything that a promise may need, and a clock that waits at once.

import { triggerPolicy } from "pretend-aws/cognito/api/fault-controls.ts";
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
import type { Place, Subject } from "./subject.ts";

const MACHINE = { clientId: "machineclient0000000000001", secret: "a-secret-of-the-machine" };
const SERVER = "https://api.example.com";
const MESSAGE = "This function refuses everybody";

export async function pretendSubject(): Promise<Subject> {
  const world = aWorld({
    areQuotasEnforced: true,
    seed: {
      users: [
        { username: "ada", password: PASSWORD, email: "ada@example.com" },
        { username: "tom", password: PASSWORD, totpSecret: "JBSWY3DPEHPK3PXP" },
      ],
      resourceServers: [{ identifier: SERVER, scopes: ["orders.read"] }],
      machineClient: {
        clientId: MACHINE.clientId,
        clientSecret: MACHINE.secret,
        scopes: [`${SERVER}/orders.read`],
      },
    },
  });
  const { clock, lambda, primary, secondary } = world;
  const [primaryArn = "", secondaryArn = ""] = [PRIMARY, SECONDARY].map((region) =>
    lambda.register({
      ...{ region, name: "refuse", timeoutMs: 3_000 },
      policy: triggerPolicy(
        "123456789012",
        `arn:aws:cognito-idp:${region}:123456789012:userpool/${POOL}`,
      ),
      handler: () => Promise.reject(new Error(MESSAGE)),
    }),
  );
  let names = 0;
  const placed = (region: string, client: Place["client"]): Place => ({ region, client });
  return {
    primary: placed(PRIMARY, primary),
    secondary: placed(SECONDARY, secondary),
    ...{ poolId: POOL, clientId: CLIENT },
    user: { username: "ada", password: PASSWORD },
    totpUser: { username: "tom", password: PASSWORD },
    domain: { host: DOMAIN, redirectUri: CALLBACK },
    machine: { ...MACHINE, scope: `${SERVER}/orders.read` },
    replication: {
      keyArn: `arn:aws:kms:${PRIMARY}:123456789012:key/mrk-0123456789abcdef0123456789abcdef`,
      region: "eu-west-2",
    },
    throwingTrigger: { primaryArn, secondaryArn, message: MESSAGE },
    http: (url, init) => fetchedBy(world, new URL(url), init),
    wait: (ms) => clock.advance(ms),
    rest: () => clock.advance(1_000),
    unique: () => String(++names),
  };
}

/** Regional host names lead to the Region's endpoint, all others to the global one. */
function fetchedBy(
  { fetch }: ReturnType<typeof aWorld>,
  url: URL,
  init: RequestInit | undefined,
): Promise<Response> {
  const region = /^cognito-idp\.([\w-]+)\.amazonaws\.com$/.exec(url.hostname)?.[1] ?? "global";
  const headers = new Headers(init?.headers);
  headers.set("x-forwarded-host", url.hostname);
  const address = `http://${region}.pretend${url.pathname}${url.search}`;
  return fetch(address, { ...init, headers, redirect: "manual" });
}
