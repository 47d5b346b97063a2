// Request rates: token buckets that hold one second's worth. Account and Region share a bucket a
// category, some operations have one a pool besides, and reads and writes one a user.

import { AwsError } from "../../aws-error.ts";
import type { Clock } from "../../clock.ts";
import {
  type Category,
  DEFAULT_RPS,
  POOL_LIMITED,
  POOL_OPERATION_RPS,
} from "./quota-categories.ts";

const PER_USER_RPS = 10;

/** How many challenge answers a sign-in may have before they count as sign-ins. */
const ANSWERS_PER_SIGN_IN = 3;

/** Beyond this many, buckets that have filled up again are forgotten. */
const KEPT_BUCKETS = 5_000;

export interface QuotaRequest {
  readonly region: string;
  readonly category: Category;
  readonly operation: string;
  readonly poolId?: string | undefined;
  /** Whom the request is about, under one name however it is asked for. */
  readonly user?: string | undefined;
}

interface Bucket {
  readonly key: string;
  readonly rate: number;
}

export class Quotas {
  readonly #clock: Clock;
  readonly #isEnforced: boolean;
  readonly #limits = new Map<string, number>();
  readonly #levels = new Map<string, { readonly tokens: number; readonly at: number }>();

  constructor(clock: Clock, isEnforced: boolean) {
    this.#clock = clock;
    this.#isEnforced = isEnforced;
  }

  /** Requests a second. */
  limit(region: string, category: Category): number {
    return this.#limits.get(`${region} ${category}`) ?? DEFAULT_RPS[category];
  }

  /** In force at once, with full buckets. */
  set(region: string, category: Category, rps: number): void {
    this.#limits.set(`${region} ${category}`, rps);
    this.#levels.delete(`${region} ${category}`);
    if (category === "UserAuthentication") this.#levels.delete(`${region} answers`);
  }

  /** Counts the request. Throws TooManyRequestsException, and then counts nothing. */
  admit(request: QuotaRequest): void {
    if (!this.#isEnforced) return;
    const buckets = [this.#categoryBucket(request), ...ownBuckets(request)];
    if (buckets.some((bucket) => this.#level(bucket) < 1)) {
      throw new AwsError("TooManyRequestsException", "Rate exceeded");
    }
    const at = this.#clock.now();
    for (const bucket of buckets) {
      this.#levels.set(bucket.key, { tokens: this.#level(bucket) - 1, at });
    }
    this.#forgetFull();
  }

  /** Answers to challenges have three times the rate of sign-ins; what exceeds it counts as sign-ins. */
  #categoryBucket({ region, category, operation }: QuotaRequest): Bucket {
    const rate = this.limit(region, category);
    const bucket = { key: `${region} ${category}`, rate };
    const isAnswer =
      category === "UserAuthentication" && operation.endsWith("RespondToAuthChallenge");
    if (!isAnswer) return bucket;
    const answers = { key: `${region} answers`, rate: rate * ANSWERS_PER_SIGN_IN };
    return this.#level(answers) >= 1 ? answers : bucket;
  }

  #level({ key, rate }: Bucket): number {
    const level = this.#levels.get(key);
    if (level === undefined) return rate;
    return Math.min(rate, level.tokens + ((this.#clock.now() - level.at) * rate) / 1_000);
  }

  /** Whatever its rate, a bucket is full a second after it was last drawn from. */
  #forgetFull(): void {
    if (this.#levels.size <= KEPT_BUCKETS) return;
    const horizon = this.#clock.now() - 1_000;
    for (const [key, { at }] of this.#levels) if (at <= horizon) this.#levels.delete(key);
  }
}

/** Those of the one pool and of the one user. */
function ownBuckets({ region, category, operation, poolId, user }: QuotaRequest): Bucket[] {
  if (poolId === undefined) return [];
  const place = `${region} ${poolId}`;
  return [
    ...(POOL_LIMITED.has(category)
      ? [{ key: `${place} ${operation}`, rate: POOL_OPERATION_RPS }]
      : []),
    ...(user === undefined
      ? []
      : [{ key: `${place} ${accessOf(category)} ${user}`, rate: PER_USER_RPS }]),
  ];
}

function accessOf(category: Category): "reads" | "writes" {
  const reads: readonly Category[] = ["UserAuthentication", "UserRead", "UserResourceRead"];
  return reads.includes(category) ? "reads" : "writes";
}
