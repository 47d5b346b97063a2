// One outage as the benchmark tells it: phases with failure shares, and what a good decision would have
// been. The names are those of its files.

export const STEPS = [
  "reach",
  "tls",
  "discovery",
  "password",
  "refresh",
  "federated",
  "m2m",
] as const;
export const KINDS = ["timeout", "5xx", "throttle", "auth-error", "network", "blocked"] as const;
/** v0 lies in the primary Region, v1 in the secondary, v2 in a third with another provider. */
export const VANTAGES = ["v0", "v1", "v2", "v3", "v4"] as const;

export type Step = (typeof STEPS)[number];
export type FailureKind = (typeof KINDS)[number];
export type Vantage = (typeof VANTAGES)[number];
export type Target = "primary" | "secondary";
export type Label = "failover" | "either" | "page" | "stay";

/** A probability, or a straight line from the phase's first instant to its last. */
export type Ramp = number | readonly [from: number, to: number];

export interface Phase {
  /** Seconds from the start of the scenario, included. */
  readonly at_s: number;
  /** Seconds from the start of the scenario, excluded. */
  readonly until_s: number;
  /** Where users are hit; `observer` is trouble of the probes alone. */
  readonly region: Target | "both" | "observer";
  /** Per step; `all` stands for the steps of an application that are not named. Absent: none fails. */
  readonly fail?: Readonly<Partial<Record<Step | "all", Ramp>>>;
  /** How a failure looks, or the shares of several looks. Absent: "5xx". */
  readonly kind?: FailureKind | Readonly<Partial<Record<FailureKind, number>>>;
  /** Whether the shares are of users, the same ones each time, and not of tries. */
  readonly cells?: boolean;
  /** Of the account's quota, what all sign-ins of both Regions take while it lasts. Absent: 1 where it throttles. */
  readonly quota_used?: number;
  /** How many times slower answers are. Absent: 1. */
  readonly latency_x?: number;
  /** Seconds on, then seconds off with at most `off_fail` failing, repeated. */
  readonly cycle?: { readonly on_s: number; readonly off_s: number; readonly off_fail?: number };
  /** The vantages that see it. Absent: all. */
  readonly vantages?: readonly Vantage[];
  /** For `observer`: the targets whose probes are hit. Absent: both. */
  readonly targets?: readonly Target[];
  /** Share of public checkers that see it, where not all vantages do. Absent: none. */
  readonly checkers?: number;
  /** Probability that a probe's result is not delivered. */
  readonly missing?: number;
  /** Probability that a period of metrics is not delivered. */
  readonly metrics_missing?: number;
  /** Whether probes see nothing of it. */
  readonly users_only?: boolean;
  /** The share of users hit, where the steps do not tell it. */
  readonly harm?: number;
  /** In a healthy year: which of its disturbances this is. */
  readonly cause?: string;
  readonly basis?: "published" | "assumed" | "mixed";
}

/** What the world needs of a scenario. */
export interface Course {
  readonly id: string;
  readonly duration_s: number;
  readonly phases: readonly Phase[];
}

export interface Labelled {
  /** `either` counts neither way: nobody can know at the time. */
  readonly decision: Label;
  /** Seconds: when one who knows the present, but not the future, would act; null for page and stay. */
  readonly earliest_act_s: number | null;
  /** Failed sign-ins of the primary, as minutes in which all fail. */
  readonly full_minutes: number;
  /** What is left to save at `earliest_act_s`, in the same unit. */
  readonly gain_minutes: number;
}

export interface Scenario extends Course, Labelled {
  readonly title: string;
  /** What sort of trouble: "regional", "observer". */
  readonly cls: string;
  /** Where false, no rule can see it, and no page is due. */
  readonly visible_to_probes: boolean;
  readonly override?: { readonly decision: Label; readonly reason: string };
}

export interface LabelRule {
  /** Least advantage of the secondary at which to act. */
  readonly act_when_share: number;
  /** Least mean advantage over the window that follows. */
  readonly switch_min_share: number;
  readonly switch_window_s: number;
  /** From so many full minutes still to save on, moving is right. */
  readonly switch_full_minutes: number;
  /** From so many on, it is not wrong. */
  readonly either_from_full_minutes: number;
  readonly page_full_minutes: number;
  readonly page_share: number;
  readonly page_for_s: number;
  readonly blind_for_s: number;
}

export const LABEL_RULE: LabelRule = {
  act_when_share: 0.2,
  switch_min_share: 0.3,
  switch_window_s: 600,
  switch_full_minutes: 12,
  either_from_full_minutes: 4,
  page_full_minutes: 3,
  page_share: 0.05,
  page_for_s: 600,
  blind_for_s: 600,
};

export interface Corpus {
  readonly set: string;
  readonly label_rule: LabelRule;
  readonly scenarios: readonly Scenario[];
}
