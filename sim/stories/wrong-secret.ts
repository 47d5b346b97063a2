import {
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { clientOptions } from "../../aws/sdk/clients.ts";
import { calm, type Story, untouched } from "../story.ts";

export const wrongSecret: Story = {
  name: "wrong-secret",
  promise: "somebody changes the probe users' passwords; every probe fails, nothing may move",
  run: async (stage) => {
    const { policy, deployed, clock, aws, desk } = stage.world;
    await calm(stage);
    const since = clock.now();
    stage.say("scene", "Somebody changes the probe users' passwords and forgets the secret.");
    const client = new CognitoIdentityProviderClient(
      clientOptions(desk, { region: policy.primary, service: "cognito-idp" }),
    );
    for (const { username } of deployed.users[policy.name]?.probes ?? []) {
      await client.send(
        new AdminSetUserPasswordCommand({
          UserPoolId: policy.userPoolId,
          Username: username,
          Password: `Other-${aws.random.text(20)}-1`,
          Permanent: true,
        }),
      );
    }
    client.destroy();
    await stage.until(
      "the cause to be named",
      () => stage.has("diagnosis", { to: "probeCredentials" }),
      10,
    );
    stage.say(
      "scene",
      "Every probe fails, in both Regions, from everywhere: and it is not the Regions.",
    );
    await stage.minutes(5);
    return untouched(stage, since, policy.primary);
  },
};
