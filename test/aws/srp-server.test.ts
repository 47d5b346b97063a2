import { createRequire } from "node:module";
import { Random } from "pretend-aws/random.ts";
import { withNativePowers } from "pretend-aws/test/foreign-powers.ts";
import { describe, expect, it } from "vitest";
import { srp } from "../../aws/cognito/srp.ts";
import { often } from "../often.ts";
import { power, TIMESTAMP } from "./builders/srp-run.ts";

const require = createRequire(import.meta.url);
const { ServerPasswordChallenge, UserPool } =
  require("cognito-srp") as typeof import("cognito-srp");
const requireOfServer = createRequire(require.resolve("cognito-srp"));
withNativePowers(requireOfServer("jsbn").BigInteger, power);

interface Judged {
  readonly isAccepted: boolean;
  /** Hex; SRP_B and the shared secret as long as the group's prime. */
  readonly hashed: readonly string[];
}

/** A sign-in at cognito-srp, with `typed` in place of the password if given. */
async function judged(random: Random, typed?: string): Promise<Judged> {
  const [poolName, username, password] = [random.text(9), random.text(8), random.text(12)];
  const salt = random.bytes(16).toString("hex");
  const user = await new UserPool(poolName).createUser({ username, password }, salt);
  const server = new ServerPasswordChallenge(poolName, user, random.bytes(4));
  const client = srp(random.bytes(4), power);
  const filled = server.calculateB().toString("hex");
  const secretBlock = random.bytes(96).toString("base64");
  const claim = { poolName, password: typed ?? password, timestamp: TIMESTAMP };
  const serverPublic = filled.replace(/^0+/, "");
  const signature = client.sign(claim, { userId: username, salt, serverPublic, secretBlock });
  const session = server.getSession(client.clientPublic);
  const { key } = session as unknown as { readonly key: Buffer };
  return {
    isAccepted: session.calculateSignature(secretBlock, TIMESTAMP) === signature,
    hashed: [salt, filled, key.toString("hex")],
  };
}

/**
 * cognito-srp hashes zeros before a number that Cognito and its clients drop: srp.test.ts holds such numbers
 * against those. It is the same where the zeros are those of the sign bit.
 */
const isFilled = ({ hashed }: Judged) => hashed.some((hex) => /^00[0-7]/.test(hex));

describe("srp() against cognito-srp as the server", () => {
  it("is let in at random sign-ins, but where the server fills numbers with zeros", async () => {
    const random = new Random(20261122);
    const all: Judged[] = [];
    for (let run = 0; run < often(40, 1_000); run++) all.push(await judged(random));
    expect(all.filter((one) => one.isAccepted === isFilled(one))).toEqual([]);
    expect(all.filter(isFilled).length).toBeLessThan(20);
  });

  it("is refused with another password", async () => {
    const random = new Random(3);
    for (let run = 0; run < 20; run++) {
      expect((await judged(random, "another")).isAccepted).toBe(false);
    }
  });
});
