// Where does an identity provider's own sign-in page stand? The social ones are known; of all others only
// the settings can tell.

export interface IdentityProvider {
  /** Its name in Cognito. */
  readonly name: string;
  /** The host that its users are sent to; null for the social ones, whose hosts are known. */
  readonly leadsTo: string | null;
}

/** Hosts that Cognito sends users of the social providers to, by Cognito's own names for them. */
export const socialHosts: ReadonlyMap<string, string> = new Map([
  ["Google", "accounts.google.com"],
  ["Facebook", "www.facebook.com"],
  ["SignInWithApple", "appleid.apple.com"],
  ["LoginWithAmazon", "www.amazon.com"],
]);

/** The host that users of the provider must come to; null when nobody said. */
export function hostOf({ name, leadsTo }: IdentityProvider): string | null {
  return socialHosts.get(name) ?? leadsTo;
}
