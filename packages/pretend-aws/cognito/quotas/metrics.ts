// What Cognito reports to CloudWatch of its own accord, in the Region that was called.
// https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html

import type { Category } from "./quota-categories.ts";

/** One value now; CloudWatch counts and sums. */
export type Report = (metric: {
  readonly region: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
  readonly unit: string;
}) => void;

/** The metrics of users come in pairs: "SignInSuccesses" and "SignInThrottles". */
export type Activity = "SignIn" | "TokenRefresh" | "SignUp";

export interface ActivityPlace {
  readonly region: string;
  readonly poolId: string;
  /** The client's id, or "Admin" for what an administrator does without one. */
  readonly client: string;
}

/** How an attempt ended; one that goes on with a challenge has not ended. */
export type AttemptEnd = "success" | "failure" | "throttled";

export class Metrics {
  readonly #report: Report;

  constructor(report: Report | undefined) {
    this.#report = report ?? (() => undefined);
  }

  /** A throttled attempt is an unsuccessful one too. */
  attempt(activity: Activity, { region, poolId, client }: ActivityPlace, end: AttemptEnd): void {
    const dimensions = { UserPool: poolId, UserPoolClient: client };
    const about = { region, namespace: "AWS/Cognito", dimensions, unit: "Count" };
    const value = end === "success" ? 1 : 0;
    this.#report({ ...about, metric: `${activity}Successes`, value });
    if (end === "throttled") this.#report({ ...about, metric: `${activity}Throttles`, value: 1 });
  }

  call(region: string, category: Category, wasThrottled: boolean): void {
    const dimensions = {
      Service: "Cognito user pool",
      Type: "API",
      Resource: category,
      Class: "None",
    };
    const about = { region, namespace: "AWS/Usage", dimensions, value: 1, unit: "Count" };
    this.#report({ ...about, metric: "CallCount" });
    if (wasThrottled) this.#report({ ...about, metric: "ThrottleCount" });
  }
}
