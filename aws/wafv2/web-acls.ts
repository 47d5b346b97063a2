// The web ACL before a user pool in one Region, with what its rules do.

import { GetWebACLForResourceCommand, WAFV2Client, type WebACL } from "@aws-sdk/client-wafv2";
import type { WebAclFacts } from "../../core/readiness/service-facts.ts";
import { effectOf } from "../../core/readiness/web-acl.ts";
import type { Region } from "../../core/values/types.ts";
import { once, type Place, sdkClient } from "../sdk/clients.ts";

export type WebAcls = ReturnType<typeof createWebAcls>;

export function createWebAcls(place: Place) {
  const clientOf = once((region: Region) =>
    sdkClient(WAFV2Client, place, { region, service: "wafv2" }),
  );
  return {
    /** Null where none is before the resource. */
    async before(region: Region, ResourceArn: string): Promise<WebAclFacts | null> {
      const { WebACL } = await clientOf(region).send(
        new GetWebACLForResourceCommand({ ResourceArn }),
      );
      return WebACL === undefined ? null : factsOf(WebACL);
    },
  };
}

function factsOf({ Name = "", ARN = "", DefaultAction, Rules = [] }: WebACL): WebAclFacts {
  const inOrder = [...Rules].sort((one, other) => (one.Priority ?? 0) - (other.Priority ?? 0));
  return {
    name: Name,
    arn: ARN,
    otherwise: DefaultAction?.Block === undefined ? "Allow" : "Block",
    rules: inOrder.map((rule) => ({ name: rule.Name ?? "", effect: effectOf(rule) })),
  };
}
