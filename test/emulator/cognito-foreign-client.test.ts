import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from "amazon-cognito-identity-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Listening, listen } from "../../emulator/wire/server.ts";
import { aWorld, CLIENT, PASSWORD, POOL, PRIMARY, SECONDARY } from "./cognito-world.ts";

const world = aWorld();
const listening = new Map<string, Listening>();

beforeAll(async () => {
  for (const region of [PRIMARY, SECONDARY]) {
    listening.set(region, await listen(region, world.send));
  }
});

afterAll(async () => {
  for (const server of listening.values()) await server.close();
});

function signIn(region: string, password: string): Promise<CognitoUserSession> {
  const endpoint = listening.get(region)?.endpoint ?? "";
  const pool = new CognitoUserPool({ UserPoolId: POOL, ClientId: CLIENT, endpoint });
  const user = new CognitoUser({ Username: "ada", Pool: pool });
  const details = new AuthenticationDetails({ Username: "ada", Password: password });
  return new Promise((resolve, reject) => {
    user.authenticateUser(details, { onSuccess: resolve, onFailure: reject });
  });
}

describe("amazon-cognito-identity-js over HTTP", () => {
  for (const region of [PRIMARY, SECONDARY]) {
    it(`signs in by SRP in ${region}`, async () => {
      const session = await signIn(region, PASSWORD);
      expect(session.getIdToken().payload).toMatchObject({
        iss: `https://issuer-cognito-idp.${PRIMARY}.amazonaws.com/${POOL}`,
        aud: CLIENT,
        email: "ada@example.com",
      });
    });

    it(`is refused with a wrong password in ${region}`, async () => {
      await expect(signIn(region, "Wrong-horse-9")).rejects.toMatchObject({
        name: "NotAuthorizedException",
        message: "Incorrect username or password.",
      });
    });
  }

  it("gets the same sub from both Regions", async () => {
    const subs = await Promise.all(
      [PRIMARY, SECONDARY].map(async (region) => {
        const session = await signIn(region, PASSWORD);
        return session.getIdToken().payload["sub"];
      }),
    );
    expect(subs[0]).toBe(subs[1]);
  });
});
