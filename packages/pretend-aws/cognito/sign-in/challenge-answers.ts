// RespondToAuthChallenge and AdminRespondToAuthChallenge.

import type {
  AdminRespondToAuthChallengeCommandInput,
  RespondToAuthChallengeCommandInput,
  RespondToAuthChallengeResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import { notEmulated } from "../../wire/json.ts";
import type { OperationTable } from "../api/operation.ts";
import type { Realm } from "../api/service-state.ts";
import { invalid } from "../api/validation.ts";
import type { ClientSite } from "../pool/pool-in-region.ts";
import { notEnabled } from "../pool/rules.ts";
import { type User, userNamed } from "../users/directory.ts";
import { checkPassword, passwordOf } from "../users/passwords.ts";
import { checkAttributes, mergeAttributes } from "../users/schema.ts";
import { changeUser } from "../users/user-records.ts";
import type { Posed } from "./challenges.ts";
import { notAuthorized, wrongPassword } from "./not-authorized.ts";
import { checkSecretHash } from "./secret-hash.ts";
import { afterFirstFactor, afterPassword, checkedPassword, signedIn } from "./sign-in-steps.ts";
import type { Metadata } from "./sign-in-triggers.ts";
import { provesPassword } from "./srp.ts";
import { isTotpCode } from "./totp.ts";

interface Answer {
  readonly session: string | undefined;
  readonly responses: Readonly<Record<string, string>>;
  readonly metadata: Metadata | undefined;
}

type Respond = (
  realm: Realm,
  site: ClientSite,
  answer: Answer,
) => Promise<RespondToAuthChallengeResponse>;

const ANSWERS: Readonly<Record<string, Respond>> = {
  PASSWORD_VERIFIER: verifyPassword,
  NEW_PASSWORD_REQUIRED: setNewPassword,
  SOFTWARE_TOKEN_MFA: verifyTotp,
};

/** Java's `EEE MMM d HH:mm:ss z yyyy`, in which a day may have a leading zero. */
const TIMESTAMP = /^(\w{3} \w{3}) 0?(\d{1,2} \d{2}:\d{2}:\d{2} UTC \d{4})$/;
const ATTRIBUTE_PREFIX = "userAttributes.";

export function challengeAnswerOperations(realm: Realm): OperationTable {
  const { kinds } = realm;
  const respond = (
    input: Pick<
      RespondToAuthChallengeCommandInput,
      "Session" | "ChallengeResponses" | "ClientMetadata"
    >,
    site: ClientSite,
    name: string,
  ) => {
    const answer = ANSWERS[name];
    if (answer === undefined) throw notEmulated("cognito-idp", `RespondToAuthChallenge to ${name}`);
    return answer(realm, site, {
      session: input.Session,
      responses: input.ChallengeResponses ?? {},
      metadata: input.ClientMetadata,
    });
  };
  return {
    RespondToAuthChallenge: kinds.byClient<RespondToAuthChallengeCommandInput>(
      ["ChallengeName"],
      (input, site) => respond(input, site, input.ChallengeName),
    ),
    AdminRespondToAuthChallenge: kinds.byPoolAndClient<AdminRespondToAuthChallengeCommandInput>(
      ["ChallengeName"],
      (input, site) => respond(input, site, input.ChallengeName),
    ),
  };
}

async function verifyPassword(realm: Realm, site: ClientSite, { responses, metadata }: Answer) {
  const username = response(responses, "USERNAME");
  const secretBlock = response(responses, "PASSWORD_CLAIM_SECRET_BLOCK");
  const signature = response(responses, "PASSWORD_CLAIM_SIGNATURE");
  const timestamp = canonicalTimestamp(response(responses, "TIMESTAMP"));
  checkSecretHash(site, [username], responses["SECRET_HASH"]);
  const { challenge, username: userId } = taken(site, secretBlock, "PASSWORD_VERIFIER");
  const user = userNamed(site.directory, username);
  const kept = user?.password;
  const srp = challenge.name === "PASSWORD_VERIFIER" ? challenge.srp : null;
  if (user === undefined || !kept || srp === null) {
    throw wrongPassword();
  }
  if (user.username !== userId) throw notAuthorized("Invalid session for the user.");
  if (!user.enabled) throw notAuthorized("User is disabled.");
  const claim = {
    poolName: site.pool.shortName,
    userId,
    secretBlock: Buffer.from(secretBlock, "base64"),
    timestamp,
  };
  checkedPassword(site, user, () => provesPassword({ kept, challenge: srp }, claim, signature));
  return afterPassword(realm, site, { user, metadata });
}

async function setNewPassword(realm: Realm, site: ClientSite, answer: Answer) {
  const { responses, metadata } = answer;
  const { username, id } = inSession(site, answer, "NEW_PASSWORD_REQUIRED");
  const password = response(responses, "NEW_PASSWORD");
  // A password set here would be a write, which only the primary takes.
  if (site.replica.role === "SECONDARY") {
    throw notEnabled("A new password cannot be set in a secondary Region.");
  }
  const posed = taken(site, id, "NEW_PASSWORD_REQUIRED");
  const user = enabledUser(site, username, posed);
  checkPassword(site.directory.settings, password);
  const changes = Object.entries(responses)
    .filter(([name]) => name.startsWith(ATTRIBUTE_PREFIX))
    .map(([name, Value]) => ({ Name: name.slice(ATTRIBUTE_PREFIX.length), Value }));
  checkAttributes(site.directory.settings, changes);
  const secret = { username: user.username, password, permanent: true };
  const confirmed = changeUser(
    realm.foundation,
    { site, user },
    {
      status: "CONFIRMED",
      attributes: mergeAttributes(user.attributes, changes),
      ...passwordOf(realm.foundation, site, secret),
    },
  );
  const source = "TokenGeneration_NewPasswordChallenge";
  return afterFirstFactor(realm, site, { user: confirmed, metadata, source });
}

async function verifyTotp(realm: Realm, site: ClientSite, answer: Answer) {
  const { responses, metadata } = answer;
  const { username, id } = inSession(site, answer, "SOFTWARE_TOKEN_MFA");
  const code = response(responses, "SOFTWARE_TOKEN_MFA_CODE");
  const posed = taken(site, id, "SOFTWARE_TOKEN_MFA");
  const user = enabledUser(site, username, posed);
  const { attempts, challenges } = site.replica;
  attempts.admit(user.sub);
  if (!isTotpCode(user.totpSecret ?? "", code, realm.foundation.clock.now())) {
    attempts.failed(user.sub);
    challenges.pose(id, posed);
    throw new AwsError("CodeMismatchException", "Invalid code received for user");
  }
  return signedIn(realm, site, { user, metadata });
}

function inSession(
  site: ClientSite,
  { session, responses }: Answer,
  challenge: string,
): { readonly username: string; readonly id: string } {
  const username = response(responses, "USERNAME");
  if (session === undefined) throw invalid(`Missing required parameter Session for ${challenge}`);
  checkSecretHash(site, [username], responses["SECRET_HASH"]);
  return { username, id: session };
}

function taken({ replica, client }: ClientSite, id: string, name: string): Posed {
  const answered = replica.challenges.take(id);
  switch (answered.kind) {
    case "expired":
      throw notAuthorized("Invalid session for the user, session is expired.");
    case "used":
      throw notAuthorized("Invalid session for the user, session can only be used once.");
    case "unknown":
      throw notAuthorized("Invalid session for the user.");
    case "open": {
      const { posed } = answered;
      if (posed.challenge.name === name && posed.clientId === client.ClientId) return posed;
      throw notAuthorized("Invalid session for the user.");
    }
  }
}

function enabledUser({ directory }: ClientSite, username: string, posed: Posed): User {
  const user = userNamed(directory, username);
  if (user?.username !== posed.username) throw notAuthorized("Invalid session for the user.");
  if (!user.enabled) throw notAuthorized("User is disabled.");
  return user;
}

/** Cognito signs the date as it writes it itself: whoever signs "Nov 02" instead of "Nov 2" is refused. */
function canonicalTimestamp(text: string): string {
  const found = TIMESTAMP.exec(text);
  if (found === null) {
    throw invalid("TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.");
  }
  return `${found[1]} ${found[2]}`;
}

function response(responses: Answer["responses"], name: string): string {
  const value = responses[name];
  if (value === undefined || value === "") throw invalid(`Missing required parameter ${name}`);
  return value;
}
