// All ways in, by name.

import type { Journey } from "../core/settings/journey.ts";
import type { Walk } from "./_journey.ts";
import { clientCredentials } from "./_journeys/client-credentials.ts";
import { equivalence } from "./_journeys/equivalence.ts";
import { federation } from "./_journeys/federation.ts";
import { keySet } from "./_journeys/key-set.ts";
import { managedLogin } from "./_journeys/managed-login.ts";
import { password } from "./_journeys/password.ts";
import { refreshAcross } from "./_journeys/refresh-across.ts";
import { replicationLag } from "./_journeys/replication-lag.ts";
import { revoke } from "./_journeys/revoke.ts";
import { srp } from "./_journeys/srp.ts";
import { writesRefused } from "./_journeys/writes-refused.ts";

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
