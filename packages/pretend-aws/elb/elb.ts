// The pretend Elastic Load Balancing: load balancers with the rules of their listeners, as they are seeded. No request goes
// through one.

import type {
  DescribeListenersInput,
  DescribeLoadBalancersInput,
  DescribeRulesInput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { AwsError } from "../aws-error.ts";
import type { Service } from "../service.ts";
import { type Form, queryService } from "../wire/query.ts";
import type { Foundation } from "../world.ts";
import { describedListener, describedLoadBalancer, describedRule } from "./described.ts";
import {
  type KeptLoadBalancer,
  type LoadBalancerArns,
  type LoadBalancerSeed,
  LoadBalancers,
} from "./load-balancers.ts";
import { notFound, validationError } from "./refusals.ts";

export interface Elb {
  readonly service: Service;
  /** Answers the ARNs; a name that is there already in its Region is replaced. */
  seedLoadBalancer(loadBalancer: LoadBalancerSeed): LoadBalancerArns;
  removeLoadBalancer(region: string, name: string): void;
}

const MOST = 400;

export function createElb(foundation: Foundation): Elb {
  const loadBalancers = new LoadBalancers(foundation.accountId);
  return {
    service: queryService({
      ...{ name: "elasticloadbalancing", version: "2015-12-01", random: foundation.random },
      namespace: "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/",
      // What describes knows no resource.
      deedsOf: (operation) => [{ action: `elasticloadbalancing:${operation}`, resource: "*" }],
      denied: (message) => new AwsError("AccessDenied", message, { status: 403 }),
      operations: {
        DescribeLoadBalancers: (form, { region }) => {
          const asked = askedFor(
            loadBalancers.in(region),
            form as Form & DescribeLoadBalancersInput,
          );
          const { page, next } = pageOf(asked, form);
          return { LoadBalancers: page.map(describedLoadBalancer), ...next };
        },
        DescribeListeners: (form, { region }) => {
          const { LoadBalancerArn, ListenerArns } = form as Form & DescribeListenersInput;
          const all = loadBalancers.in(region);
          const asked =
            ListenerArns === undefined
              ? found(all, [needed(LoadBalancerArn, "load balancer")], "LoadBalancer").flatMap(
                  ({ listeners }) => listeners,
                )
              : found(
                  all.flatMap(({ listeners }) => listeners),
                  ListenerArns,
                  "Listener",
                );
          const { page, next } = pageOf(asked, form);
          return { Listeners: page.map(describedListener), ...next };
        },
        DescribeRules: (form, { region }) => {
          const { ListenerArn, RuleArns } = form as Form & DescribeRulesInput;
          const listeners = loadBalancers.in(region).flatMap((one) => one.listeners);
          const asked =
            RuleArns === undefined
              ? found(listeners, [needed(ListenerArn, "listener")], "Listener").flatMap(
                  ({ rules }) => rules,
                )
              : found(
                  listeners.flatMap(({ rules }) => rules),
                  RuleArns,
                  "Rule",
                );
          const { page, next } = pageOf(asked, form);
          return { Rules: page.map(describedRule), ...next };
        },
      },
    }),
    seedLoadBalancer: (seed) => loadBalancers.add(seed),
    removeLoadBalancer: (region, name) => loadBalancers.remove(region, name),
  };
}

function askedFor(
  all: readonly KeptLoadBalancer[],
  { LoadBalancerArns, Names }: DescribeLoadBalancersInput,
): readonly KeptLoadBalancer[] {
  if (LoadBalancerArns !== undefined && Names !== undefined) {
    throw validationError("Load balancer names and load balancer ARNs cannot both be specified.");
  }
  if (LoadBalancerArns !== undefined) return found(all, LoadBalancerArns, "LoadBalancer");
  if (Names === undefined) return all;
  const named = all.filter(({ name }) => Names.includes(name));
  if (named.length < Names.length) throw notFound("LoadBalancer");
  return named;
}

function needed(arn: string | undefined, what: string): string {
  if (arn === undefined) throw validationError(`You must specify a ${what}, or ARNs.`);
  return arn;
}

function found<Kept extends { readonly arn: string }>(
  all: readonly Kept[],
  arns: readonly string[],
  kind: "LoadBalancer" | "Listener" | "Rule",
): readonly Kept[] {
  const asked = all.filter(({ arn }) => arns.includes(arn));
  if (asked.length < new Set(arns).size) throw notFound(kind);
  return asked;
}

function pageOf<Item>(all: readonly Item[], { PageSize = String(MOST), Marker = "0" }: Form) {
  const count = Number(PageSize);
  if (!Number.isInteger(count) || count < 1 || count > MOST) {
    throw validationError(`The page size must be from 1 to ${MOST}.`);
  }
  const from = Number(Marker);
  if (!Number.isInteger(from) || from < 0) throw validationError("The marker is not valid.");
  const past = from + count;
  const next = past < all.length ? { NextMarker: String(past) } : {};
  return { page: all.slice(from, past), next };
}
