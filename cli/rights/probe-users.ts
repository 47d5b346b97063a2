// What the setting up of probe users asks of AWS. Whoever may do this may take any user's place in the pool.

import { poolsIn, secretIn, secretsOf } from "./deployment.ts";
import type { Need } from "./needs.ts";
import { on } from "./statement.ts";

export const usersInThePrimary: Need = (deployment) =>
  on(poolsIn("primary", deployment), {
    sid: "UsersInThePrimary",
    actions: [
      "cognito-idp:DescribeUserPool",
      "cognito-idp:DescribeUserPoolClient",
      "cognito-idp:ListUserPoolClientSecrets",
      "cognito-idp:ListUsers",
      "cognito-idp:AdminCreateUser",
      "cognito-idp:AdminSetUserPassword",
      "cognito-idp:AdminDeleteUser",
    ],
  });

/** AdminInitiateAuth is for app clients that allow neither passwords nor SRP. */
export const usersInBothRegions: Need = (deployment) =>
  on([...poolsIn("primary", deployment), ...poolsIn("secondary", deployment)], {
    sid: "UsersInBothRegions",
    actions: ["cognito-idp:AdminGetUser", "cognito-idp:AdminInitiateAuth"],
  });

/** Making it, and its replicas, is for `--create-secret`. */
export const secretInHome: Need = (deployment) =>
  on(
    deployment.config.pools.map((pool) => secretIn(deployment, deployment.home, pool)),
    {
      sid: "SecretInHome",
      actions: [
        "secretsmanager:DescribeSecret",
        "secretsmanager:PutSecretValue",
        "secretsmanager:CreateSecret",
        "secretsmanager:ReplicateSecretToRegions",
      ],
    },
  );

export const secretInEveryVantage: Need = (deployment) =>
  on(secretsOf(deployment), {
    sid: "SecretInEveryVantage",
    actions: ["secretsmanager:GetSecretValue"],
  });
