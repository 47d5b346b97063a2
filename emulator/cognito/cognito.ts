// The pretend Amazon Cognito user pools: the regional service, the multi-Region issuer and managed
// login on the pools' domains.

import { AwsError } from "../aws-error.ts";
import type { Service, WireRequest } from "../service.ts";
import { jsonService } from "../wire/json.ts";
import type { Foundation } from "../world.ts";
import { challengeAnswerOperations } from "./challenge-answers.ts";
import { clientOperations } from "./clients.ts";
import { domainOperations } from "./domain-operations.ts";
import { Domains, type HealthCheckStatus } from "./domains.ts";
import { documentOperation, issuerService, regionalDocument } from "./issuer.ts";
import { domainService } from "./managed-login.ts";
import { OperationKinds, wireOperations } from "./operation.ts";
import type { Pool } from "./pool.ts";
import { poolOperations } from "./pool-operations.ts";
import { Pools } from "./pools.ts";
import type { Realm } from "./realm.ts";
import { replicaOperations } from "./replica-operations.ts";
import { type PoolSeed, seedPool } from "./seed.ts";
import { sessionOperations } from "./session-operations.ts";
import { signInOperations } from "./sign-in.ts";
import { signUpOperations } from "./sign-up.ts";
import { Tokens } from "./tokens.ts";
import { userListOperations } from "./user-list.ts";
import { userOperations } from "./user-operations.ts";

export interface CognitoDependencies {
  /** As Route 53 sees it; undefined for a check that does not exist. */
  readonly healthCheckStatus: HealthCheckStatus;
  /** How far a secondary is behind its primary, in pretend milliseconds. */
  readonly replicationLagMs?: number;
  /** How long a replica is CREATING, and DELETING, in pretend milliseconds. */
  readonly replicaSetUpMs?: number;
}

export interface Cognito {
  readonly services: readonly Service[];
  /** Makes a pool with exactly these ids, its replica ACTIVE and up to date. */
  seedPool(seed: PoolSeed): Pool;
  pool(id: string): Pool | undefined;
  /** The Region that answers on a domain's host name now; undefined for an unknown host. */
  servingRegion(host: string): string | undefined;
  /** Changes the lag of all secondaries, also for what is on its way; Infinity holds everything back. */
  setReplicationLag(ms: number): void;
}

/** Called without credentials; the request carries a token, a password or nothing. */
const UNSIGNED = new Set([
  ...["InitiateAuth", "RespondToAuthChallenge", "SignUp", "GetUser", "ChangePassword"],
  ...["GlobalSignOut", "RevokeToken", "GetTokensFromRefreshToken"],
]);

export function createCognito(foundation: Foundation, dependencies: CognitoDependencies): Cognito {
  const { replicationLagMs = 800, replicaSetUpMs = 30_000 } = dependencies;
  const pools = new Pools(foundation, replicationLagMs);
  const realm: Realm = {
    foundation,
    pools,
    domains: new Domains(foundation.clock, dependencies.healthCheckStatus),
    tokens: new Tokens(foundation),
    kinds: new OperationKinds(pools),
    replicaSetUpMs,
  };
  return {
    services: [regionalService(realm), issuerService(realm), domainService(realm)],
    seedPool: (seed) => seedPool(realm, seed),
    pool: (id) => pools.get(id),
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
  const operations = wireOperations({
    ...poolOperations(realm),
    ...replicaOperations(realm),
    ...clientOperations(realm),
    ...domainOperations(realm),
    ...userOperations(realm),
    ...userListOperations(realm),
    ...signUpOperations(realm),
    ...signInOperations(realm),
    ...challengeAnswerOperations(realm),
    ...sessionOperations(realm),
  });
  const json = jsonService({
    name: "cognito-idp",
    targetPrefix: "AWSCognitoIdentityProviderService",
    version: "1.1",
    operations,
  });
  return {
    ...json,
    operationOf: (request) => json.operationOf(request) ?? documentOperation(request),
    handle: async (operation, request, context) => {
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
  if (UNSIGNED.has(operation) || headers["authorization"] !== undefined) return;
  throw new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token");
}
