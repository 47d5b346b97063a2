// Settings with no journey but the password's: the others tell of an outage of sign-in what it tells itself, and
// take most of the time.

interface Settings {
  readonly pools: readonly object[];
}

const journeys = {
  ...{ srp: null, keySet: null, refreshAcross: null, equivalence: null },
  ...{ clientCredentials: null, managedLogin: null, federation: null },
  ...{ writesRefused: null, revoke: null, replicationLag: null },
};

export function passwordOnly(settings: Settings): Settings {
  return { ...settings, pools: settings.pools.map((pool) => ({ ...pool, journeys })) };
}
