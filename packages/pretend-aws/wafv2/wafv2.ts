// The pretend AWS WAF: regional web ACLs that stand before user pools. What one of them does there is seeded, since none of
// its rules is evaluated.
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-waf.html

import type {
  AssociateWebACLRequest,
  DisassociateWebACLRequest,
  GetWebACLForResourceRequest,
  GetWebACLRequest,
} from "@aws-sdk/client-wafv2";
import type { BlockRule } from "../cognito/quotas/web-acl.ts";
import type { Deed } from "../iam/policy.ts";
import { hexOf } from "../random.ts";
import type { Context, Service } from "../service.ts";
import { jsonService, notEmulated, type Operations } from "../wire/json.ts";
import type { Foundation } from "../world.ts";
import { invalidArn, invalidParameter, nonexistent } from "./refusals.ts";
import { type WebAclSeed, WebAcls } from "./web-acls.ts";

export interface Wafv2 {
  readonly service: Service;
  /** Answers its ARN; one that is there already is replaced, wherever it stands. */
  seedWebAcl(webAcl: WebAclSeed): string;
  associate(poolArn: string, webAclArn: string): void;
  /** What the web ACL before a pool stops; null where there is none, or one that stops nothing. */
  ruleBefore(poolArn: string): BlockRule | null;
}

export interface Wafv2Dependencies {
  /** Whether the pool can be asked in the Region of its ARN. */
  readonly isPool: (arn: string) => boolean;
}

const POOL = /^arn:aws[\w-]*:cognito-idp:([\w-]+):\d{12}:userpool\/[\w-]+$/;

export function createWafv2(foundation: Foundation, { isPool }: Wafv2Dependencies): Wafv2 {
  const webAcls = new WebAcls(foundation.accountId);
  return {
    service: jsonService({
      name: "wafv2",
      targetPrefix: "AWSWAF_20190729",
      version: "1.1",
      deedsOf,
      operations: operations(webAcls, isPool),
    }),
    seedWebAcl: (webAcl) => webAcls.add(webAcl).arn,
    associate: (poolArn, webAclArn) =>
      webAcls.associate(poolArn, webAcls.find(regionOf(poolArn), webAclArn)),
    ruleBefore: (poolArn) => webAcls.before(poolArn)?.blocks ?? null,
  };
}

/** Before a pool a web ACL is the pool's matter as well: Cognito lists the same names among its own actions. */
function deedsOf(operation: string, input: object): readonly Deed[] {
  const { ARN, WebACLArn, ResourceArn } = input as Readonly<Partial<Record<string, string>>>;
  const onPool = { action: `cognito-idp:${operation}`, resource: ResourceArn ?? "*" };
  const own = { action: `wafv2:${operation}`, resource: ARN ?? WebACLArn ?? ResourceArn ?? "*" };
  return ResourceArn === undefined ? [own] : [own, onPool];
}

function operations(webAcls: WebAcls, isPool: Wafv2Dependencies["isPool"]): Operations {
  return {
    GetWebACL: (input: GetWebACLRequest, { region }) => {
      const found =
        input.ARN === undefined
          ? webAcls.named(regional(input, region), input.Name ?? "", input.Id ?? "")
          : webAcls.find(region, input.ARN);
      const LockToken = hexOf(`lock of ${found.arn}`, 32);
      return { WebACL: webAcls.described(found), LockToken };
    },
    GetWebACLForResource: ({ ResourceArn = "" }: GetWebACLForResourceRequest, context) => {
      assertPool(ResourceArn, context, isPool);
      const found = webAcls.before(ResourceArn);
      return found === undefined ? {} : { WebACL: webAcls.described(found) };
    },
    AssociateWebACL: ({ WebACLArn = "", ResourceArn = "" }: AssociateWebACLRequest, context) => {
      assertPool(ResourceArn, context, isPool);
      webAcls.associate(ResourceArn, webAcls.find(context.region, WebACLArn));
    },
    DisassociateWebACL: ({ ResourceArn = "" }: DisassociateWebACLRequest, context) => {
      assertPool(ResourceArn, context, isPool);
      webAcls.associate(ResourceArn, null);
    },
  };
}

/** The Region, once the scope is found to be the regional one. */
function regional({ Scope }: GetWebACLRequest, region: string): string {
  if (Scope === "REGIONAL") return region;
  if (Scope === "CLOUDFRONT") throw notEmulated("wafv2", "GetWebACL with the scope CLOUDFRONT");
  throw invalidParameter("The scope is not valid.", {
    ...{ field: "SCOPE_VALUE", parameter: Scope ?? "" },
  });
}

/** A pool is protected in its own Region. */
function assertPool(arn: string, { region }: Context, isPool: (arn: string) => boolean): void {
  if (!POOL.test(arn) || regionOf(arn) !== region) throw invalidArn(arn);
  if (!isPool(arn)) throw nonexistent();
}

function regionOf(arn: string): string {
  return arn.split(":")[3] ?? "";
}
