import { AssociateWebACLCommand, type Rule, WAFV2Client } from "@aws-sdk/client-wafv2";
import { expect, test } from "vitest";
import { sdkClient } from "../../../aws/sdk/clients.ts";
import { createWebAcls } from "../../../aws/wafv2/web-acls.ts";
import { aPolicy, primary, secondary } from "../../core/builders/a-policy.ts";
import { anAccount, poolArnIn } from "../builders/an-account.ts";

const rule = (Name: string, Priority: number): Rule => ({
  ...{ Name, Priority, Action: { Block: {} } },
  Statement: { RateBasedStatement: { Limit: 1_000, AggregateKeyType: "IP" } },
  VisibilityConfig: {
    ...{ SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: Name },
  },
});

test("the web ACL before a pool is told with its rules in order, in that Region alone", async () => {
  const { aws, place } = anAccount();
  const { userPoolId, clientId } = aPolicy();
  aws.cognito.seedPool({
    ...{ id: userPoolId, name: "customers", region: primary, secondary, clientId },
    ...{ clientName: "web", issuer: "UPDATED" },
  });
  const rules = [rule("second", 2), rule("first", 1)];
  const WebACLArn = aws.wafv2.seedWebAcl({ region: secondary, name: "login", rules });
  const acls = createWebAcls(place);
  expect(await acls.before(secondary, poolArnIn(secondary))).toBeNull();
  const client = sdkClient(WAFV2Client, place, { region: secondary, service: "wafv2" });
  const ResourceArn = poolArnIn(secondary);
  await client.send(new AssociateWebACLCommand({ ResourceArn, WebACLArn }));
  const found = await acls.before(secondary, ResourceArn);
  expect(found).toMatchObject({ name: "login", arn: WebACLArn, otherwise: "Allow" });
  expect(found?.rules.map(({ name }) => name)).toEqual(["first", "second"]);
  expect(found?.rules[0]?.effect).toContain('"Limit":1000');
  expect(await acls.before(primary, poolArnIn(primary))).toBeNull();
});
