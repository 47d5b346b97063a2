// InitiateAuth and AdminInitiateAuth: the flows, each up to tokens or a challenge.

import { createHmac } from "node:crypto";
import type {
  AdminInitiateAuthCommandInput,
  InitiateAuthCommandInput,
  InitiateAuthResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import { notEmulated } from "../../wire/json.ts";
import type { OperationTable } from "../api/operation.ts";
import type { Realm } from "../api/service-state.ts";
import { invalid } from "../api/validation.ts";
import { allows, hidesUsers } from "../pool/clients.ts";
import type { ClientSite } from "../pool/pool-in-region.ts";
import { type Client, findUser, type User } from "../users/directory.ts";
import { checkNoDevice } from "./devices.ts";
import { notAuthorized, wrongPassword } from "./not-authorized.ts";
import { checkSecretHash } from "./secret-hash.ts";
import { refreshed, reissued } from "./session-operations.ts";
import { afterPassword, checkedPassword, expiryOf } from "./sign-in-steps.ts";
import {
  type Credentials,
  type Metadata,
  migratedUser,
  preAuthentication,
} from "./sign-in-triggers.ts";
import { isSamePassword, type SrpChallenge, srpChallenge } from "./srp.ts";
import { G, power } from "./srp-arithmetic.ts";

type Parameters = Readonly<Record<string, string>>;

interface Start {
  readonly parameters: Parameters;
  readonly metadata: Metadata | undefined;
}

type Flow = (realm: Realm, site: ClientSite, start: Start) => Promise<InitiateAuthResponse>;

const SHARED_FLOWS: Readonly<Record<string, Flow>> = {
  USER_SRP_AUTH: startSrp,
  REFRESH_TOKEN_AUTH: refresh,
  REFRESH_TOKEN: refresh,
};
const PUBLIC_FLOWS = { ...SHARED_FLOWS, USER_PASSWORD_AUTH: passwordFlow("USER_PASSWORD_AUTH") };
const ADMIN_FLOWS = {
  ...SHARED_FLOWS,
  ADMIN_USER_PASSWORD_AUTH: passwordFlow("ADMIN_USER_PASSWORD_AUTH"),
  ADMIN_NO_SRP_AUTH: passwordFlow("ADMIN_USER_PASSWORD_AUTH"),
};

export function signInOperations(realm: Realm): OperationTable {
  const { kinds } = realm;
  return {
    InitiateAuth: kinds.byClient<InitiateAuthCommandInput>(["AuthFlow"], (input, site) =>
      flowOf(PUBLIC_FLOWS, input.AuthFlow)(realm, site, startOf(input)),
    ),
    AdminInitiateAuth: kinds.byPoolAndClient<AdminInitiateAuthCommandInput>(
      ["AuthFlow"],
      (input, site) => flowOf(ADMIN_FLOWS, input.AuthFlow)(realm, site, startOf(input)),
    ),
  };
}

function startOf(
  input: Pick<InitiateAuthCommandInput, "AuthParameters" | "ClientMetadata">,
): Start {
  return { parameters: input.AuthParameters ?? {}, metadata: input.ClientMetadata };
}

function flowOf(flows: Readonly<Record<string, Flow>>, name: string): Flow {
  const flow = flows[name];
  if (flow !== undefined) return flow;
  if (name === "CUSTOM_AUTH" || name === "USER_AUTH") {
    throw notEmulated("cognito-idp", `InitiateAuth with ${name}`);
  }
  throw invalid("Initiate Auth method not supported.");
}

function passwordFlow(name: "USER_PASSWORD_AUTH" | "ADMIN_USER_PASSWORD_AUTH"): Flow {
  const refusal =
    name === "USER_PASSWORD_AUTH"
      ? "USER_PASSWORD_AUTH flow not enabled for this client"
      : "Auth flow not enabled for this client";
  return async (realm, site, { parameters, metadata }) => {
    if (!allows(site.client, name)) throw invalid(refusal);
    const username = parameter(parameters, "USERNAME");
    const password = parameter(parameters, "PASSWORD");
    checkSecretHash(site, [username], parameters["SECRET_HASH"]);
    checkNoDevice(site, parameters["DEVICE_KEY"]);
    const user = await userByPassword(realm, site, { username, password, metadata });
    return afterPassword(realm, site, { user });
  };
}

/** Whose password it is: for the password flows and for the form of managed login. Throws. */
export async function userByPassword(
  realm: Realm,
  site: ClientSite,
  credentials: Credentials,
): Promise<User> {
  const { username, password, metadata } = credentials;
  const user = findUser(site.directory, username) ?? (await migratedUser(realm, site, credentials));
  if (user !== undefined) checkEnabled(user);
  await preAuthentication(realm, site, { username, user, metadata });
  const kept = user?.password;
  if (user === undefined || !kept) throw noSuchUser(site.client);
  checkedPassword(site, user, () =>
    isSamePassword(kept, { poolName: site.pool.shortName, userId: user.username }, password),
  );
  return user;
}

async function startSrp(
  realm: Realm,
  site: ClientSite,
  { parameters, metadata }: Start,
): Promise<InitiateAuthResponse> {
  const { client, directory, replica } = site;
  if (!allows(client, "USER_SRP_AUTH")) {
    throw invalid("USER_SRP_AUTH is not enabled for the client.");
  }
  const username = parameter(parameters, "USERNAME");
  const clientPublic = hexNumber(parameter(parameters, "SRP_A"));
  checkSecretHash(site, [username], parameters["SECRET_HASH"]);
  checkNoDevice(site, parameters["DEVICE_KEY"]);
  const user = findUser(directory, username);
  if (user === undefined && !hidesUsers(client)) throw noSuchUser(client);
  if (user !== undefined) checkEnabled(user);
  await preAuthentication(realm, site, { username, user, metadata });
  const { random } = realm.foundation;
  const secret = BigInt(`0x${random.bytes(32).toString("hex")}`);
  const srp = user?.password ? srpChallenge(user.password, clientPublic, secret) : null;
  if (user?.password && srp === null) throw invalid("SRP_A is not a valid public value.");
  const userId = user?.username ?? username;
  const secretBlock = random.bytes(96).toString("base64");
  replica.challenges.pose(secretBlock, {
    challenge: { name: "PASSWORD_VERIFIER", srp },
    clientId: client.ClientId,
    username: userId,
    expiresAt: expiryOf(realm, site),
  });
  return {
    ChallengeName: "PASSWORD_VERIFIER",
    ChallengeParameters: {
      SALT: user?.password?.salt ?? inventedSalt(site, userId),
      SECRET_BLOCK: secretBlock,
      SRP_B: publicValue(srp, secret).toString(16),
      USERNAME: userId,
      USER_ID_FOR_SRP: userId,
    },
  };
}

async function refresh(
  realm: Realm,
  site: ClientSite,
  { parameters }: Start,
): Promise<InitiateAuthResponse> {
  // A client that rotates its refresh tokens is served by GetTokensFromRefreshToken alone.
  const isRotating = site.client.RefreshTokenRotation?.Feature === "ENABLED";
  if (isRotating || !allows(site.client, "REFRESH_TOKEN_AUTH")) {
    throw invalid("Auth flow not enabled for this client");
  }
  const token = parameter(parameters, "REFRESH_TOKEN");
  const { user, session } = refreshed(realm, site, {
    token,
    deviceKey: parameters["DEVICE_KEY"],
  });
  checkSecretHash(site, [user.username, user.sub], parameters["SECRET_HASH"]);
  return {
    ChallengeParameters: {},
    AuthenticationResult: await reissued(realm, site, { user, session }),
  };
}

/** Unknown users get a challenge that cannot be told from a real one, the same salt each time. */
function inventedSalt({ pool }: ClientSite, userId: string): string {
  return createHmac("sha256", pool.secret).update(userId).digest("hex").slice(0, 32);
}

function publicValue(srp: SrpChallenge | null, secret: bigint): bigint {
  return srp?.serverPublic ?? power(G, secret);
}

function hexNumber(text: string): bigint {
  if (!/^[0-9a-fA-F]+$/.test(text)) throw invalid("SRP_A must be a hexadecimal number.");
  return BigInt(`0x${text}`);
}

function parameter(parameters: Parameters, name: string): string {
  const value = parameters[name];
  if (value === undefined || value === "") throw invalid(`Missing required parameter ${name}`);
  return value;
}

function noSuchUser(client: Client): AwsError {
  return hidesUsers(client)
    ? wrongPassword()
    : new AwsError("UserNotFoundException", "User does not exist.");
}

function checkEnabled(user: User): void {
  if (!user.enabled) throw notAuthorized("User is disabled.");
}
