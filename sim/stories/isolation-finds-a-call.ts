import { loginHosts } from "../../aws/cognito/login-host.ts";
import { createManagedLogin, type ManagedLogin } from "../../aws/cognito/managed-login.ts";
import type { Root } from "../../controller/services.ts";
import { refusedIn } from "../../core/practice/isolation.ts";
import type { Policy } from "../../core/settings/policy.ts";
import { ends, practiceSettings, practise, practised } from "../practice-stage.ts";
import { calm, type Story } from "../story.ts";

/** The primary's own, which answers as the custom domain does for as long as that leads there. */
function ownHost(policy: Policy): string {
  const [host = ""] = loginHosts(policy, { target: policy.primary, serving: null });
  return host;
}

const managedLogin = ({ place, config }: Root): ManagedLogin => {
  const login = createManagedLogin(place);
  return {
    ...login,
    loginPage: (host, client, signal) => {
      const own = config.pools.find(({ domain }) => domain === host);
      return login.loginPage(own === undefined ? host : ownHost(own), client, signal);
    },
  };
};

export const isolationFindsACall: Story = {
  name: "isolation-finds-a-call",
  promise: "a failover that would ask the dead Region for something is found on a calm day",
  change: practiceSettings,
  drivers: { managedLogin },
  run: async (stage) => {
    const { policy } = stage.world;
    const host = ownHost(policy);
    await calm(stage);
    stage.say(
      "scene",
      `Somebody has the controller ask ${host} for the login page. Nothing is amiss: it answers.`,
    );
    await practise(stage, "isolation");
    const report = await ends(stage, 5);
    const named = refusedIn(report.run.calls);
    const isNamed = named.includes(
      `prepare, shift and verify asked ${host} in ${policy.primary} for GET`,
    );
    return practised(stage, report, report.outcome === "failed" && isNamed);
  },
};
