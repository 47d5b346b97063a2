// The settings of this deployment. Each id with "pretend" in it stands for one of yours, and none of them can be
// deployed: write your own, then ask `npx cognito-failover validate`. docs/deploy.md says what to make, and
// docs/settings.md lists every setting with its default.

import { defineConfig } from "./core/settings/parse.ts";

export default defineConfig({
  pools: [
    {
      // What commands call the pool.
      name: "customers",
      // Your user pool, and an app client of it that may sign in with a password.
      userPoolId: "us-west-2_Pretend01",
      clientId: "1pretend2client3example4567",
      // The pool's own Region, its replica's, and a third one that watches both.
      primary: "us-west-2",
      secondary: "us-east-1",
      witness: "eu-west-1",
      // The custom domain of managed login.
      domain: "auth.pretend.example",
      paths: {
        // Moves the custom domain. Without one leave this out, and `domain` and `journeys` with it.
        managedLogin: {
          lever: "beacon",
          // A bucket in the secondary Region, and beside it a health check: the deployment makes both.
          bucket: "pretend-failover-beacon",
          // A callback URL of the app client: a look at the login page needs one.
          redirectUri: "https://www.pretend.example/signed-in",
        },
        // Moves a name of your own that applications sign in at through the SDK.
        // sdk: {
        //   lever: "weightedRecords",
        //   zoneId: "Z0PRETEND0000000000001",
        //   record: "sign-in.pretend.example",
        //   primary: "sign-in.us-west-2.pretend.example",
        //   secondary: "sign-in.us-east-1.pretend.example",
        // },
      },
      // The name of the secret with those whom probes sign in: cognito-failover setup probe-users customers
      probeUser: { secret: "cognito-failover/customers/probe-users" },
      // The ways in that users walk, besides the password: federation, srp, clientCredentials, …
      journeys: { managedLogin: {} },
      // "advise" asks a person before each move. For "automatic", two more Regions in `furtherVantages` are advised.
      mode: "advise",
    },
  ],
  // Who is told.
  notices: { email: ["on-call@pretend.example"] },
});
