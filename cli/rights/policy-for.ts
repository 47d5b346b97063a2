// What is in the policy of whom.

import type { Audience } from "./audiences.ts";
import { boundaryStatements } from "./boundary.ts";
import { breakGlassStatements } from "./break-glass.ts";
import { statementsFor, type Typist, typists } from "./commands.ts";
import { deployStatements } from "./deploy.ts";
import type { Deployment } from "./deployment.ts";
import { fitted, type Part } from "./fitting.ts";
import type { PolicyStatement } from "./statement.ts";

export function policyFor(audience: Audience, deployment: Deployment): readonly Part[] {
  const { config, named } = deployment;
  // What the settings name is what the deployment attaches.
  const name =
    audience === "boundary" && config.permissionsBoundary !== null
      ? config.permissionsBoundary
      : named.role(audience);
  return fitted(name, statementsOf(audience, deployment));
}

export function statementsOf(
  audience: Audience,
  deployment: Deployment,
): readonly PolicyStatement[] {
  switch (audience) {
    case "deploy":
      return deployStatements(deployment);
    case "boundary":
      return boundaryStatements(deployment);
    case "break-glass":
      return breakGlassStatements(deployment);
    case "observe":
    case "operate":
    case "approve":
    case "smoke":
    case "probe-users":
      return statementsFor(typists[audience satisfies Typist], deployment);
  }
}
