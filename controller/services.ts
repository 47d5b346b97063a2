// The one place where the world is put together. Each maker is named by what a handler asks for, and a
// Lambda's bundle holds only those that its `uses` names. A bundle also holds whatever a file that it reads
// might load later, so makers that load an SDK late have files of their own.

import { createAlarms } from "../aws/cloudwatch/alarms.ts";
import { createMetrics } from "../aws/cloudwatch/metrics.ts";
import { createUserMetrics } from "../aws/cloudwatch/user-metrics.ts";
import { createIssuer } from "../aws/cognito/issuer.ts";
import { createManagedLogin } from "../aws/cognito/managed-login.ts";
import { createPrimaryWrite } from "../aws/cognito/primary-write.ts";
import { createProvisionedLimits } from "../aws/cognito/provisioned-limits.ts";
import { createCognito } from "../aws/cognito/replica.ts";
import { createReplicationMarker } from "../aws/cognito/replication-marker.ts";
import { createSignIn } from "../aws/cognito/sign-in.ts";
import { createTokenEndpoint } from "../aws/cognito/token-endpoint.ts";
import { createLedger } from "../aws/ledger/ledger.ts";
import { createReadinessLedger } from "../aws/ledger/readiness.ts";
import { openTable } from "../aws/ledger/table.ts";
import { createOneShots } from "../aws/scheduler/one-shots.ts";
import type { Place } from "../aws/sdk/clients.ts";
import { createControl } from "../aws/sdk/connectivity.ts";
import { createSecrets } from "../aws/secrets/secrets.ts";
import { createNotices } from "../aws/sns/notices.ts";
import type { Config } from "../core/settings/policy.ts";
import { type Millis, millis, type Region } from "../core/values/types.ts";
import { type Environment, parseEnvironment, type VariableName } from "./environment.ts";
import { type GuardNames, guardName } from "./practice/guards.ts";

/** What every maker is given. */
export interface Root {
  readonly place: Place;
  readonly config: Config;
  /** The Region the controller lives in: the secondary. */
  readonly home: Region;
  readonly source: Readonly<Record<string, string | undefined>>;
}

export const ledger = (root: Root) =>
  createLedger(openTable(root.place, { name: variable(root, "LEDGER_TABLE"), home: root.home }));

export const readinessLedger = (root: Root) =>
  createReadinessLedger(
    openTable(root.place, { name: variable(root, "LEDGER_TABLE"), home: root.home }),
  );

export const notices = (root: Root) =>
  createNotices(root.place, { topicArn: variable(root, "NOTICES_TOPIC_ARN"), home: root.home });

/** Of the Region it runs in: for who must be heard when home is silent. */
export const ownNotices = (root: Root) =>
  createNotices(root.place, {
    topicArn: variable(root, "NOTICES_TOPIC_ARN"),
    home: root.place.region,
  });

export const userMetrics = (root: Root) =>
  createUserMetrics(root.place, variable(root, "PROBE_FUNCTION_NAME"));

export const provisionedLimits = ({ place }: Root) => createProvisionedLimits(place);
export const oneShots = ({ place }: Root) => createOneShots(place);

/** What the deployment calls the guards of practice runs. */
export const guardNames = (root: Root): GuardNames => {
  const account = variable(root, "ACCOUNT_ID");
  const name = variable(root, "GUARD_FUNCTION_NAME");
  const schedules = variable(root, "GUARD_SCHEDULES");
  return {
    schedule: (pool, executionName) => guardName(schedules[pool] ?? "", pool, executionName),
    target: (region) => `arn:aws:lambda:${region}:${account}:function:${name}`,
    roleArn: variable(root, "GUARD_ROLE_ARN"),
  };
};

export const alarms = ({ place }: Root) => createAlarms(place);
export const cognito = ({ place }: Root) => createCognito(place);

export const signIn = (root: Root) =>
  createSignIn(root.place, { stepDeadline: longestStep(root.config) });

export const primaryWrite = (root: Root) =>
  createPrimaryWrite(root.place, { stepDeadline: longestStep(root.config) });

export const replicationMarker = (root: Root) =>
  createReplicationMarker(root.place, { stepDeadline: longestStep(root.config) });

export const control = ({ place }: Root) => createControl(place);
export const issuer = ({ place }: Root) => createIssuer(place);
export const tokenEndpoint = ({ place }: Root) => createTokenEndpoint(place);
export const secrets = ({ place }: Root) => createSecrets(place);
export const managedLogin = ({ place }: Root) => createManagedLogin(place);
export const metrics = ({ place, home }: Root) => createMetrics(place, home);
export const place = (root: Root) => root.place;

/** Everything that can be asked for here; a signature takes `Pick<Services, …>`, and no more than that. */
export type Services = Made<{
  ledger: typeof ledger;
  readinessLedger: typeof readinessLedger;
  notices: typeof notices;
  userMetrics: typeof userMetrics;
  provisionedLimits: typeof provisionedLimits;
  alarms: typeof alarms;
  cognito: typeof cognito;
  control: typeof control;
  issuer: typeof issuer;
  signIn: typeof signIn;
  tokenEndpoint: typeof tokenEndpoint;
  secrets: typeof secrets;
  managedLogin: typeof managedLogin;
  primaryWrite: typeof primaryWrite;
  replicationMarker: typeof replicationMarker;
  metrics: typeof metrics;
  oneShots: typeof oneShots;
  guardNames: typeof guardNames;
  place: typeof place;
}>;

export type Uses = Readonly<Record<string, (root: Root) => unknown>>;

export type Made<U extends Uses> = { readonly [Name in keyof U]: ReturnType<U[Name]> };

/** Each service is made when it is first touched, and once: by the driver of its name, where there is one. */
export function services<U extends Uses>(uses: U, root: Root, drivers: Uses = {}): Made<U> {
  const made = {} as Made<U>;
  for (const [name, own] of Object.entries(uses)) {
    const make = drivers[name] ?? own;
    let service: unknown;
    Object.defineProperty(made, name, {
      get: () => {
        service ??= make(root);
        return service;
      },
    });
  }
  return made;
}

export function variable<Name extends VariableName>(
  { source }: Root,
  name: Name,
): Environment<Name>[Name] {
  return parseEnvironment([name], source)[name];
}

function longestStep({ pools }: Config): Millis {
  return millis(Math.max(...pools.map(({ criteria }) => criteria.stepDeadline)));
}
