// The pretend Amazon Cognito user pools: the regional service, the multi-Region issuer and managed
// login on the pools' domains.

import { AwsError } from "../../aws-error.ts";
import type { Service, WireRequest } from "../../service.ts";
import { jsonService } from "../../wire/json.ts";
import type { Foundation } from "../../world.ts";
import { brandingOperations } from "../oauth/branding.ts";
import { corsHeaders, isPreflight, preflight } from "../oauth/cors.ts";
import { domainService, endpointOperations } from "../oauth/managed-login.ts";
import { clientSecretOperations } from "../pool/client-secrets.ts";
import { clientOperations } from "../pool/clients.ts";
import { Domains, type HealthCheckStatus } from "../pool/domains.ts";
import { identityProviderOperations } from "../pool/identity-providers.ts";
import {
  documentOperation,
  documentOperations,
  issuerService,
  regionalDocument,
} from "../pool/issuer.ts";
import { mfaOperations } from "../pool/mfa.ts";
import type { Pool } from "../pool/pool.ts";
import { Pools } from "../pool/pools.ts";
import { resourceServerOperations } from "../pool/resource-servers.ts";
import { type InvokeLambda, Triggers } from "../pool/triggers.ts";
import { deedsOf } from "../quotas/deeds.ts";
import { countStruck, guarded } from "../quotas/guard.ts";
import type { KeyUseOf } from "../quotas/key-state.ts";
import { limitOperations } from "../quotas/limit-operations.ts";
import { Metrics, type Report } from "../quotas/metrics.ts";
import { Quotas } from "../quotas/quotas.ts";
import { PUBLIC_OPERATIONS, type WebAclBefore } from "../quotas/web-acl.ts";
import { logDeliveryOperations } from "../regional/log-delivery.ts";
import { riskOperations } from "../regional/risk-configuration.ts";
import type { MaySend } from "../regional/sender.ts";
import { tagOperations } from "../regional/tags.ts";
import { challengeAnswerOperations } from "../sign-in/challenge-answers.ts";
import { deviceOperations } from "../sign-in/devices.ts";
import { sessionOperations } from "../sign-in/session-operations.ts";
import { signInOperations } from "../sign-in/sign-in.ts";
import { Tokens } from "../sign-in/tokens.ts";
import { authFactorOperations } from "../users/auth-factors.ts";
import { signUpOperations } from "../users/sign-up.ts";
import { userListOperations } from "../users/user-list.ts";
import { userOperations } from "../users/user-operations.ts";
import { domainOperations } from "./domain-operations.ts";
import { type FunctionRegistry, type Trouble, troubleOf } from "./fault-controls.ts";
import { OperationKinds, wireOperations } from "./operation.ts";
import { poolOperations } from "./pool-operations.ts";
import { replicaOperations } from "./replica-operations.ts";
import { userIn } from "./request-user.ts";
import { type PoolSeed, seedPool } from "./seed.ts";
import type { Realm } from "./service-state.ts";

export interface CognitoDependencies {
  /** As Route 53 sees it; undefined for a check that does not exist. */
  readonly healthCheckStatus: HealthCheckStatus;
  /** How far a secondary is behind its primary, in pretend milliseconds. */
  readonly replicationLagMs?: number;
  /** How long a replica is CREATING, and DELETING, in pretend milliseconds. */
  readonly replicaSetUpMs?: number;
  /** Where the triggers run; without it every trigger is a function that does not exist. */
  readonly lambda?: FunctionRegistry & { readonly invoke: InvokeLambda };
  /** CloudWatch, for what Cognito reports of itself. */
  readonly report?: Report;
  /** What the web ACL before a pool, by its ARN, stops; absent: there is none. */
  readonly webAclBefore?: WebAclBefore;
  /** As KMS has it. */
  readonly keyUse?: KeyUseOf;
  /** As SES has it. */
  readonly maySend?: MaySend;
  /** Absent: they are. A clock that stands still lets only the first requests through. */
  readonly areQuotasEnforced?: boolean;
}

export interface Cognito extends Trouble {
  readonly services: readonly Service[];
  /** Makes a pool with exactly these ids, its replica ACTIVE and up to date. */
  seedPool(seed: PoolSeed): Pool;
  pool(id: string): Pool | undefined;
  /** Whether a pool of this ARN can be asked in the ARN's Region. */
  isPool(arn: string): boolean;
  /** The Region that answers on a domain's host name now; undefined for an unknown host. */
  servingRegion(host: string): string | undefined;
  /** Changes the lag of all secondaries, also for what is on its way; Infinity holds everything back. */
  setReplicationLag(ms: number): void;
}

export function createCognito(foundation: Foundation, dependencies: CognitoDependencies): Cognito {
  const { replicationLagMs = 800, replicaSetUpMs = 30_000, lambda } = dependencies;
  const pools = new Pools(foundation, replicationLagMs);
  const realm: Realm = {
    foundation,
    pools,
    domains: new Domains(foundation.clock, dependencies.healthCheckStatus),
    tokens: new Tokens(foundation),
    kinds: new OperationKinds(pools),
    triggers: new Triggers(foundation, lambda?.invoke),
    quotas: new Quotas(foundation.clock, dependencies.areQuotasEnforced ?? true),
    metrics: new Metrics(dependencies.report),
    webAclBefore: dependencies.webAclBefore ?? (() => null),
    keyUse: dependencies.keyUse ?? (() => undefined),
    maySend: dependencies.maySend ?? (() => undefined),
    replicaSetUpMs,
  };
  return {
    ...troubleOf(realm, lambda),
    services: [
      domainService(realm, "regional"),
      regionalService(realm),
      issuerService(realm),
      domainService(realm, "global"),
    ],
    seedPool: (seed) => seedPool(realm, seed),
    pool: (id) => pools.get(id),
    isPool: (arn) => {
      const [, region = "", id = ""] =
        /:cognito-idp:([\w-]+):\d+:userpool\/([\w-]+)$/.exec(arn) ?? [];
      return pools.get(id)?.in(region)?.arn === arn;
    },
    servingRegion: (host) => {
      const domain = realm.domains.at(host);
      return domain === undefined ? undefined : realm.domains.servingRegion(domain);
    },
    setReplicationLag: (ms) => {
      pools.replication.lagMs = ms;
    },
  };
}

function regionalService(realm: Realm): Service {
  const table = {
    ...poolOperations(realm),
    ...limitOperations(realm),
    ...replicaOperations(realm),
    ...mfaOperations(realm),
    ...clientOperations(realm),
    ...clientSecretOperations(realm),
    ...domainOperations(realm),
    ...identityProviderOperations(realm),
    ...resourceServerOperations(realm),
    ...userOperations(realm),
    ...userListOperations(realm),
    ...authFactorOperations(realm),
    ...signUpOperations(realm),
    ...signInOperations(realm),
    ...challengeAnswerOperations(realm),
    ...sessionOperations(realm),
    ...deviceOperations(realm),
    ...riskOperations(realm),
    ...logDeliveryOperations(realm),
    ...tagOperations(realm),
    ...brandingOperations(realm),
  };
  const operations = wireOperations(table, (request, run) => guarded(realm, request, run));
  const json = jsonService({
    name: "cognito-idp",
    targetPrefix: "AWSCognitoIdentityProviderService",
    version: "1.1",
    operations,
    deedsOf: deedsOf(realm.foundation.accountId),
  });
  return {
    ...json,
    operations: [
      ...Object.keys(operations),
      ...documentOperations,
      ...endpointOperations,
      "OPTIONS",
    ],
    // Preflights and documents are nobody's.
    deedsOf: (operation, request, context) =>
      json.operationOf(request) === null ? [] : (json.deedsOf?.(operation, request, context) ?? []),
    operationOf: (request) =>
      isPreflight(request) ? "OPTIONS" : (json.operationOf(request) ?? documentOperation(request)),
    headersFor: corsHeaders,
    userOf: (_, request, { region }) =>
      json.operationOf(request) === null ? undefined : userIn(realm, request, region),
    // Calls that fail and calls that are throttled are counted among all calls.
    struck: (operation, request, { region, error }) => {
      if (json.operationOf(request) !== null)
        countStruck(realm, { operation, request, region, error });
    },
    handle: async (operation, request, context) => {
      if (isPreflight(request)) return preflight(request);
      if (json.operationOf(request) === null) {
        return regionalDocument(realm, request, context.region);
      }
      // What is not served is said to be so, whether it would need a signature or not.
      if (Object.hasOwn(operations, operation)) checkSigned(operation, request);
      return json.handle(operation, request, context);
    },
  };
}

/** Signatures are not verified, but a request without one is refused as AWS refuses it. */
function checkSigned(operation: string, { headers }: WireRequest): void {
  if (PUBLIC_OPERATIONS.has(operation) || headers["authorization"] !== undefined) return;
  throw new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token");
}
