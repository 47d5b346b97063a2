// Load balancers, listeners and rules as they are shown: a client's secret never is.

import type { Action } from "@aws-sdk/client-elastic-load-balancing-v2";
import { mapOf } from "../wire/query.ts";
import type { KeptListener, KeptLoadBalancer, KeptRule } from "./load-balancers.ts";

export function describedLoadBalancer({ arn, name, region }: KeptLoadBalancer): object {
  return {
    ...{ LoadBalancerArn: arn, LoadBalancerName: name, Type: "application" },
    DNSName: `${name}-1234567890.${region}.elb.amazonaws.com`,
    ...{ Scheme: "internet-facing", IpAddressType: "ipv4", State: { Code: "active" } },
  };
}

export function describedListener(listener: KeptListener): object {
  const { arn, loadBalancerArn, port, protocol, defaultActions } = listener;
  return {
    ...{ ListenerArn: arn, LoadBalancerArn: loadBalancerArn, Port: port, Protocol: protocol },
    DefaultActions: defaultActions.map(describedAction),
  };
}

export function describedRule({ arn, priority, conditions, actions }: KeptRule): object {
  return {
    ...{ RuleArn: arn, Priority: priority === null ? "default" : String(priority) },
    ...{ Conditions: conditions, Actions: actions.map(describedAction) },
    IsDefault: priority === null,
  };
}

function describedAction(action: Action, index: number): object {
  const { AuthenticateCognitoConfig, AuthenticateOidcConfig, ...others } = action;
  const { ClientSecret: _, ...oidc } = AuthenticateOidcConfig ?? {};
  return {
    Order: index + 1,
    ...others,
    ...(AuthenticateCognitoConfig === undefined
      ? {}
      : { AuthenticateCognitoConfig: withDefaults(AuthenticateCognitoConfig) }),
    ...(AuthenticateOidcConfig === undefined ? {} : { AuthenticateOidcConfig: withDefaults(oidc) }),
  };
}

interface Signing {
  readonly AuthenticationRequestExtraParams?: Record<string, string> | undefined;
}

function withDefaults({ AuthenticationRequestExtraParams, ...config }: Signing): object {
  return {
    ...{ SessionCookieName: "AWSELBAuthSessionCookie", Scope: "openid", SessionTimeout: 604_800 },
    OnUnauthenticatedRequest: "authenticate",
    ...config,
    ...(AuthenticationRequestExtraParams === undefined
      ? {}
      : { AuthenticationRequestExtraParams: mapOf(AuthenticationRequestExtraParams) }),
  };
}
