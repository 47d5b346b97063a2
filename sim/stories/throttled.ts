import { calm, type Story, untouched } from "../story.ts";

export const throttled: Story = {
  name: "throttled",
  promise: "the quota for signing in is used up; it would follow the traffic, so nothing may move",
  run: async (stage) => {
    const { policy, aws, clock } = stage.world;
    await calm(stage);
    const since = clock.now();
    stage.say("fault", `${policy.primary}: the account's quota for sign-in is used up`);
    aws.cognito.setQuota(policy.primary, "UserAuthentication", 0);
    await stage.until(
      "the throttling to be named",
      () => stage.has("diagnosis", { to: "throttled" }),
      10,
    );
    stage.say("scene", "Users are turned away. In the other Region the same quota waits for them.");
    await stage.minutes(6);
    aws.cognito.setQuota(policy.primary, "UserAuthentication", 120);
    stage.say("scene", "The rush is over.");
    await stage.until("all to be healthy", () => stage.has("diagnosis", { to: "allWell" }), 20);
    return untouched(stage, since, policy.primary);
  },
};
