// The members of a request that are read before it is known to be one of the API's operations.

export interface RequestInput {
  readonly ClientId?: string;
  readonly UserPoolId?: string;
  readonly ChallengeName?: string;
  readonly Username?: string;
  readonly AccessToken?: string;
  readonly RefreshToken?: string;
  readonly Token?: string;
  readonly AuthParameters?: Readonly<Record<string, string>>;
  readonly ChallengeResponses?: Readonly<Record<string, string>>;
}

/** Empty for a body that is none. */
export function inputOf(body: Buffer): RequestInput {
  try {
    const input: unknown = JSON.parse(body.toString("utf8"));
    return typeof input === "object" && input !== null ? input : {};
  } catch {
    return {};
  }
}
