// The command that shows a person what a check has looked at.

import type { Policy } from "../../core/settings/policy.ts";

export function asking(command: string, { primary, userPoolId }: Policy, more = ""): string {
  return `aws cognito-idp ${command} --region ${primary} --user-pool-id ${userPoolId} ${more}`.trim();
}
