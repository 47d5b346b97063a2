// S3's refusals, with the HTTP status and the wording that AWS uses.

import { AwsError } from "../aws-error.ts";

/** `name`: where S3 has one name for two sentences. */
type Refusal = readonly [status: number, message: string, name?: string];

const REFUSALS = {
  AccessControlListNotSupported: [400, "The bucket does not allow ACLs"],
  AccessDenied: [403, "Access Denied"],
  BadDigest: [400, "The checksum you specified did not match what we received."],
  BucketAlreadyOwnedByYou: [
    409,
    "Your previous request to create the named bucket succeeded and you already own it.",
  ],
  BucketNotEmpty: [409, "The bucket you tried to delete is not empty"],
  BucketVersionsNotEmpty: [
    409,
    "The bucket you tried to delete is not empty. You must delete all versions in the bucket.",
    "BucketNotEmpty",
  ],
  IncompleteBody: [400, "The request body terminated unexpectedly"],
  InvalidBucketOwnerAWSAccountID: [
    400,
    "The value of the expected bucket owner parameter must be an AWS account ID",
  ],
  InvalidBucketName: [400, "The specified bucket is not valid."],
  KeyTooLongError: [400, "Your key is too long"],
  MalformedXML: [400, "The XML you provided was not well-formed"],
  MethodNotAllowed: [405, "The specified method is not allowed against this resource."],
  NoSuchBucket: [404, "The specified bucket does not exist"],
  NoSuchBucketPolicy: [404, "The bucket policy does not exist"],
  NoSuchKey: [404, "The specified key does not exist."],
  NoSuchVersion: [404, "The specified version does not exist."],
  NoSuchPublicAccessBlockConfiguration: [
    404,
    "The public access block configuration was not found",
  ],
  PermanentRedirect: [
    301,
    "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.",
  ],
  PreconditionFailed: [412, "At least one of the pre-conditions you specified did not hold"],
} as const satisfies Record<string, Refusal>;

export function refusal(name: keyof typeof REFUSALS, members: object = {}): AwsError {
  const [status, message, told = name]: Refusal = REFUSALS[name];
  return new AwsError(told, message, { status, members });
}

export function badRequest(name: string, message: string): AwsError {
  return new AwsError(name, message);
}

/** By the name and status that S3 itself has for what it does not do. */
export function notEmulated(what: string): AwsError {
  const message = `s3 ${what} is not part of the pretend AWS.`;
  return new AwsError("NotImplemented", message, { status: 501 });
}
