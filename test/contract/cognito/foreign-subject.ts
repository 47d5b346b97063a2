// A subject somewhere else, by settings alone: another emulator, or a real account.

import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { newPerson, type Person, type Place, type Subject } from "./subject.ts";

/** Names of settings begin with COGNITO_CONTRACT_. */
export type Settings = (name: string) => string | undefined;

/** Null unless there is a Region to ask. Makes a pool, a client and a user where none are named. */
export async function foreignSubject(settings: Settings): Promise<Subject | null> {
  const region = settings("PRIMARY_REGION");
  if (region === undefined) return null;
  const primary = placeAt(region, settings("PRIMARY_ENDPOINT"));
  const started = process.hrtime.bigint().toString(36);
  let names = 0;
  const unique = () => `${started}${++names}`;
  const poolId = settings("POOL_ID") ?? (await newPool(primary, unique()));
  const clientId = settings("CLIENT_ID") ?? (await newClient(primary, poolId));
  const parts = {
    ...{ primary, poolId, clientId, unique },
    ...optional(settings),
    http: httpBy(settings, region),
    wait: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
    rest: () => Promise.resolve(),
  };
  const named = person(settings, "");
  const user = named ?? (await newPerson({ ...parts, user: { username: "", password: "" } }));
  return { ...parts, user };
}

function placeAt(region: string, endpoint: string | undefined): Place {
  const client = new CognitoIdentityProviderClient({
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    maxAttempts: 1,
  });
  return { region, client };
}

function optional(settings: Settings) {
  const all = <Name extends string>(names: Readonly<Record<Name, string>>) => {
    const values = Object.entries<string>(names).map(([name, key]) => [name, settings(key)]);
    const isWhole = values.every(([, value]) => value !== undefined);
    return isWhole ? (Object.fromEntries(values) as Record<Name, string>) : undefined;
  };
  const secondary = settings("SECONDARY_REGION");
  return {
    secondary:
      secondary === undefined ? undefined : placeAt(secondary, settings("SECONDARY_ENDPOINT")),
    totpUser: person(settings, "TOTP_"),
    domain: all({ host: "DOMAIN", redirectUri: "REDIRECT_URI" }),
    machine: all({
      clientId: "MACHINE_CLIENT_ID",
      secret: "MACHINE_SECRET",
      scope: "MACHINE_SCOPE",
    }),
    replication: all({ keyArn: "KEY_ARN", region: "REPLICA_REGION" }),
    throwingTrigger: all({
      primaryArn: "TRIGGER_ARN",
      secondaryArn: "SECONDARY_TRIGGER_ARN",
      message: "TRIGGER_MESSAGE",
    }),
  };
}

function person(settings: Settings, prefix: string): Person | undefined {
  const username = settings(`${prefix}USERNAME`);
  const password = settings(`${prefix}PASSWORD`);
  return username === undefined || password === undefined ? undefined : { username, password };
}

/** AWS's names for the primary and the issuer lead to the endpoints that are set, if any are. */
function httpBy(settings: Settings, region: string): Subject["http"] {
  const primary = settings("PRIMARY_ENDPOINT");
  const others = settings("GLOBAL_ENDPOINT") ?? primary;
  return (address, init) => {
    const url = new URL(address);
    const isRegional = url.hostname === `cognito-idp.${region}.amazonaws.com`;
    const base = isRegional ? primary : others;
    const headers = new Headers(init?.headers);
    if (base !== undefined) headers.set("x-forwarded-host", url.hostname);
    const target = base === undefined ? url : new URL(`${url.pathname}${url.search}`, base);
    return fetch(target, { ...init, headers, redirect: "manual" });
  };
}

async function newPool({ client }: Place, name: string): Promise<string> {
  const command = new CreateUserPoolCommand({ PoolName: `contract-${name}` });
  return (await client.send(command)).UserPool?.Id ?? "";
}

async function newClient({ client }: Place, UserPoolId: string): Promise<string> {
  const { UserPoolClient } = await client.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: "contract",
      PreventUserExistenceErrors: "ENABLED",
      ExplicitAuthFlows: [
        "ALLOW_USER_PASSWORD_AUTH",
        "ALLOW_ADMIN_USER_PASSWORD_AUTH",
        "ALLOW_USER_SRP_AUTH",
        "ALLOW_REFRESH_TOKEN_AUTH",
      ],
    }),
  );
  return UserPoolClient?.ClientId ?? "";
}
