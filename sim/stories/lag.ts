import { calm, type Story, untouched } from "../story.ts";

const lagMs = 45_000;
const usualLagMs = 800;

export const lag: Story = {
  name: "lag",
  promise: "the secondary falls 45 seconds behind; people are told, and nothing may move",
  run: async (stage) => {
    const { policy, aws, clock } = stage.world;
    await calm(stage);
    const since = clock.now();
    stage.say("fault", `${policy.secondary}: changes arrive ${lagMs / 1_000} seconds late`);
    aws.cognito.setReplicationLag(lagMs);
    await stage.until(
      "the lag to be named",
      () => stage.has("diagnosis", { finding: "lagging" }),
      15,
    );
    stage.say(
      "scene",
      "Users sign in in both Regions as before. A lag is a figure to know before a move, never a vote.",
    );
    await stage.minutes(6);
    aws.cognito.setReplicationLag(usualLagMs);
    stage.say("scene", "Replication has caught up.");
    await stage.minutes(6);
    return untouched(stage, since, policy.primary);
  },
};
