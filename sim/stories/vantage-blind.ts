import { calm, type Story, untouched } from "../story.ts";

export const vantageBlind: Story = {
  name: "vantage-blind",
  promise: "a vantage loses its own network and sees both Regions down; nothing may move",
  run: async (stage) => {
    const { witness, primary } = stage.world.policy;
    await calm(stage);
    const since = stage.world.clock.now();
    stage.say("scene", `${witness} loses its network: from there, both Regions look down.`);
    const heal = stage.strike(
      `from ${witness}: Cognito cannot be reached anywhere, nor the control endpoint`,
      { vantage: witness, service: "cognito-idp", effect: { kind: "reset" } },
      { vantage: witness, service: "dynamodb", operation: "Ping", effect: { kind: "reset" } },
    );
    await stage.until(
      "the blindness to be named",
      () => stage.has("diagnosis", { to: "vantageBlind" }),
      10,
    );
    stage.say("scene", "One vantage of three cannot judge and says so. The other two still can.");
    await stage.minutes(6);
    heal();
    await stage.until("all to be healthy", () => stage.has("diagnosis", { to: "allWell" }), 10);
    return untouched(stage, since, primary);
  },
};
