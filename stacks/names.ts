// The names of everything that operators touch, and that the command line finds without being told.

export interface Names {
  readonly ledger: string;
  readonly notices: string;
  readonly watch: string;
  readonly failover: string;
  readonly dashboard: string;
  /** Of a Lambda, by its one word: "probe", "shift". */
  readonly lambda: (word: string) => string;
  /** Of a schedule, by what it wakes. */
  readonly schedule: (word: string) => string;
  /** Of a role, by who takes it. */
  readonly role: (word: string) => string;
  /** Of an alarm, by what has happened when it rings. */
  readonly alarm: (word: string) => string;
}

export function names(stage: string): Names {
  const named = (what: string) => `cognito-failover-${stage}-${what}`;
  return {
    ledger: named("ledger"),
    notices: named("notices"),
    watch: named("watch"),
    failover: named("failover"),
    dashboard: named("dashboard"),
    lambda: named,
    schedule: named,
    role: named,
    alarm: named,
  };
}
