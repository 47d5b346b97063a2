// For an application that chooses the Region of its own sign-in calls: which one serves now, by what the
// name that the controller moves answers? No dependency and no Node API, so that it runs in a browser as
// well; how a name is resolved is the application's to say.

export interface RegionPickerOptions {
  /** The name whose weighted records the controller moves: `paths.sdk.record` of the settings. */
  readonly record: string;
  /** What the name answers for each Region: `paths.sdk.primary` and `.secondary` of the settings. */
  readonly answers: {
    readonly primary: { readonly value: string; readonly region: string };
    readonly secondary: { readonly value: string; readonly region: string };
  };
  /** Asks DNS for the records of a name; may reject. In Node: `resolveCname` of `node:dns/promises`. */
  readonly resolve: (name: string) => Promise<readonly string[]>;
  /** How long an answer is used before asking again, in milliseconds. Default 10,000. */
  readonly keepFor?: number;
  /** Milliseconds on any steady clock. */
  readonly now: () => number;
}

/**
 * Answers the Region to sign in at. When DNS cannot be asked or answers something unknown, the last Region
 * stays, and before any answer the primary: a resolver's trouble must move nobody.
 */
export function regionPicker(options: RegionPickerOptions): () => Promise<string> {
  const { record, answers, resolve, keepFor = 10_000, now } = options;
  let region = answers.primary.region;
  let freshUntil = Number.NEGATIVE_INFINITY;
  return async () => {
    if (now() < freshUntil) return region;
    const values = await resolve(record).catch((): readonly string[] => []);
    const [value] = values;
    const found = [answers.primary, answers.secondary].find((one) => one.value === plain(value));
    region = found?.region ?? region;
    freshUntil = now() + keepFor;
    return region;
  };
}

/** Names are told apart without their closing dot and without case. */
function plain(name = ""): string {
  return name.replace(/\.$/, "").toLowerCase();
}
