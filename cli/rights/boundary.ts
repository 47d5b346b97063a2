// How far the roles of a deployment may reach at the most: what any of them may by its row in stacks/permissions/,
// under the names of the stage. A boundary is one policy, so a list that does not fit gives way to what covers it.

import { assert } from "../../core/values/errors.ts";
import { matches } from "../../core/values/wildcard.ts";
import { lambdaPermissions, lambdaRow, lambdaWords } from "../../stacks/lambdas.ts";
import {
  type Given,
  policyDocument,
  type RoleStatement as Row,
  topicRegionsOf,
} from "../../stacks/permissions/given.ts";
import { serviceRole, serviceWords } from "../../stacks/permissions/services.ts";
import { type Bound, bounds } from "./bounds.ts";
import { type Deployment, vantagesOf } from "./deployment.ts";
import { charactersOf, MOST_CHARACTERS } from "./fitting.ts";
import type { PolicyStatement } from "./statement.ts";

interface Filled extends Bound {
  readonly actions: readonly string[];
}

export function boundaryStatements(deployment: Deployment): readonly PolicyStatement[] {
  const filled = new Map<Bound, Set<string>>();
  const rooms = bounds(deployment);
  for (const deed of deedsOf(deployment)) {
    const room = rooms.find((bound) => holds(bound, deed));
    assert(room !== undefined, `no bound has room for ${deed.action} on ${deed.resource}`);
    filled.set(room, (filled.get(room) ?? new Set()).add(deed.action));
  }
  return narrowest(
    rooms.flatMap((bound) => {
      const actions = [...(filled.get(bound) ?? [])].sort();
      return actions.length === 0 ? [] : [{ ...bound, actions }];
    }),
  );
}

interface Deed {
  readonly action: string;
  readonly resource: string;
  readonly keys: string;
}

function holds({ services, resources, condition }: Bound, { action, resource, keys }: Deed) {
  const isOfService = services.some((service) => action.startsWith(`${service}:`));
  // Of two rooms for all resources the condition tells which.
  const isConditioned = resource !== "*" || condition === undefined || keysOf(condition) === keys;
  return isOfService && isConditioned && resources.some((pattern) => matches(pattern, resource));
}

function keysOf(condition: Readonly<Record<string, object>>): string {
  return Object.values(condition).flatMap(Object.keys).sort().join(" ");
}

/** Everything that any role may do, with the ids that AWS has yet to make up. */
function deedsOf(deployment: Deployment): readonly Deed[] {
  const { config, named, account } = deployment;
  const healthChecks = Object.fromEntries(
    config.pools.flatMap(({ name, paths: { managedLogin } }) =>
      managedLogin === null ? [] : [[name, managedLogin.healthCheckId ?? "made"]],
    ),
  );
  const noticesKeys = Object.fromEntries(
    topicRegionsOf(config).map((region) => [region, `arn:aws:kms:${region}:${account}:key/made`]),
  );
  const given: Given = { config, named, account, healthChecks, noticesKeys };
  const lambdas = lambdaWords.flatMap((word) => {
    const regions = {
      vantages: vantagesOf(deployment),
      guards: topicRegionsOf(config),
      home: [deployment.home],
    };
    return regions[lambdaRow(word).where].map((region) =>
      policyDocument(lambdaPermissions(word, given, region)),
    );
  });
  const services = serviceWords.map((word) => serviceRole(word, given).policy);
  return [...lambdas, ...services].flatMap((policy) => rowsOf(policy).flatMap(taken));
}

interface Written {
  readonly Action: Row["actions"];
  readonly Resource: Row["resources"];
  readonly Condition?: Readonly<Record<string, object>>;
}

function rowsOf(policy: object): readonly Written[] {
  return (policy as { readonly Statement: readonly Written[] }).Statement;
}

function taken({ Action, Resource, Condition = {} }: Written): readonly Deed[] {
  const keys = keysOf(Condition);
  return Action.flatMap((action) => Resource.map((resource) => ({ action, resource, keys })));
}

/** The longest list is the first to give way. */
function narrowest(filled: readonly Filled[]): readonly PolicyStatement[] {
  if (charactersOf(filled.map(plain)) <= MOST_CHARACTERS) return filled.map(plain);
  const [longest] = filled
    .filter(({ wider }) => wider !== undefined)
    .sort((one, other) => sizeOf(other) - sizeOf(one));
  if (longest === undefined) return filled.map(plain);
  return narrowest(filled.map((bound) => (bound === longest ? widened(bound) : bound)));
}

function widened({ wider = [], ...bound }: Filled): Filled {
  return { ...bound, resources: wider };
}

function sizeOf({ resources }: Bound): number {
  return resources.join("").length;
}

function plain({ wider: _wider, services: _services, ...statement }: Filled): PolicyStatement {
  return statement;
}
