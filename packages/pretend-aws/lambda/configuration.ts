// How Lambda tells of a function.

import { hexOf } from "../random.ts";
import { LATEST } from "./function-name.ts";
import type { LambdaFunction } from "./functions.ts";

/** The hash is all that is known of the package. */
const CODE_BYTES = 1_000_000;

export function configuration(code: LambdaFunction): object {
  const { name, arn, timeoutMs, memoryMb = 128, runtime = "nodejs24.x", environment } = code;
  return {
    FunctionName: name,
    FunctionArn: arn,
    Runtime: runtime,
    Role: code.roleArn,
    Handler: "index.handler",
    CodeSize: CODE_BYTES,
    Description: "",
    Timeout: Math.ceil(timeoutMs / 1000),
    MemorySize: memoryMb,
    // Lambda writes "+0000" where others write "Z".
    LastModified: new Date(code.registeredAt).toISOString().replace("Z", "+0000"),
    CodeSha256: code.codeSha256,
    Version: LATEST,
    ...(environment === undefined ? {} : { Environment: { Variables: environment } }),
    RevisionId: revisionOf(code),
    State: "Active",
    LastUpdateStatus: "Successful",
    ...code.state,
    PackageType: "Zip",
    Architectures: ["arm64"],
  };
}

/** Another one whenever something of the function is another. */
export function revisionOf({ arn, codeSha256, registeredAt, policyDocument }: LambdaFunction) {
  const hex = hexOf(JSON.stringify([arn, codeSha256, registeredAt, policyDocument]), 32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
