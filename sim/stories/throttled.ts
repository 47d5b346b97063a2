import type { Stage } from "../stage.ts";
import { calm, type Story, untouched } from "../story.ts";

const MINUTE = 60_000;
/** Sign-ins a second that Cognito lets through at either Region. */
const quotaPerSecond = 120;

export const throttled: Story = {
  name: "throttled",
  promise: "the quota for signing in is used up; it would follow the traffic, so nothing may move",
  run: async (stage) => {
    const { policy, aws, clock } = stage.world;
    await calm(stage);
    const since = clock.now();
    stage.say("fault", `${policy.primary}: the account's quota for sign-in is used up`);
    aws.cognito.setQuota(policy.primary, "UserAuthentication", 0);
    const endRush = rush(stage);
    await stage.until(
      "the throttling to be named",
      () => stage.has("diagnosis", { to: "throttled" }),
      10,
    );
    stage.say("scene", "Users are turned away. In the other Region the same quota waits for them.");
    await stage.minutes(6);
    endRush();
    aws.cognito.setQuota(policy.primary, "UserAuthentication", quotaPerSecond);
    stage.say("scene", "The rush is over.");
    await stage.until("all to be healthy", () => stage.has("diagnosis", { to: "allWell" }), 20);
    return untouched(stage, since, policy.primary);
  },
};

/** Users ask for all of the quota, minute by minute: AWS counts those that it turns away, too. Answers its end. */
function rush({ world: { aws, clock, policy } }: Stage): () => void {
  let isOver = false;
  const minute = () => {
    if (isOver) return;
    aws.cloudwatch.record({
      ...{ region: policy.primary, namespace: "AWS/Usage", metric: "CallCount" },
      dimensions: {
        ...{ Service: "Cognito user pool", Type: "API" },
        ...{ Resource: "UserAuthentication", Class: "None" },
      },
      ...{ value: 60 * quotaPerSecond, unit: "Count" },
    });
    clock.after(MINUTE, minute);
  };
  minute();
  return () => {
    isOver = true;
  };
}
