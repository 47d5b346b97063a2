// The settings of the pretend deployment: what `npm start` tells its story with, what pages are printed from and
// what most tests are about. A deployment of yours has its own, in failover.config.ts.

import { defineConfig } from "../core/settings/parse.ts";

export default defineConfig({
  pools: [
    {
      // What commands call the pool.
      name: "customers",
      // Your user pool, and an app client that may sign in with a password.
      userPoolId: "us-west-2_Pretend01",
      clientId: "1pretend2client3example4567",
      // The pool's own Region, its replica's, and a third one that watches both.
      primary: "us-west-2",
      secondary: "us-east-1",
      witness: "eu-west-1",
      // The custom domain of managed login. Without one, leave out `managedLogin` below.
      domain: "auth.customers.example",
      paths: {
        managedLogin: {
          lever: "beacon",
          // A bucket of yours in the secondary Region, and the health check that reads it.
          bucket: "customers-failover-beacon",
          healthCheckId: "0f9c2f1e-6d1b-4b0e-9d55-2f6a1f3b7c10",
          // A callback URL of the app client: a look at the login page needs one.
          redirectUri: "https://www.customers.example/signed-in",
        },
        // For applications that sign in through a name of yours. Without one, leave out `sdk`.
        sdk: {
          lever: "weightedRecords",
          zoneId: "Z0PRETEND00CUSTOMERS1",
          record: "sign-in.customers.example",
          ttl: 10,
          primary: "sign-in.us-west-2.customers.example",
          secondary: "sign-in.us-east-1.customers.example",
        },
      },
      // Each Region's own address of managed login, where you made one: it shows which of the two is unhealthy.
      prefixDomains: { primary: "customers-pretend", secondary: "customers-pretend-east" },
      // The secret of all that probes sign in with: cognito-failover setup probe-users customers
      probeUser: { secret: "cognito-failover/customers/probe-users" },
      // The ways in that your users and services walk. Leave out what yours do not.
      journeys: {
        srp: {},
        managedLogin: {},
        federation: {
          providers: [
            { name: "Google" },
            { name: "Facebook" },
            { name: "SignInWithApple" },
            { name: "LoginWithAmazon" },
            { name: "Staff", leadsTo: "login.staff.example" },
            { name: "Partners", leadsTo: "id.partners.example" },
          ],
        },
        // The machine's app client is in the probes' secret: docs/deploy.md#the-machine-client
        clientCredentials: { scopes: ["orders/read"] },
        replicationLag: {},
      },
      // Begin with "advise", which asks a person; five vantages are advised for "automatic".
      mode: "automatic",
      // Two moves are never nearer than this, unless a person says so.
      cooldown: "10 minutes",
    },
  ],
  // Who is told.
  notices: { email: ["on-call@customers.example"] },
});
