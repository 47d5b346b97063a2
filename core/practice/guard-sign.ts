// What the names of the schedules that guard practice runs end with: so many characters, another for each run.

export const GUARD_SIGN_LETTERS = 8;

/** As IAM writes any of them. */
export const ANY_GUARD_SIGN = "?".repeat(GUARD_SIGN_LETTERS);
