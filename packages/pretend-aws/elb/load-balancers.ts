// The load balancers of all Regions, with listeners, and rules in the order in which they are tried.

import type {
  Action,
  ProtocolEnum,
  RuleCondition,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { hexOf } from "../random.ts";

export interface LoadBalancerSeed {
  readonly region: string;
  readonly name: string;
  readonly listeners: readonly ListenerSeed[];
}

export interface ListenerSeed {
  readonly port: number;
  /** Absent: HTTPS, the one protocol by which an action may sign users in. */
  readonly protocol?: ProtocolEnum;
  readonly defaultActions: readonly Action[];
  /** Absent: none but the default. */
  readonly rules?: readonly RuleSeed[];
}

export interface RuleSeed {
  readonly priority: number;
  readonly conditions?: readonly RuleCondition[];
  readonly actions: readonly Action[];
}

export interface LoadBalancerArns {
  readonly arn: string;
  /** As they were seeded; the last rule of each is its default. */
  readonly listeners: readonly { readonly arn: string; readonly rules: readonly string[] }[];
}

export interface KeptLoadBalancer {
  readonly name: string;
  readonly region: string;
  readonly arn: string;
  readonly listeners: readonly KeptListener[];
}

export interface KeptListener {
  readonly arn: string;
  readonly loadBalancerArn: string;
  readonly port: number;
  readonly protocol: ProtocolEnum;
  readonly defaultActions: readonly Action[];
  readonly rules: readonly KeptRule[];
}

export interface KeptRule {
  readonly arn: string;
  /** Null of the default. */
  readonly priority: number | null;
  readonly conditions: readonly RuleCondition[];
  readonly actions: readonly Action[];
}

const SIGNS_IN: readonly unknown[] = [
  "authenticate-cognito",
  "authenticate-oidc",
  "jwt-validation",
];

export class LoadBalancers {
  readonly #accountId: string;
  readonly #all = new Map<string, KeptLoadBalancer>();

  constructor(accountId: string) {
    this.#accountId = accountId;
  }

  in(region: string): readonly KeptLoadBalancer[] {
    return [...this.#all.values()].filter((one) => one.region === region);
  }

  add({ region, name, listeners }: LoadBalancerSeed): LoadBalancerArns {
    const id = hexOf(`load balancer ${region} ${name}`, 16);
    const base = `arn:aws:elasticloadbalancing:${region}:${this.#accountId}`;
    const arn = `${base}:loadbalancer/app/${name}/${id}`;
    const kept = {
      ...{ name, region, arn },
      listeners: listeners.map((listener) =>
        keptListener(listener, { base, arn, path: `${name}/${id}` }),
      ),
    };
    this.#all.set(`${region} ${name}`, kept);
    return {
      arn,
      listeners: kept.listeners.map((one) => ({
        ...{ arn: one.arn, rules: one.rules.map((rule) => rule.arn) },
      })),
    };
  }

  remove(region: string, name: string): void {
    this.#all.delete(`${region} ${name}`);
  }
}

interface Of {
  readonly base: string;
  readonly arn: string;
  readonly path: string;
}

function keptListener(seed: ListenerSeed, { base, arn, path }: Of): KeptListener {
  const { port, protocol = "HTTPS", defaultActions, rules = [] } = seed;
  const id = hexOf(`listener ${arn} ${port}`, 16);
  const all = [...rules.map(({ actions }) => actions), defaultActions].flat();
  if (protocol !== "HTTPS" && all.some(({ Type }) => SIGNS_IN.includes(Type))) {
    throw new Error(`Port ${port} is not HTTPS, and so cannot sign users in.`);
  }
  const keptRule = (
    priority: number | null,
    { conditions = [], actions }: Omit<RuleSeed, "priority">,
  ) => ({
    arn: `${base}:listener-rule/app/${path}/${id}/${hexOf(`${id} ${priority}`, 16)}`,
    ...{ priority, conditions, actions },
  });
  const inOrder = rules.toSorted((a, b) => a.priority - b.priority);
  return {
    arn: `${base}:listener/app/${path}/${id}`,
    ...{ loadBalancerArn: arn, port, protocol, defaultActions },
    rules: [
      ...inOrder.map((rule) => keptRule(rule.priority, rule)),
      keptRule(null, { actions: defaultActions }),
    ],
  };
}
