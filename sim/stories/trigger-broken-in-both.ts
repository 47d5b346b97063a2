import { calm, type Story, untouched } from "../story.ts";

export const triggerBrokenInBoth: Story = {
  name: "trigger-broken-in-both",
  promise: "a release breaks a trigger in both Regions; moving cures nothing, so nothing may move",
  run: async (stage) => {
    const { policy, aws, clock } = stage.world;
    const targets = [policy.primary, policy.secondary];
    const trigger = (handler: (event: unknown) => Promise<unknown>) => {
      for (const region of targets) {
        const place = { poolId: policy.userPoolId, region, name: "PreAuthentication" } as const;
        aws.cognito.setTrigger(place, handler);
      }
    };
    trigger(async (event) => event);
    await calm(stage);
    const since = clock.now();
    stage.say("fault", `${targets.join(" and ")}: a release breaks the PreAuthentication trigger`);
    trigger(async () => {
      throw new TypeError("cannot read properties of undefined");
    });
    await stage.until(
      "the cause to be named",
      () => stage.has("diagnosis", { to: "brokenTriggerInBoth" }),
      10,
    );
    stage.say("scene", "Nobody can sign in, here or there. Moving would not help: roll back.");
    await stage.minutes(6);
    trigger(async (event) => event);
    stage.say("scene", "The release is rolled back.");
    await stage.until("all to be healthy", () => stage.has("diagnosis", { to: "allWell" }), 10);
    return untouched(stage, since, policy.primary);
  },
};
