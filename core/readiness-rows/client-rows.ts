// Could clients sign in at the secondary as they do at the primary? By effect where it can be: by signing in.

import { blocker, differs, type ReadinessRow, ready, row, unknown } from "../readiness/row.ts";
import { signsUsersIn } from "../settings/journey.ts";
import type { Policy } from "../settings/policy.ts";
import { between } from "../values/types.ts";
import { counted, inWords, listed } from "../values/words.ts";

const unprobed = ({ journeys }: Policy) =>
  signsUsersIn(journeys) ? null : "no journey signs users in";

export const clientRows: readonly ReadinessRow[] = [
  row("clients", {
    name: "client-sign-in",
    severity: "blocker",
    breaks: { path: "both", users: "all users of the app client" },
    unasked: unprobed,
    needs: ["probeSignIns"],
    must: ({ clientId, primary, secondary }) =>
      `users of ${clientId} must be able to sign in, with its secret, in ${primary} and in ${secondary}`,
    next: ({ name }) => `cognito-failover status ${name}`,
    judge: ({ probeSignIns }, { policy, now }) => {
      const limit = policy.criteria.evidenceTooOldAfter;
      const fresh = probeSignIns.filter(({ at }) => between(at, now) <= limit);
      const bad = fresh.filter(({ problem }) => problem !== null);
      if (bad.length > 0) {
        const words = bad.map(
          ({ vantage, target, problem }) => `at ${target} from ${vantage}: ${problem}`,
        );
        return blocker(words.join("; "));
      }
      const unseen = [policy.primary, policy.secondary].filter(
        (region) => !fresh.some(({ target }) => target === region),
      );
      return unseen.length > 0
        ? unknown(`nobody signed in at ${listed(unseen)} within ${inWords(limit)}`)
        : ready(`${counted(fresh.length, "sign-in")} went well`);
    },
  }),
  row("clients", {
    name: "client-secrets",
    severity: "differs",
    breaks: { path: "both", users: "clients that begin to use a new secret before it has arrived" },
    needs: ["secretIdsInPrimary", "secretIdsInSecondary"],
    must: ({ clientId, primary, secondary }) =>
      `${clientId} must have the same secrets in ${primary} and in ${secondary}`,
    next: ({ userPoolId, clientId, secondary }) =>
      `aws cognito-idp list-user-pool-client-secrets --region ${secondary} --user-pool-id ${userPoolId} --client-id ${clientId}`,
    judge: ({ secretIdsInPrimary: here, secretIdsInSecondary: there }, { policy }) => {
      const lacking = here.filter((id) => !there.includes(id));
      if (lacking.length > 0)
        return differs(`${listed(lacking)} has not arrived in ${policy.secondary}`);
      const gone = there.filter((id) => !here.includes(id));
      if (gone.length > 0) return differs(`${policy.secondary} still takes ${listed(gone)}`);
      if (here.length === 0) return ready("it has none");
      return ready(here.length === 1 ? "one, in both Regions" : "two, a rotation is under way");
    },
  }),
];
