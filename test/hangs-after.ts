// How long anything may take before it counts as hanging.

/**
 * A guard against hanging, and against nothing else: no test is red because a machine is slow. So it is far
 * above what the slowest test takes on a machine with much else to do, and no test has a limit of its own.
 */
export const HANGS_AFTER_MS = 15 * 60_000;
