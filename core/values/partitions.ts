// Where does each word lie in the ledger? By who may write it: a role is held to partitions, which is all that
// DynamoDB lets a policy tell apart (`dynamodb:LeadingKeys`). Neither names of pools nor Regions hold a "#", so
// no two of these are one.

/** What the move and the watch write: state, lease, events, notices, when the watch looked. */
export function poolPartition(pool: string): string {
  return `pool#${pool}`;
}

/** What the probe in one Region says of a pool: statistics, sightings, rounds, and when it set something off. */
export function vantagePartition(pool: string, vantage: string): string {
  return `pool#${pool}#vantage#${vantage}`;
}

/** What was read of metrics, alarms and levers. */
export function signalsPartition(pool: string): string {
  return `pool#${pool}#signals`;
}

/** What AWS Health said. */
export function healthPartition(pool: string): string {
  return `pool#${pool}#health`;
}

/** The practice run that is under way, as its judge saw it last: nothing is decided by it. */
export function practisingPartition(pool: string): string {
  return `pool#${pool}#practising`;
}

/** What checks of readiness found, and what people acknowledged of it: nothing is decided by it. */
export function readinessPartition(pool: string): string {
  return `pool#${pool}#readiness`;
}

/** The question that waits for a person's approval, with the token that answers it: not for who may only look. */
export function approvalPartition(pool: string): string {
  return `approval#${pool}`;
}
