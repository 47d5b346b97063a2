import { instant } from "../../../../core/values/types.ts";
import { now, primary, secondary } from "../../builders/a-policy.ts";
import { key, keyArn, keyPolicy, poolArn, readyValues } from "../../builders/ready-values.ts";
import { blocks, differs, isNone, isReady, isUnknown, type RowCase } from "./case.ts";

const [here, there] = [key(primary), key(secondary)];
const uses = "kms:Encrypt, kms:Decrypt, kms:ReEncryptFrom, kms:ReEncryptTo";
const lacking = (...services: readonly string[]) =>
  services
    .map((service) =>
      [...uses.split(", "), "kms:GenerateDataKeyWithoutPlaintext", "kms:DescribeKey"]
        .map((action) => `${action} for ${service}.amazonaws.com`)
        .join(", "),
    )
    .join(", ")
    .replace(/, (?=[^,]*$)/, " and ");

const open = (text: string) => text.replaceAll('"aws:SourceAccount"', '"aws:SourceOrgID"');

export const keyCases: readonly RowCase[] = [
  {
    ...{ row: "key-family", of: "a key that AWS owns" },
    facts: { poolInPrimary: { ...readyValues.poolInPrimary, keyArn: null }, keyInPrimary: null },
    comes: blocks("it has a key that AWS owns"),
  },
  {
    ...{ row: "key-family", of: "a key that is gone" },
    facts: { keyInPrimary: null },
    comes: blocks(`${keyArn(primary)} does not exist`),
  },
  {
    ...{ row: "key-family", of: "a key of one Region" },
    facts: { keyInPrimary: { ...here, id: "1234", isMultiRegion: false } },
    comes: blocks("1234 is of one Region alone"),
  },
  {
    ...{ row: "key-family", of: "no key over there" },
    facts: { keyInSecondary: null },
    comes: blocks("us-east-1 has no key mrk-1"),
  },
  {
    ...{ row: "key-family", of: "another family over there" },
    facts: { keyInSecondary: { ...there, id: "mrk-2" } },
    comes: blocks("us-east-1 has no key mrk-1"),
  },
  {
    ...{ row: "key-state", of: "a disabled key" },
    facts: { keyInSecondary: { ...there, state: "Disabled" } },
    comes: blocks("Disabled in us-east-1"),
  },
  {
    ...{ row: "key-state", of: "a key that will be deleted" },
    facts: {
      keyInPrimary: { ...here, state: "PendingDeletion", deletedAt: instant(now + 86_400_000) },
    },
    comes: blocks("PendingDeletion in us-west-2, and gone at 2026-07-02 03:00:00 UTC"),
  },
  {
    ...{ row: "key-state", of: "no key" },
    facts: { keyInSecondary: null },
    comes: isUnknown("there is no such key in one of the Regions"),
  },
  {
    ...{ row: "key-policy", of: "a policy that is silent about Cognito" },
    facts: { keyInSecondary: { ...there, policy: '{"Statement":[]}' } },
    comes: blocks(`us-east-1 does not allow ${lacking("cognito-idp", "identitystore")}`),
  },
  {
    ...{ row: "key-policy", of: "a policy for another pool" },
    facts: { keyInPrimary: { ...here, policy: keyPolicy([poolArn(secondary)]) } },
    comes: blocks(`us-west-2 does not allow ${lacking("cognito-idp", "identitystore")}`),
  },
  {
    ...{ row: "key-policy", of: "a policy without the identity store" },
    facts: {
      keyInSecondary: {
        ...there,
        policy: keyPolicy().replaceAll("identitystore", "sns"),
      },
    },
    comes: blocks(`us-east-1 does not allow ${lacking("identitystore")}`),
  },
  {
    ...{ row: "key-policy", of: "a policy for one of both ARNs" },
    facts: { keyInSecondary: { ...there, policy: keyPolicy([poolArn(primary)]) } },
    comes: differs(`us-east-1 allows one ARN alone, and not ${poolArn(secondary)}`),
  },
  {
    ...{ row: "key-policy", of: "conditions on what nobody knows" },
    facts: { keyInSecondary: { ...there, policy: open(keyPolicy()) } },
    comes: isUnknown(
      `the policy in us-east-1 hangs on conditions that are not known here: ${lacking("cognito-idp", "identitystore")}`,
    ),
  },
  {
    ...{ row: "key-policy", of: "a blocker in one Region, and an open question in the other" },
    facts: {
      keyInPrimary: { ...here, policy: '{"Statement":[]}' },
      keyInSecondary: { ...there, policy: open(keyPolicy()) },
    },
    comes: blocks(`us-west-2 does not allow ${lacking("cognito-idp", "identitystore")}`),
  },
  {
    ...{ row: "key-rotation", of: "none" },
    facts: { keyRotation: { isOn: false, canBeOn: true } },
    comes: differs("it is not rotated"),
  },
  {
    ...{ row: "key-rotation", of: "the customer's own material" },
    facts: { keyRotation: { isOn: false, canBeOn: false } },
    comes: isNone("its material is yours, which AWS cannot rotate"),
  },
  {
    ...{ row: "key-family", of: "the family's primary key in a third Region" },
    facts: {
      keyInPrimary: { ...here, primaryArn: keyArn("eu-west-1" as typeof primary) },
    },
    comes: isReady("mrk-1 in both Regions"),
  },
];
