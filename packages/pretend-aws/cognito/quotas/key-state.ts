// The customer managed KMS key of a pool in one Region: a pool whose key cannot be used still shows its
// settings, but nothing that is about its users can be read.

import { invalid } from "../api/validation.ts";
import type { Site } from "../pool/pool-in-region.ts";
import { categoryOf, isAboutUsers } from "./quota-categories.ts";

/** Throws InvalidParameterException while the operation needs a key that cannot be used. */
export function checkKey(operation: string, { directory, replica }: Omit<Site, "pool">): void {
  const category = categoryOf(operation);
  if (category === null || !isAboutUsers(category) || replica.keyState === "Enabled") return;
  const arn = directory.settings.KeyConfiguration?.KmsKeyArn;
  if (arn === undefined) return;
  throw invalid(`KMS key ${regionalArn(arn, replica.region)} is in an invalid state.`);
}

/** The related key in the Region: multi-Region keys differ in nothing but the Region of their ARN. */
function regionalArn(arn: string, region: string): string {
  return arn.replace(/(?<=:kms:)[\w-]+/, region);
}
