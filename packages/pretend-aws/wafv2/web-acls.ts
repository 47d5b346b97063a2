// The web ACLs of all Regions, and which of them stands before what.

import type { DefaultAction, Rule, WebACL } from "@aws-sdk/client-wafv2";
import type { BlockRule } from "../cognito/quotas/web-acl.ts";
import { uuidOf } from "../random.ts";
import { nonexistent } from "./refusals.ts";

export interface WebAclSeed {
  readonly region: string;
  readonly name: string;
  /** As they are shown. */
  readonly rules?: readonly Rule[];
  /** Absent: Allow. */
  readonly defaultAction?: DefaultAction;
  /** What it does to the requests of a pool that it stands before, since no rule is evaluated here; absent: nothing. */
  readonly blocks?: BlockRule;
}

export interface KeptWebAcl extends WebAclSeed {
  readonly arn: string;
  readonly id: string;
}

export class WebAcls {
  readonly #accountId: string;
  readonly #byArn = new Map<string, KeptWebAcl>();
  /** By the ARN of what it stands before. */
  readonly #associated = new Map<string, KeptWebAcl>();

  constructor(accountId: string) {
    this.#accountId = accountId;
  }

  add(seed: WebAclSeed): KeptWebAcl {
    const { region, name } = seed;
    const id = uuidOf(`web ACL ${region} ${name}`);
    const arn = `arn:aws:wafv2:${region}:${this.#accountId}:regional/webacl/${name}/${id}`;
    const kept = { ...seed, arn, id };
    this.#byArn.set(arn, kept);
    for (const [resource, { arn: before }] of this.#associated) {
      if (before === arn) this.#associated.set(resource, kept);
    }
    return kept;
  }

  /** In its own Region alone. Throws WAFNonexistentItemException. */
  find(region: string, arn: string): KeptWebAcl {
    const found = this.#byArn.get(arn);
    if (found?.region !== region) throw nonexistent();
    return found;
  }

  named(region: string, name: string, id: string): KeptWebAcl {
    const found = [...this.#byArn.values()].find(
      (one) => one.region === region && one.name === name && one.id === id,
    );
    if (found === undefined) throw nonexistent();
    return found;
  }

  associate(resourceArn: string, webAcl: KeptWebAcl | null): void {
    if (webAcl === null) this.#associated.delete(resourceArn);
    else this.#associated.set(resourceArn, webAcl);
  }

  before(resourceArn: string): KeptWebAcl | undefined {
    return this.#associated.get(resourceArn);
  }

  described(webAcl: KeptWebAcl): WebACL {
    const { name, id, arn, rules = [], defaultAction = { Allow: {} } } = webAcl;
    return {
      ...{ Name: name, Id: id, ARN: arn, Description: "", DefaultAction: defaultAction },
      Rules: [...rules],
      VisibilityConfig: {
        ...{ SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: name },
      },
      Capacity: rules.length,
      ManagedByFirewallManager: false,
      RetrofittedByFirewallManager: false,
      LabelNamespace: `awswaf:${this.#accountId}:webacl:${name}:`,
    };
  }
}
