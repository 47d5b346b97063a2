// Two pools with one home that is neither's primary and not us-east-1: one with both paths, five
// vantages and a slower cadence, one with managed login alone, sharing the bucket.

import { defineConfig } from "../../../core/settings/parse.ts";

const criteria = { evidenceTooOldAfter: "5 minutes" } as const;

export default defineConfig({
  pools: [
    {
      name: "buyers",
      userPoolId: "us-east-1_Buyers001",
      clientId: "1buyers2client3example4567",
      primary: "us-east-1",
      secondary: "eu-west-1",
      witness: "ap-southeast-2",
      furtherVantages: ["ca-central-1", "eu-north-1"],
      domain: "auth.buyers.example",
      paths: {
        managedLogin: {
          lever: "beacon",
          bucket: "shop-failover-beacons",
          healthCheckId: "0f9c2f1e-6d1b-4b0e-9d55-2f6a1f3b7c10",
          breakGlassRole: "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/Emergency",
          redirectUri: "https://www.buyers.example/signed-in",
        },
        sdk: {
          lever: "weightedRecords",
          zoneId: "Z000000000000000BUYERS",
          record: "sign-in.buyers.example",
          primary: "sign-in.us-east-1.buyers.example",
          secondary: "sign-in.eu-west-1.buyers.example",
        },
      },
      probeUser: { secret: "shop/buyers/probes" },
      signals: {
        traffic: { clients: ["2buyers2client3example4567"], identityProviders: ["Google"] },
        alarms: [{ name: "orders", region: "ap-southeast-2", about: "primary" }],
      },
      criteria,
    },
    {
      name: "sellers",
      userPoolId: "us-west-2_Sellers01",
      clientId: "1sellers2client3example456",
      primary: "us-west-2",
      secondary: "eu-west-1",
      witness: "ca-central-1",
      domain: "auth.sellers.example",
      paths: {
        managedLogin: {
          lever: "beacon",
          // No check is named, so the stack makes one.
          bucket: "shop-failover-beacons",
          redirectUri: "https://www.sellers.example/signed-in",
        },
      },
      probeUser: { secret: "shop/sellers/probes" },
      // Metrics of its Regions are read for nothing, and its alarm may do nothing.
      signals: {
        throttles: { may: [] },
        health: { services: ["COGNITO", "KMS"] },
        alarms: [{ name: "orders", region: "ca-central-1", about: "primary", may: [] }],
      },
      criteria,
    },
  ],
  cadence: { probe: "2 minutes", watch: "1 minute" },
  permissionsBoundary: "platform/bounds-of-the-shop",
  notices: { email: ["on-call@shop.example"], https: ["https://hooks.shop.example/failover"] },
});
