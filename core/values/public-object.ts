// What lies beside each beacon, always there and for everyone to read: an absent beacon and a barred one
// look alike from outside, and this tells them apart. It says nothing of where users go.

/** What the key of the object ends in; no beacon's key may. */
export const PUBLIC_OBJECT_END = ".reachable";

export function publicKeyOf(beaconKey: string): string {
  return `${beaconKey}${PUBLIC_OBJECT_END}`;
}

/** Invariant: it does not hold what the health check looks for. */
export const PUBLIC_OBJECT_SAYS = "cognito-failover: whoever reads this may read the beacon too\n";
