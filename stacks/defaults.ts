// What every Lambda has in common.

import { account } from "./account.ts";
import { LAMBDA_TRUST } from "./lambdas.ts";
import { config } from "./settings.ts";

export function defaults(): void {
  const { permissionsBoundary } = config;
  if (permissionsBoundary !== null) bounded(permissionsBoundary);
  $transform(sst.aws.Function, (args) => {
    args.runtime = "nodejs24.x";
    args.architecture = "arm64";
    args.memory ??= "512 MB";
    args.dev = false;
    // Whoever invokes it asynchronously mostly has a next round or a retry of its own.
    args.retries ??= 0;
    args.logging = { format: "json", retention: "3 months" };
    // The SDK is bundled: the image's own may not know user-pool replicas. Split, it would leave two
    // dozen source maps a Lambda in the asset buckets for ever; the same commit builds them again.
    args.nodejs = { format: "esm", minify: true, splitting: true, esbuild: { sourcemap: false } };
    args.transform = {
      // A wake that waited longer than its minute would wake for nothing. Lambda takes no less.
      eventInvokeConfig: { maximumEventAgeInSeconds: 60 },
      ...args.transform,
      role: (role) => {
        // SST 4.17 lets every account principal take the role of a Lambda, and every Lambda write to
        // every log group: sst/platform/src/components/aws/function.ts, createRole.
        role.assumeRolePolicy = JSON.stringify(LAMBDA_TRUST);
        role.managedPolicyArns = [];
        return undefined;
      },
    };
  });
}

/** Whoever deploys may have no right to make a role without it. */
function bounded(name: string): void {
  $transform(aws.iam.Role, (args) => {
    args.permissionsBoundary = $interpolate`arn:aws:iam::${account()}:policy/${name}`;
  });
}
