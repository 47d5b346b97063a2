// The pretend AWS without a wire: its models around one clock and one seed, except for user pools, which have a
// small model of their own here. What stands in for the SDK and for fetch asks them directly.

import { createCloudWatch } from "pretend-aws/cloudwatch/cloudwatch.ts";
import type { PoolSeed } from "pretend-aws/cognito/api/seed.ts";
import { createDynamoDb } from "pretend-aws/dynamodb/dynamodb.ts";
import { createLambda } from "pretend-aws/lambda/lambda.ts";
import type { Reach } from "pretend-aws/route53/checker.ts";
import { checkerOf } from "pretend-aws/route53/checker-header.ts";
import { createRoute53 } from "pretend-aws/route53/route53.ts";
import { createS3 } from "pretend-aws/s3/s3.ts";
import { createScheduler } from "pretend-aws/scheduler/scheduler.ts";
import { createSecretsManager } from "pretend-aws/secrets-manager/secrets-manager.ts";
import { createSns } from "pretend-aws/sns/sns.ts";
import { createStates, type States } from "pretend-aws/states/states.ts";
import { type Foundation, foundation, type WorldOptions } from "pretend-aws/world.ts";
import { answersOf, type Models, readUnsigned } from "./answers.ts";
import { type Domains, memoryDomains } from "./domains.ts";
import { memoryPools, type ReplicaStatus } from "./pools.ts";
import { foundOn } from "./sites.ts";
import { TOKENS_BEGIN } from "./tokens.ts";

export type MemoryAws = ReturnType<typeof createMemoryAws>;

export function createMemoryAws(options: WorldOptions) {
  const base = foundation(options);
  const { clock, gate } = base;
  const cloudwatch = createCloudWatch(base);
  const lambda = createLambda(base, { report: (metric) => cloudwatch.record(metric) });
  const s3 = createS3(base);
  const route53 = createRoute53(base, { reach: reachIn(base, s3), metrics: cloudwatch });
  const pools = memoryPools(clock, (metric) => cloudwatch.record(metric));
  const domains: Domains = memoryDomains({
    ...{ clock, gate, pools },
    healthCheckStatus: (id) => route53.healthCheckStatus(id),
  });
  const sns = createSns(base);
  const states: States = createStates(base, {
    invokeLambda: (invocation) => lambda.invoke(invocation),
    publish: (message) => sns.publish(message),
  });
  const scheduler = createScheduler(base, {
    invokeLambda: (invocation) => lambda.invoke(invocation),
    startExecution: (start) => states.startExecution(start),
  });
  const models: Models = {
    ...{ gate, cloudwatch, lambda, pools, route53, s3, scheduler, sns, states },
    ...{ dynamodb: createDynamoDb(base), secrets: createSecretsManager(base) },
  };
  return {
    ...base,
    ...models,
    faults: gate.faults,
    cognito: {
      services: [],
      issued: TOKENS_BEGIN,
      seedPool: (seed: PoolSeed) => pools.add(seed),
      servingRegion: (host: string) => domains.servingRegion(host),
      /** Of all secondaries; what is on its way keeps its own. */
      setReplicationLag: (ms: number) => {
        for (const pool of pools.all) pool.lagMs = ms;
      },
      setReplicaStatus: (poolId: string, status: ReplicaStatus) => {
        const pool = pools.find(poolId);
        if (pool !== undefined) pool.status = status;
      },
    },
    /** Answers the commands of what stands in for the SDK. */
    answer: answersOf(models),
    /** Finds who answers a plain request. */
    find: foundOn({ pools, domains, s3 }),
    /** Nothing polls or fires any more. */
    stop: () => {
      scheduler.stop();
      route53.stop();
    },
  };
}

const BUCKET_HOST = /^(.+)\.s3\.([a-z0-9-]+)\.amazonaws\.com$/;

/** Health checkers look at buckets here, and at nothing else. */
function reachIn({ gate }: Foundation, s3: Models["s3"]): Reach {
  return async (url, { headers }) => {
    const [, bucket = "", region = ""] = BUCKET_HOST.exec(url.hostname) ?? [];
    const caller = checkerOf({ headers }) ?? { name: "route53", region: null };
    const target = { region, service: "s3", operation: "GetObject", caller };
    const { pathname } = url;
    // Whoever may not list the bucket is refused what is not there, and is spared the question who may.
    const isThere = s3.read(bucket, decodeURIComponent(pathname.slice(1))) !== undefined;
    const read = () => (isThere ? readUnsigned(s3, `/${bucket}${pathname}`, target) : HIDDEN);
    try {
      const { status, body } = await gate.passAtOnce(target, read);
      return { status, body: body.toString() };
    } catch (error) {
      return refused(error);
    }
  };
}

const HIDDEN = { status: 403, headers: {}, body: "AccessDenied" };

/** A refusal is an answer as well. */
function refused(error: unknown): { readonly status: number; readonly body: string } {
  if (error instanceof Error && "status" in error) {
    return { status: Number(error.status), body: error.name };
  }
  throw error;
}
