import { calm, type Story, untouched } from "../story.ts";

export const secondarySick: Story = {
  name: "secondary-sick",
  promise:
    "the secondary fails, and then the primary too; nothing may move into an unhealthy Region",
  run: async (stage) => {
    const { primary, secondary } = stage.world.policy;
    await calm(stage);
    const since = stage.world.clock.now();
    const fails = { kind: "error", name: "InternalErrorException", status: 500 } as const;
    stage.say("scene", `Cognito in ${secondary}, the secondary, begins to fail.`);
    const healSecondary = stage.strike(`${secondary}: Cognito answers InternalErrorException`, {
      region: secondary,
      service: "cognito-idp",
      effect: fails,
    });
    await stage.until(
      "the unhealthy secondary to be named",
      () => stage.has("diagnosis", { to: "secondarySick" }),
      15,
    );
    stage.say("scene", `Now Cognito in ${primary} fails as well. There is nowhere to go.`);
    const healPrimary = stage.strike(`${primary}: Cognito answers InternalErrorException`, {
      region: primary,
      service: "cognito-idp",
      effect: fails,
    });
    await stage.until(
      "the refusal to move",
      () => stage.has("decision", { situation: "primaryDownMustNotMove" }),
      15,
    );
    await stage.minutes(2);
    const mark = stage.lines.length;
    healPrimary();
    healSecondary();
    stage.say("scene", "Both heal.");
    const isServed = () => stage.has("signIn", { kind: "signedIn" }, mark);
    await stage.until("a user to sign in", isServed, 5);
    await stage.minutes(1);
    return untouched(stage, since, primary);
  },
};
