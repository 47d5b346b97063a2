// Answers of the pretend Cognito that no real Cognito would give.

import type { WorldOfTest } from "../../sim/builders/a-world.ts";

/** Every answer of `operation`, of whichever of Cognito's services, as `change` rewrites it. */
export function tamper(
  { aws }: WorldOfTest,
  operation: string,
  change: (body: string, region: string) => string,
): void {
  for (const service of aws.cognito.services) {
    const { handle } = service;
    const tampering: typeof handle = async (called, request, context) => {
      const answer = await handle.call(service, called, request, context);
      if (called !== operation) return answer;
      return { ...answer, body: change(answer.body.toString(), context.region) };
    };
    Object.assign(service, { handle: tampering });
  }
}
