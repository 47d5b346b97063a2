// All ways in, by name.

import type { Journey } from "../../core/settings/journey.ts";
import type { Walk } from "./journey.ts";
import { clientCredentials } from "./journeys/client-credentials.ts";
import { equivalence } from "./journeys/equivalence.ts";
import { federation } from "./journeys/federation.ts";
import { keySet } from "./journeys/key-set.ts";
import { managedLogin } from "./journeys/managed-login.ts";
import { password } from "./journeys/password.ts";
import { refreshAcross } from "./journeys/refresh-across.ts";
import { replicationLag } from "./journeys/replication-lag.ts";
import { revoke } from "./journeys/revoke.ts";
import { srp } from "./journeys/srp.ts";
import { writesRefused } from "./journeys/writes-refused.ts";

export const walks: Readonly<Record<Journey, Walk>> = {
  password,
  srp,
  keySet,
  refreshAcross,
  equivalence,
  clientCredentials,
  managedLogin,
  federation,
  writesRefused,
  revoke,
  replicationLag,
};
