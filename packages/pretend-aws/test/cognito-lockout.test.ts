import {
  AdminSetUserPasswordCommand,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { describe, expect, it } from "vitest";
import { totpCode } from "../cognito/sign-in/totp.ts";
import { aWorld, CLIENT, POOL, passwordSignIn, refusal } from "./cognito-world.ts";

type World = ReturnType<typeof aWorld>;

const LOCKED = "NotAuthorizedException: Password attempts exceeded";
const WRONG = "NotAuthorizedException: Incorrect username or password.";
const OPEN = "no refusal";
const MINUTE = 60_000;
const TOTP_SECRET = "JBSWY3DPEHPK3PXP";

const right = ({ primary }: World) => refusal(primary.send(passwordSignIn()));
const wrong = ({ primary }: World) => refusal(primary.send(passwordSignIn("ada", "Wrong-horse-9")));

/** Fails `count` times, each as soon as the lockout of the one before it allows. */
async function failed(world: World, count: number): Promise<void> {
  for (let n = 1; n <= count; n++) {
    expect(await wrong(world)).toBe(WRONG);
    if (n >= 5 && n < count) await world.clock.advance(lockMs(n));
  }
}

/** After the n-th failure, as the developer guide has it: 2^(n-5) seconds, about 15 minutes at most. */
const lockMs = (n: number) => Math.min(1000 * 2 ** (n - 5), 15 * MINUTE);

describe("the lockout", () => {
  it.each([5, 6, 9, 14, 15])("after %d failures lasts as long as is documented", async (n) => {
    const world = aWorld();
    await failed(world, n);
    await world.clock.advance(lockMs(n) - 1);
    expect(await right(world)).toBe(LOCKED);
    await world.clock.advance(1);
    expect(await right(world)).toBe(OPEN);
  });

  it("is not lengthened by tries while it lasts", async () => {
    const world = aWorld();
    await failed(world, 6);
    for (let attempt = 0; attempt < 10; attempt++) expect(await wrong(world)).toBe(LOCKED);
    await world.clock.advance(2_000);
    expect(await wrong(world)).toBe(WRONG);
    await world.clock.advance(3_999);
    expect(await right(world)).toBe(LOCKED);
  });

  it("starts from nothing after a sign-in", async () => {
    const world = aWorld();
    await failed(world, 8);
    await world.clock.advance(8_000);
    expect(await right(world)).toBe(OPEN);
    await failed(world, 4);
    expect(await right(world)).toBe(OPEN);
  });

  it("starts from nothing after fifteen minutes without a try, and not after fourteen", async () => {
    for (const [minutes, next] of [
      [14, LOCKED],
      [15, WRONG],
    ] as const) {
      const world = aWorld();
      await failed(world, 7);
      await world.clock.advance(minutes * MINUTE);
      expect(await wrong(world)).toBe(WRONG);
      expect(await wrong(world)).toBe(next);
    }
  });

  it("counts the fifteen minutes from the last try, also one that was refused", async () => {
    const world = aWorld();
    await failed(world, 14);
    await world.clock.advance(8 * MINUTE);
    expect(await right(world)).toBe(LOCKED);
    await world.clock.advance(14 * MINUTE);
    expect(await wrong(world)).toBe(WRONG);
    expect(await right(world)).toBe(LOCKED);
  });

  it("is each Region's own", async () => {
    const world = aWorld();
    await failed(world, 5);
    expect(await right(world)).toBe(LOCKED);
    expect(await refusal(world.secondary.send(passwordSignIn()))).toBe(OPEN);
  });

  it("is not lifted by a new password from an administrator", async () => {
    const world = aWorld();
    await failed(world, 5);
    const Password = "Newer-horse-9";
    await world.primary.send(
      new AdminSetUserPasswordCommand({
        ...{ UserPoolId: POOL, Username: "ada", Password, Permanent: true },
      }),
    );
    const signIn = () => refusal(world.primary.send(passwordSignIn("ada", Password)));
    expect(await signIn()).toBe(LOCKED);
    await world.clock.advance(1_000);
    expect(await signIn()).toBe(OPEN);
  });

  it("counts wrong TOTP codes, which the right password before them does not forgive", async () => {
    const world = aWorld({
      seed: { users: [{ username: "ada", password: "Right-horse-9", totpSecret: TOTP_SECRET }] },
    });
    const { primary, clock } = world;
    const answered = async (code: string) => {
      const { Session } = await primary.send(passwordSignIn());
      return refusal(
        primary.send(
          new RespondToAuthChallengeCommand({
            ...{ ChallengeName: "SOFTWARE_TOKEN_MFA", ClientId: CLIENT, Session },
            ChallengeResponses: { USERNAME: "ada", SOFTWARE_TOKEN_MFA_CODE: code },
          }),
        ),
      );
    };
    const code = () => totpCode(TOTP_SECRET, clock.now());
    const other = () => (code() === "000000" ? "111111" : "000000");
    for (let n = 0; n < 5; n++) expect(await answered(other())).toMatch(/^CodeMismatchException/);
    expect(await right(world)).toBe(LOCKED);
    await clock.advance(1_000);
    expect(await answered(code())).toBe(OPEN);
    for (let n = 0; n < 4; n++) await answered(other());
    expect(await answered(code())).toBe(OPEN);
  });
});
