// The customer managed KMS key of a pool in one Region: a pool whose key cannot be used still shows its
// settings, but nothing that is about its users can be read.

import type { KeyUse } from "../../kms/kms.ts";
import { invalid } from "../api/validation.ts";
import type { Site } from "../pool/pool-in-region.ts";
import { categoryOf, isAboutUsers } from "./quota-categories.ts";

/** Of a KMS key for the pool of this ARN; undefined: nobody has made such a key, and it is as good as any. */
export type KeyUseOf = (keyArn: string, poolArn: string) => KeyUse | undefined;

/** Throws InvalidParameterException while the operation needs a key that cannot be used. */
export function checkKey(
  { keyUse }: { readonly keyUse: KeyUseOf },
  operation: string,
  { directory, replica }: Omit<Site, "pool">,
): void {
  const category = categoryOf(operation);
  const arn = directory.settings.KeyConfiguration?.KmsKeyArn;
  if (category === null || !isAboutUsers(category) || arn === undefined) return;
  const own = relatedKey(arn, replica.region);
  // What somebody has set here counts before what KMS has.
  const state = replica.keyState === "Enabled" ? keyUse(own, replica.arn) : replica.keyState;
  if (state === undefined || state === "Enabled") return;
  if (state === "Denied")
    throw invalid(`The policy of KMS key ${own} does not let Cognito use it.`);
  throw invalid(`KMS key ${own} is in an invalid state.`);
}

/** In the Region: multi-Region keys differ in nothing but the Region of their ARN. */
export function relatedKey(arn: string, region: string): string {
  return arn.replace(/(?<=:kms:)[\w-]+/, region);
}
