/// <reference path="./.sst/platform/config.d.ts" />

export default $config({
  async app({ stage }) {
    const { home } = await import("./stacks/settings.ts");
    (await import("./stacks/names.ts")).checkStage(stage);
    const isProduction = stage === "production";
    return {
      name: "cognito-failover",
      home: "aws",
      version: "4.17.1",
      providers: { aws: { version: "7.20.0", region: home } },
      removal: isProduction ? "retain" : "remove",
      protect: isProduction,
    };
  },
  async run() {
    (await import("./stacks/settings.ts")).refuseWhatCannotBeDeployed();
    const placed = (await import("./stacks/regions.ts")).regions();
    (await import("./stacks/defaults.ts")).defaults();
    const notices = (await import("./stacks/notices.ts")).notices(placed);
    const ledger = (await import("./stacks/ledger.ts")).ledger();
    (await import("./stacks/secrets.ts")).secrets();
    const beacons = (await import("./stacks/beacons/beacons.ts")).beacons();
    const given = (await import("./stacks/given.ts")).given(beacons, notices);
    const { lambdas, valuesOf } = await import("./stacks/lambda.ts");
    const lambda = lambdas({
      placed,
      given,
      values: valuesOf({ beacons, given, ledger, notices }),
    });
    (await import("./stacks/probes.ts")).probes({ lambda, placed, given });
    (await import("./stacks/signals.ts")).signals(lambda, given);
    (await import("./stacks/readiness.ts")).readiness(lambda, given);
    const guards = (await import("./stacks/guards.ts")).guards(lambda, given);
    const { actions: actionsOf } = await import("./stacks/machines/actions.ts");
    const actions = actionsOf(lambda, beacons, guards);
    const machines = (await import("./stacks/machines/machines.ts")).machines(
      actions,
      notices,
      given,
    );
    (await import("./stacks/alarms/watchdog.ts")).watchdog(machines, notices, placed);
    (await import("./stacks/health-events.ts")).healthEvents(placed, given);
    (await import("./stacks/health-listener.ts")).healthListener(lambda);
    (await import("./stacks/alarms/dashboard.ts")).dashboard();
    return { ...machines, healthChecks: beacons.healthCheckIds };
  },
});
