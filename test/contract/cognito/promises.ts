// Everything that is promised about Cognito, in the order in which it is tried.

import { acrossRegionsPromises } from "./across-regions.ts";
import { clientSecretPromises } from "./client-secrets.ts";
import { devicePromises } from "./devices.ts";
import { domainPromises } from "./domains.ts";
import { ownAttributePromises } from "./own-attributes.ts";
import type { Promised } from "./promise.ts";
import { replicaPromises } from "./replicas.ts";
import { secondFactorPromises } from "./second-factors.ts";
import { secondaryOperationPromises } from "./secondary-operations.ts";
import { sessionPromises } from "./sessions.ts";
import { signInPromises } from "./sign-in.ts";
import { threatProtectionPromises } from "./threat-protection.ts";
import { troublePromises } from "./trouble.ts";
import { usernamePromises } from "./usernames.ts";

export const promises: readonly Promised[] = [
  ...signInPromises,
  ...sessionPromises,
  ...ownAttributePromises,
  ...acrossRegionsPromises,
  ...secondaryOperationPromises,
  ...domainPromises,
  ...secondFactorPromises,
  ...devicePromises,
  ...clientSecretPromises,
  ...threatProtectionPromises,
  ...usernamePromises,
  ...troublePromises,
  ...replicaPromises,
];
