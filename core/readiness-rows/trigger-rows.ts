// Would every trigger run at the secondary? Each Region has Lambdas of its own, and Cognito copies none of them.

import type { TriggerSetting } from "../readiness/pool-facts.ts";
import { blocker, differs, type ReadinessRow, ready, row, unknown } from "../readiness/row.ts";
import type { TriggerFunction } from "../readiness/service-facts.ts";
import { permits } from "../resource-policies/permits.ts";
import { listed } from "../values/words.ts";
import { accountIn, cognitoConsole, regionIn } from "./commands.ts";

const everybody = { path: "both", users: "all users: a sign-in ends with its trigger" } as const;

const none = ready("the pool has no triggers");

export const triggerRows: readonly ReadinessRow[] = [
  row("triggers", {
    name: "trigger-present",
    severity: "blocker",
    breaks: everybody,
    needs: ["poolInPrimary", "poolInSecondary"],
    must: ({ primary, secondary }) =>
      `${secondary} must have each trigger of ${primary}, of the same version, as a function of its own`,
    next: (policy) => cognitoConsole("the Lambda triggers", policy, policy.secondary),
    judge: ({ poolInPrimary: here, poolInSecondary: there }, { policy }) => {
      const missing = here.triggers.filter((one) => same(one, there.triggers) === undefined);
      if (missing.length > 0)
        return blocker(`${policy.secondary} has no ${listed(named(missing))}`);
      const abroad = there.triggers.filter(({ arn }) => regionIn(arn) !== policy.secondary);
      if (abroad.length > 0)
        return blocker(`${listed(named(abroad))} is not in ${policy.secondary}`);
      const other = here.triggers.filter(
        (one) => same(one, there.triggers)?.version !== one.version,
      );
      if (other.length > 0)
        return blocker(`${listed(named(other))} gets another version of the event`);
      const more = there.triggers.filter((one) => same(one, here.triggers) === undefined);
      if (more.length > 0) return differs(`${policy.secondary} alone has ${listed(named(more))}`);
      return here.triggers.length === 0 ? none : ready(listed(named(here.triggers)));
    },
  }),
  row("triggers", {
    name: "trigger-active",
    severity: "blocker",
    breaks: everybody,
    needs: ["triggersInSecondary"],
    must: ({ secondary }) =>
      `every trigger's function in ${secondary} must be Active, its last update no failure`,
    next: ({ secondary }) => `aws lambda list-functions --region ${secondary}`,
    judge: ({ triggersInSecondary: all }) => {
      const [idle, stale] = [
        all.filter(({ state }) => state !== "Active"),
        // It runs on as it was before that update.
        all.filter(({ lastUpdate }) => lastUpdate === "Failed"),
      ];
      const shown = (arn: string) => aboutFunction("get-function-configuration", arn);
      if (idle[0] !== undefined) {
        const words = idle.map(({ trigger, state }) => `${trigger} is ${state}`);
        return blocker(listed(words), shown(idle[0].arn));
      }
      if (stale[0] !== undefined) {
        const words = stale.map(({ trigger }) => trigger);
        return differs(`the last update of ${listed(words)} failed`, shown(stale[0].arn));
      }
      return all.length === 0 ? none : ready(`${all.length} Active`);
    },
  }),
  row("triggers", {
    name: "trigger-code",
    severity: "differs",
    breaks: everybody,
    needs: ["triggersInPrimary", "triggersInSecondary"],
    restsOn: ["trigger-present"],
    must: ({ primary, secondary }) =>
      `triggers must run the same code, on the same runtime, in ${primary} and ${secondary}`,
    next: ({ secondary }) => `aws lambda list-functions --region ${secondary}`,
    judge: ({ triggersInPrimary, triggersInSecondary }) => {
      const pairs = pairsOf(triggersInPrimary, triggersInSecondary);
      const bad = pairs.flatMap(({ here, there }) => [
        ...(here.codeHash === there.codeHash
          ? []
          : [{ there, says: `${there.trigger} has other code` }]),
        ...(here.runtime === there.runtime
          ? []
          : [{ there, says: `${there.trigger} runs on ${there.runtime}, not ${here.runtime}` }]),
      ]);
      return bad[0] === undefined
        ? pairs.length === 0
          ? none
          : ready("the same in both")
        : differs(
            bad.map(({ says }) => says).join("; "),
            aboutFunction("get-function-configuration", bad[0].there.arn),
          );
    },
  }),
  row("triggers", {
    name: "trigger-concurrency",
    severity: "blocker",
    breaks: everybody,
    needs: ["triggersInPrimary", "triggersInSecondary"],
    restsOn: ["trigger-present"],
    must: ({ primary, secondary }) =>
      `triggers in ${secondary} may run as often at once as those in ${primary}`,
    next: ({ secondary }) => `aws lambda get-account-settings --region ${secondary}`,
    judge: ({ triggersInPrimary, triggersInSecondary }) => {
      const off = triggersInSecondary.find(({ reserved }) => reserved === 0);
      if (off !== undefined) {
        return blocker(
          `${off.trigger} may not run at all`,
          aboutFunction("delete-function-concurrency", off.arn),
        );
      }
      const fewer = pairsOf(triggersInPrimary, triggersInSecondary).find(
        ({ here, there }) =>
          there.reserved !== null && (here.reserved ?? Number.POSITIVE_INFINITY) > there.reserved,
      );
      if (fewer === undefined)
        return triggersInSecondary.length === 0 ? none : ready("as often in both");
      const { here, there } = fewer;
      const wanted =
        here.reserved === null ? "as often as the account allows" : `${here.reserved} times`;
      const next =
        here.reserved === null
          ? aboutFunction("delete-function-concurrency", there.arn)
          : `${aboutFunction("put-function-concurrency", there.arn)} --reserved-concurrent-executions ${here.reserved}`;
      return differs(
        `${there.trigger} may run ${there.reserved} times at once, and ${wanted} in the primary`,
        next,
      );
    },
  }),
  row("triggers", {
    name: "trigger-permission",
    severity: "blocker",
    breaks: everybody,
    needs: ["poolInSecondary", "triggersInSecondary"],
    must: ({ userPoolId, secondary }) =>
      `every trigger in ${secondary} must let Cognito invoke it for the replica of ${userPoolId}`,
    next: ({ secondary }) => `aws lambda list-functions --region ${secondary}`,
    judge: ({ poolInSecondary: { arn }, triggersInSecondary: all }) => {
      const asked = all.map((one) => ({ ...one, permitted: invokes(one, arn) }));
      const [barred] = asked.filter(({ permitted }) => permitted === "notAllowed");
      if (barred !== undefined) {
        const next = `${aboutFunction("add-permission", barred.arn)} --statement-id cognito-replica --action lambda:InvokeFunction --principal cognito-idp.amazonaws.com --source-arn ${arn}`;
        return blocker(`${barred.trigger} does not let ${arn} invoke it`, next);
      }
      const [open] = asked.filter(({ permitted }) => permitted === "cannotTell");
      if (open !== undefined) {
        return unknown(`the policy of ${open.trigger} hangs on conditions that are not known here`);
      }
      return all.length === 0 ? none : ready(listed(all.map(({ trigger }) => trigger)));
    },
  }),
  row("triggers", {
    name: "trigger-environment",
    severity: "differs",
    breaks: everybody,
    needs: ["triggersInSecondary"],
    must: ({ primary, secondary }) =>
      `no trigger in ${secondary} may be told of hosts, ARNs or the Region ${primary}, which are gone with it`,
    next: ({ secondary }) => `aws lambda list-functions --region ${secondary}`,
    judge: ({ triggersInSecondary: all }) => {
      const bad = all.filter(({ ofPrimary }) => ofPrimary.length > 0);
      if (bad[0] === undefined) return all.length === 0 ? none : ready("none");
      const words = bad.flatMap(({ trigger, ofPrimary }) =>
        ofPrimary.map(({ variable, names }) => `${variable} of ${trigger} names ${names}`),
      );
      return differs(
        words.join("; "),
        `${aboutFunction("get-function-configuration", bad[0].arn)} --query Environment`,
      );
    },
  }),
];

function same(one: TriggerSetting, all: readonly TriggerSetting[]): TriggerSetting | undefined {
  return all.find(({ name }) => name === one.name);
}

function named(all: readonly TriggerSetting[]): readonly string[] {
  return all.map(({ name }) => name);
}

function pairsOf(primary: readonly TriggerFunction[], secondary: readonly TriggerFunction[]) {
  return primary.flatMap((here) => {
    const there = secondary.find(({ trigger }) => trigger === here.trigger);
    return there === undefined ? [] : [{ here, there }];
  });
}

function invokes({ arn, policy }: TriggerFunction, poolArn: string) {
  if (policy === null) return "notAllowed";
  const context = new Map([
    ["aws:sourcearn", poolArn],
    ["aws:sourceaccount", accountIn(poolArn)],
  ]);
  const service = "cognito-idp.amazonaws.com";
  return permits(policy, { service, action: "lambda:InvokeFunction", resource: arn, context });
}

function aboutFunction(operation: string, arn: string): string {
  return `aws lambda ${operation} --region ${regionIn(arn)} --function-name ${arn}`;
}
