// The names of everything that operators touch, and that the command line finds without being told.

export interface Names {
  readonly ledger: string;
  readonly notices: string;
  readonly watch: string;
  readonly failover: string;
  /** Of a Lambda, by its one word: "probe", "shift". */
  readonly lambda: (word: string) => string;
  /** Of a schedule, by what it wakes. */
  readonly schedule: (word: string) => string;
}

export function names(stage: string): Names {
  const named = (what: string) => `cognito-failover-${stage}-${what}`;
  return {
    ledger: named("ledger"),
    notices: named("notices"),
    watch: named("watch"),
    failover: named("failover"),
    lambda: named,
    schedule: named,
  };
}
