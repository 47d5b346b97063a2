import { region } from "../../../../core/values/types.ts";
import { primary, secondary } from "../../builders/a-policy.ts";
import { readyValues } from "../../builders/ready-values.ts";
import { blocks, differs, isReady, type RowCase } from "./case.ts";

const pool = readyValues.poolInPrimary;
const replicas = (status: string, where = secondary) => [
  { region: primary, status: "ACTIVE", role: "PRIMARY" },
  { region: where, status, role: "SECONDARY" },
];

export const replicaCases: readonly RowCase[] = [
  {
    ...{ row: "replica-exists", of: "no secondary" },
    facts: { replicas: replicas("ACTIVE").slice(0, 1) },
    comes: blocks("it has no secondary"),
  },
  {
    ...{ row: "replica-exists", of: "a secondary elsewhere" },
    facts: { replicas: replicas("ACTIVE", region("eu-west-1")) },
    comes: blocks("its secondaries are in eu-west-1"),
  },
  ...["INACTIVE", "CREATING", "DELETING", "PENDING_CREATE"].map((status) => ({
    ...{ row: "replica-status", of: status },
    facts: { replicas: replicas(status) },
    comes: blocks(`it is ${status}`),
  })),
  {
    ...{ row: "replica-plan", of: "Lite" },
    facts: { poolInPrimary: { ...pool, plan: "LITE" }, poolInSecondary: { ...pool, plan: "LITE" } },
    comes: blocks("it has LITE"),
  },
  {
    ...{ row: "replica-plan", of: "two plans" },
    facts: { poolInSecondary: { ...pool, plan: "PLUS" } },
    comes: blocks("ESSENTIALS in us-west-2, PLUS in us-east-1"),
  },
  {
    ...{ row: "replica-settings", of: "a setting that has not arrived" },
    facts: { poolInSecondary: { ...pool, mfa: "OFF", issuer: "ORIGINAL" } },
    comes: differs(
      "issuer is UPDATED in us-west-2 and ORIGINAL in us-east-1 and mfa is OPTIONAL in us-west-2 and OFF in us-east-1",
    ),
  },
  {
    ...{ row: "replica-settings", of: "the same, whatever it is" },
    facts: {
      poolInPrimary: { ...pool, issuer: "ORIGINAL" },
      poolInSecondary: { ...pool, issuer: "ORIGINAL" },
    },
    comes: isReady("issuer ORIGINAL and mfa OPTIONAL"),
  },
];
