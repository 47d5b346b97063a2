// Which findings are there, what should a person make of each, and how many must see it? A table of names;
// when one holds is finding.ts.

export type FindingName =
  | "writeAccepted"
  | "sessionNotShared"
  | "sessionNotEnded"
  | "regionsDiffer"
  | "lagging"
  | "lagUnknown"
  | "issuerTrouble"
  | "customDomainTrouble"
  | "wrongRedirect"
  | "oldConnectionOnly"
  | "clockOff"
  | "stickyUsers"
  | "journeyFails"
  | "unknownError";

export interface FindingFacts {
  /** How many vantages must see it: one where it is a fact about the pool, a majority where a line may be at fault. */
  readonly needs: "one" | "majority";
  /** A few words, for a subject line. */
  readonly headline: string;
  /** What a person should make of it, and do. */
  readonly advice: string;
}

export const findingNames: Readonly<Record<FindingName, FindingFacts>> = {
  writeAccepted: {
    needs: "one",
    headline: "the secondary takes writes",
    advice:
      "Cognito's replication changed, or this is not a replica: look before you rely on it, since what is written there may be lost.",
  },
  sessionNotShared: {
    needs: "one",
    headline: "sessions do not go on in the other Region",
    advice: "After a move users would have to sign in again: check the issuer and token settings.",
  },
  sessionNotEnded: {
    needs: "one",
    headline: "a session that was signed out goes on",
    advice: "Check that EnableTokenRevocation is on for the app client.",
  },
  regionsDiffer: {
    needs: "one",
    headline: "the Regions answer differently",
    advice:
      "Compare triggers and regional settings of both replicas: users would notice after a move.",
  },
  lagging: {
    needs: "one",
    headline: "the secondary is far behind",
    advice: "What users changed lately is not there yet: a move would show them the older state.",
  },
  lagUnknown: {
    needs: "one",
    headline: "how far the secondary is behind is not known",
    advice:
      "Let the probes' app client write and read the attribute, or switch replicationLag off: cognito-failover smoke says what is missing.",
  },
  issuerTrouble: {
    needs: "one",
    headline: "the issuer's documents are wrong",
    advice:
      "Services that verify tokens with a cold cache fail whichever Region serves: moving does not fix it.",
  },
  customDomainTrouble: {
    needs: "majority",
    headline: "the custom domain fails while the Region answers",
    advice:
      "Look at the domain's DNS, its certificate and CloudFront: both Regions share them, so moving does not fix it.",
  },
  wrongRedirect: {
    needs: "majority",
    headline: "an identity provider is not reached correctly",
    advice: "Compare the provider's settings in Cognito with what the provider expects.",
  },
  oldConnectionOnly: {
    needs: "majority",
    headline: "only old connections still work",
    advice: "New users cannot come in although old ones can: it is likely to get worse.",
  },
  clockOff: {
    needs: "one",
    headline: "a clock is wrong",
    advice: "Evidence of that place does not count until its clock is right.",
  },
  stickyUsers: {
    needs: "one",
    headline: "the same users fail each time",
    advice:
      "A part of the user space is hit, not every tenth try: those users cannot come in at all.",
  },
  journeyFails: {
    needs: "majority",
    headline: "a way in fails while sign-in works",
    advice: "See which step it is: cognito-failover probe. Nothing moves for it alone.",
  },
  unknownError: {
    needs: "one",
    headline: "Cognito answers with an error that is not known",
    advice: "It counts for nothing until its class is known: please report it.",
  },
};
