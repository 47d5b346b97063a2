// Which figures does the cost report stand on? Those that were measured in the pretend world, and those that
// only a real account could measure. They are here and nowhere else.

export const GB = 1e9;
export const KB = 1_024;

/** A twelfth of a year, in milliseconds: 730 hours. */
export const monthMs = 43_800 * 60_000;

/**
 * Found by running the controller for a pretend hour; test/sim/usage.test.ts measures them again, within a
 * quarter. To renew one, run that test and write down what it found.
 */
export const measured = {
  /** Bytes of the line that ends a probe's invocation; what is well has no line of its own. */
  probeEnd: 60,
  /** Bytes of the line of an assessment. */
  assessLine: 58,
  /** Bytes of the line of a run that reads signals, or finds none due. */
  signalsLine: 48,
  /** Bytes of a raw result within its round's item in the ledger. */
  result: 380,
  /** Bytes of such an item besides: keys, dates. */
  round: 120,
  /** Bytes of a statistic in the ledger. */
  statistic: 940,
  /** Bytes that one journey and target add to what a vantage last saw. */
  sighting: 142,
  /** Reads of the probes' secret by one vantage and pool in an hour, for both targets. */
  secretReadsAnHour: 4,
  /** Practice runs: test/sim/practice/usage.test.ts measures them again, within a tenth. */
  practice: {
    isolation: { invocations: 9, transitions: 14 },
    /** Of a canary or a full run: what comes once, for each share, and for each look. */
    run: {
      lookEveryMs: 30_000,
      invocations: 13,
      transitions: 18,
      transitionsAShare: 2,
      transitionsALook: 3,
    },
  },
} as const;

/** Not measured: no real account has run it yet. */
export const assumed = {
  memoryGb: 0.5,
  /** What each further walk adds by itself: connections and signatures share a third of a processor. */
  besideSeconds: 0.05,
  assessSeconds: 0.2,
  /** Of a run that finds no signal due, and what reading it takes of farther Regions and us-east-1. */
  signalsSeconds: { idle: 0.05, read: 1 },
  /** An execution of the watch, in hundreds of milliseconds, and the least memory that is billed. */
  watchSeconds: 0.3,
  watchGb: 64 / 1_024,
  /** Around a line: time, level, request id, and 26 bytes that CloudWatch adds to each event. */
  lineEnvelope: 146,
  /** Lambda's own two lines of an invocation, start and report, with the same 26 bytes each. */
  invocationLines: 540,
  /** Route 53's checkers together: one request every two seconds at an interval of 30 s. */
  checkers: 15,
  checkSeconds: 10,
  /**
   * Time in which the beacon can be read. At all other times S3 refuses the checkers (403), and bills no
   * refusal of a stranger: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ErrorCodeBilling.html
   */
  litShare: 1 / 730,
  /** Sent out of a Region for a result: requests to the target, its part of the ledger's, their answers. */
  resultTransferBytes: 8_000,
  /**
   * Of the looks at a Region while nothing is wrong: a probe in a thousand is lost on its way. Each sets off a
   * burst from every vantage.
   */
  lostShare: 1 / 1_000,
  notices: 20,
  /** A failover and the way back. */
  transitions: 80,
  /** Ten pairs of sign-ins of a vantage, one after the other; and any other Lambda of a practice run. */
  practiceLookSeconds: 10,
  practiceStepSeconds: 1,
} as const;
