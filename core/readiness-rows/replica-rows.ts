// Is there a replica that could serve? Its place, its status, and that both Regions hold the same pool.

import { blocker, differs, type ReadinessRow, ready, row } from "../readiness/row.ts";
import { canReplicate, planNames } from "../values/regions.ts";
import { listed } from "../values/words.ts";
import { cognitoCommand, cognitoConsole } from "./commands.ts";

const everybody = { path: "both", users: "all users" } as const;

const plans = planNames.map((plan) => plan.toUpperCase());

export const replicaRows: readonly ReadinessRow[] = [
  row("replica", {
    name: "replica-exists",
    severity: "blocker",
    breaks: everybody,
    needs: ["replicas"],
    must: ({ userPoolId, secondary }) =>
      `${userPoolId} must have its one secondary in ${secondary}`,
    next: (policy) =>
      cognitoCommand("create-user-pool-replica", policy, {
        region: policy.primary,
        more: `--region-name ${policy.secondary}`,
      }),
    judge: ({ replicas }, { policy }) => {
      const there = replicas.filter(({ role }) => role === "SECONDARY");
      const regions = listed(there.map(({ region }) => region));
      if (there.length === 0) return blocker("it has no secondary");
      const isOurs = there.length === 1 && there[0]?.region === policy.secondary;
      return isOurs ? ready(`in ${regions}`) : blocker(`its secondaries are in ${regions}`);
    },
  }),
  row("replica", {
    name: "replica-status",
    severity: "blocker",
    breaks: everybody,
    needs: ["replicas"],
    restsOn: ["replica-exists"],
    must: ({ secondary }) => `the replica in ${secondary} must be ACTIVE`,
    next: (policy) =>
      cognitoCommand("update-user-pool-replica", policy, {
        region: policy.secondary,
        more: `--region-name ${policy.secondary} --status ACTIVE`,
      }),
    judge: ({ replicas }, { policy }) => {
      const status = replicas.find(({ region }) => region === policy.secondary)?.status ?? "absent";
      return status === "ACTIVE" ? ready(status) : blocker(`it is ${status}`);
    },
  }),
  row("replica", {
    name: "replica-plan",
    severity: "blocker",
    isAtOnce: true,
    breaks: everybody,
    needs: ["poolInPrimary", "poolInSecondary"],
    must: ({ userPoolId }) =>
      `${userPoolId} must have the same plan, ${listed(plans)} alone, in both Regions`,
    next: (policy) => cognitoConsole("the feature plan", policy, policy.primary),
    judge: ({ poolInPrimary: here, poolInSecondary: there }, { policy }) => {
      if (!canReplicate(here.plan)) return blocker(`it has ${here.plan}`);
      return here.plan === there.plan
        ? ready(`${here.plan} in both`)
        : blocker(`${here.plan} in ${policy.primary}, ${there.plan} in ${policy.secondary}`);
    },
  }),
  row("replica", {
    name: "replica-settings",
    severity: "differs",
    breaks: { path: "both", users: "whoever meets a setting that has not arrived" },
    needs: ["poolInPrimary", "poolInSecondary"],
    must: ({ secondary }) =>
      `what Cognito copies to ${secondary} must have arrived: issuer and MFA`,
    next: (policy) =>
      cognitoCommand("describe-user-pool", policy, {
        region: policy.secondary,
        more: '--query "UserPool.[IssuerConfiguration,MfaConfiguration]"',
      }),
    judge: ({ poolInPrimary, poolInSecondary }, { policy }) => {
      const all = (["issuer", "mfa"] as const).map((name) => ({
        name,
        here: poolInPrimary[name],
        there: poolInSecondary[name],
      }));
      const others = all.filter(({ here, there }) => here !== there);
      if (others.length === 0) return ready(listed(all.map(({ name, here }) => `${name} ${here}`)));
      const words = others.map(
        ({ name, here, there }) =>
          `${name} is ${here} in ${policy.primary} and ${there} in ${policy.secondary}`,
      );
      return differs(listed(words));
    },
  }),
];
