import { describe, expect, test } from "vitest";
import { callInWords, verdictOn } from "../../../core/practice/isolated-call.ts";
import { type Region, region } from "../../../core/values/types.ts";
import { aPolicy, primary, secondary, witness } from "../builders/a-policy.ts";

const sdk = (service: string, at: Region | null, operation: string) => ({
  ...{ service, region: at, operation, isSdk: true },
});
const host = (service: string, at: Region | null, operation = "GET") => ({
  ...{ service, region: at, operation, isSdk: false },
});

const both = aPolicy();
const managedLoginAlone = aPolicy({ paths: { ...both.paths, sdk: null } });
const elsewhere = region("ap-south-1");
const domain = both.domain ?? "";

describe("verdictOn()", () => {
  test.each([
    ["what is read in home", sdk("dynamodb", secondary, "Query"), "sent"],
    ["what is written in home", sdk("dynamodb", secondary, "PutItem"), "dry"],
    ["the beacon", sdk("s3", secondary, "PutObject"), "dry"],
    ["the records of a pool that has some", sdk("route53", secondary, "GetChange"), "dry"],
    ["a vantage", sdk("lambda", witness, "Invoke"), "sent"],
    ["home's vantage", sdk("lambda", secondary, "Invoke"), "sent"],
    ["the domain", host(domain, null), "sent"],
    ["a token at the domain", host(domain, null, "POST"), "sent"],
    ["the beacon as everyone reads it", host("b.s3.us-east-1.amazonaws.com", secondary), "sent"],
  ])("lets a failover ask for %s", (_, asked, kind) => {
    expect(verdictOn(asked, both)).toEqual({ kind });
  });

  test.each([
    ["the primary's ledger", sdk("dynamodb", primary, "GetItem")],
    ["the primary's word of the replica", sdk("cognito-idp", primary, "ListUserPoolReplicas")],
    ["a beacon in the primary", sdk("s3", primary, "PutObject")],
    ["the primary's vantage", sdk("lambda", primary, "Invoke")],
    ["a host in the primary", host("cognito-idp.us-west-2.amazonaws.com", primary)],
    ["a witness's table", sdk("dynamodb", witness, "GetItem")],
    ["a Region that has nothing to do with it", sdk("lambda", elsewhere, "Invoke")],
    ["a host there", host("b.s3.ap-south-1.amazonaws.com", elsewhere)],
    ["what only Cognito's control plane does", sdk("cognito-idp", secondary, "UpdateUserPool")],
    ["who it is", sdk("sts", secondary, "GetCallerIdentity")],
    ["a zone of its own", sdk("route53", secondary, "CreateHostedZone")],
    ["a new notice", sdk("sns", secondary, "Publish")],
    ["a write at a host", host("example.com", null, "POST")],
    ["a write at the domain", host(domain, null, "DELETE")],
    ["whatever is new", sdk("dynamodb", secondary, "DeleteTable")],
  ])("refuses it %s", (_, asked) => {
    expect(verdictOn(asked, both)).toMatchObject({ kind: "refused" });
  });

  test("refuses Route 53's control plane where no lever moves records, but for the checkers' word", () => {
    const list = sdk("route53", secondary, "ListResourceRecordSets");
    const checkers = sdk("route53", secondary, "GetHealthCheckStatus");
    expect(verdictOn(list, managedLoginAlone)).toMatchObject({ kind: "refused" });
    expect(verdictOn(checkers, managedLoginAlone)).toEqual({ kind: "sent" });
    const left = { ...managedLoginAlone, primary: region("us-east-1") };
    const inPrimary = { ...checkers, region: region("us-east-1") };
    expect(verdictOn(inPrimary, left)).toMatchObject({ kind: "refused" });
  });
});

test("callInWords() names service, Region and operation", () => {
  const replicas = sdk("cognito-idp", primary, "ListUserPoolReplicas");
  expect(callInWords(replicas)).toBe("Cognito in us-west-2 for ListUserPoolReplicas");
  expect(callInWords(host(domain, null))).toBe(`${domain} for GET`);
});
