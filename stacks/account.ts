// The account that is deployed to.

export function account(): $util.Output<string> {
  return aws.getCallerIdentityOutput({}).accountId;
}
