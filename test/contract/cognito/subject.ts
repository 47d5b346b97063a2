// What promises are held against: one user pool, and whatever belongs to it.

import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type AuthenticationResultType,
  type CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  type ExplicitAuthFlowsType,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";

export interface Place {
  readonly region: string;
  readonly client: CognitoIdentityProviderClient;
}

export interface Person {
  readonly username: string;
  readonly password: string;
}

export interface Subject {
  readonly primary: Place;
  readonly secondary?: Place | undefined;
  readonly poolId: string;
  /** An app client without secret, for passwords, SRP and refresh, that hides who exists. */
  readonly clientId: string;
  /** An ordinary, confirmed user without second factor. */
  readonly user: Person;
  readonly totpUser?: Person | undefined;
  /** Host name of the custom domain, whose client sends visitors back to `redirectUri`. */
  readonly domain?: { readonly host: string; readonly redirectUri: string } | undefined;
  /** A client for `client_credentials` and one scope it may have. */
  readonly machine?:
    | { readonly clientId: string; readonly secret: string; readonly scope: string }
    | undefined;
  /** A multi-Region KMS key of the primary Region, and a Region that a replica may be made in. */
  readonly replication?: { readonly keyArn: string; readonly region: string } | undefined;
  /** A function of each Region that throws an Error with this message whatever it is asked. */
  readonly throwingTrigger?:
    | { readonly primaryArn: string; readonly secondaryArn: string; readonly message: string }
    | undefined;
  /** A request to an AWS host name, by way of the subject's endpoints; redirects are not followed. */
  readonly http: (url: string, init?: RequestInit) => Promise<Response>;
  readonly wait: (ms: number) => Promise<void>;
  /** After each promise: long enough for the rates of one user to be open again. */
  readonly rest: () => Promise<void>;
  /** Part of a name that no other call of this function gives. */
  readonly unique: () => string;
}

export type Need =
  | "secondary"
  | "totpUser"
  | "domain"
  | "machine"
  | "replication"
  | "throwingTrigger";

const SETTINGS: Readonly<Record<Need, string>> = {
  secondary: "COGNITO_CONTRACT_SECONDARY_REGION",
  totpUser: "COGNITO_CONTRACT_TOTP_USERNAME and _TOTP_PASSWORD",
  domain: "COGNITO_CONTRACT_DOMAIN and _REDIRECT_URI",
  machine: "COGNITO_CONTRACT_MACHINE_CLIENT_ID, _MACHINE_SECRET and _MACHINE_SCOPE",
  replication: "COGNITO_CONTRACT_KEY_ARN and _REPLICA_REGION",
  throwingTrigger: "COGNITO_CONTRACT_TRIGGER_ARN, _SECONDARY_TRIGGER_ARN and _TRIGGER_MESSAGE",
};

/** What to set for the first thing that the subject lacks, or null. */
export function missing(subject: Subject, needs: readonly Need[]): string | null {
  const lacking = needs.find((need) => subject[need] === undefined);
  return lacking === undefined ? null : `needs ${lacking}: set ${SETTINGS[lacking]}`;
}

export function needed<N extends Need>(subject: Subject, need: N): NonNullable<Subject[N]> {
  const found = subject[need];
  if (found === undefined) throw new Error(`The promise lists no need for ${need}.`);
  return found as NonNullable<Subject[N]>;
}

export const passwordSignIn = (
  { clientId }: Pick<Subject, "clientId">,
  { username, password }: Person,
) =>
  new InitiateAuthCommand({
    AuthFlow: "USER_PASSWORD_AUTH",
    ClientId: clientId,
    AuthParameters: { USERNAME: username, PASSWORD: password },
  });

export type Tokens = {
  readonly [Token in "AccessToken" | "IdToken" | "RefreshToken"]: string;
};

/** The tokens of a sign-in by password in the Region. */
export async function tokensOf(
  subject: Subject,
  { place = subject.primary, user = subject.user }: { place?: Place; user?: Person } = {},
): Promise<Tokens> {
  const { AuthenticationResult } = await place.client.send(passwordSignIn(subject, user));
  return allTokens(AuthenticationResult);
}

export function allTokens(result: AuthenticationResultType | undefined): Tokens {
  const { AccessToken, IdToken, RefreshToken } = result ?? {};
  if (!AccessToken || !IdToken || !RefreshToken) throw new Error("No three tokens were given.");
  return { AccessToken, IdToken, RefreshToken };
}

/** A confirmed user of the promise's own. */
export async function newPerson({ primary, poolId, unique }: Subject): Promise<Person> {
  const person = {
    username: `contract-${unique()}@example.com`,
    password: `Right-horse-9-${unique()}`,
  };
  const user = { UserPoolId: poolId, Username: person.username };
  await primary.client.send(new AdminCreateUserCommand({ ...user, MessageAction: "SUPPRESS" }));
  const Password = person.password;
  await primary.client.send(
    new AdminSetUserPasswordCommand({ ...user, Password, Permanent: true }),
  );
  return person;
}

/** A client of the promise's own; answers its id. */
export async function newClient(
  { primary, poolId, unique }: Subject,
  settings: Partial<CreateUserPoolClientCommand["input"]> = {},
): Promise<string> {
  const flows: ExplicitAuthFlowsType[] = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];
  const { UserPoolClient } = await primary.client.send(
    new CreateUserPoolClientCommand({
      UserPoolId: poolId,
      ClientName: `contract-${unique()}`,
      ExplicitAuthFlows: flows,
      ...settings,
    }),
  );
  return UserPoolClient?.ClientId ?? "";
}

export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
}

export function keyIdOf(token: string): unknown {
  return JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString("utf8")).kid;
}
