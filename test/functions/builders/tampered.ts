// Answers of the pretend Cognito that no real Cognito would give.

import type { WorldOfTest } from "../../sim/builders/a-world.ts";

/** Every answer of `operation`, of whichever of Cognito's services, as `change` rewrites it. */
export function tamper(
  { aws }: Pick<WorldOfTest, "aws">,
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

/** Success, with nothing done for it. */
export function feign({ aws }: Pick<WorldOfTest, "aws">, operation: string): void {
  for (const service of aws.cognito.services) {
    const { handle } = service;
    const feigning: typeof handle = async (called, request, context) => {
      if (called !== operation) return handle.call(service, called, request, context);
      return { status: 200, headers: { "content-type": "application/x-amz-json-1.1" }, body: "{}" };
    };
    Object.assign(service, { handle: feigning });
  }
}
