// What somebody else may have written into failover.config.ts: two pools, other Regions, no path of the SDK.

import { defineConfig } from "../core/settings/parse.ts";

export default defineConfig({
  pools: [
    {
      name: "riders",
      userPoolId: "eu-central-1_aBcDeFgHi",
      clientId: "3fgh7abcdefghijk2lmnopqrst",
      primary: "eu-central-1",
      secondary: "eu-west-3",
      witness: "eu-north-1",
      domain: "login.trains.example",
      paths: {
        managedLogin: {
          lever: "beacon",
          bucket: "trains-login-beacons",
          redirectUri: "https://www.trains.example/back",
        },
      },
      probeUser: { secret: "trains/riders/probes" },
      journeys: { managedLogin: {} },
      mode: "observe",
    },
    {
      name: "staff",
      userPoolId: "ap-south-1_jKlMnOpQr",
      clientId: "4fgh7abcdefghijk2lmnopqrst",
      primary: "ap-south-1",
      secondary: "eu-west-3",
      witness: "eu-west-2",
      domain: "staff.trains.example",
      paths: {
        managedLogin: {
          lever: "beacon",
          bucket: "trains-login-beacons",
          redirectUri: "https://staff.trains.example/back",
        },
      },
      probeUser: { secret: "trains/staff/probes" },
    },
  ],
  notices: { https: ["https://hooks.trains.example/failover"] },
});
