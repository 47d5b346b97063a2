import { calm, type Story, untouched } from "../story.ts";

const aheadMs = 20 * 60_000;

export const clockSkew: Story = {
  name: "clock-skew",
  promise: "a vantage's clock runs twenty minutes ahead; it says so itself, and nothing may move",
  run: async (stage) => {
    const { policy, deployed, clock } = stage.world;
    await calm(stage);
    const since = clock.now();
    const vantage = policy.witness;
    stage.say("fault", `${vantage}: the clock of its Lambdas jumps twenty minutes ahead`);
    deployed.setClock(vantage, aheadMs);
    await stage.until(
      "the clock to be named",
      () => stage.has("diagnosis", { finding: "clockOff" }),
      10,
    );
    stage.say(
      "scene",
      "Every token looks expired from there. The vantage asked others for the time, and does not vote.",
    );
    await stage.minutes(6);
    deployed.setClock(vantage, 0);
    stage.say("scene", "Its clock is set right.");
    await stage.until("all to be healthy", () => stage.has("diagnosis", { to: "allWell" }), 10);
    return untouched(stage, since, policy.primary);
  },
};
