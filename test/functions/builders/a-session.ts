// What journeys that go on with a session need of a world: the session itself, and an administrator who
// changes what stands behind it.

import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import type { Session } from "../../../aws/cognito/sign-in-answer.ts";
import { clientOptions } from "../../../aws/sdk/clients.ts";
import type { JourneyContext } from "../../../controller/probing/journey.ts";
import type { Region } from "../../../core/values/types.ts";
import type { ContextOfTest } from "./a-context.ts";

/** The round's sign-in got these, and none elsewhere. */
export function withSessions(...sessions: readonly Session[]): Pick<JourneyContext, "session"> {
  return { session: async (at) => sessions.find(({ region }) => region === at) ?? null };
}

export function adminOf(
  { services }: ContextOfTest,
  region: Region,
): CognitoIdentityProviderClient {
  return new CognitoIdentityProviderClient(
    clientOptions(services.place, { region, service: "cognito-idp" }),
  );
}

/** The operations that were called at Cognito, in order. */
export function calls({ aws }: ContextOfTest): readonly string[] {
  return aws.gate.calls
    .filter(({ service }) => service === "cognito-idp")
    .map(({ operation, region }) => `${operation} ${region}`);
}

/** The bodies that an operation is sent from now on. */
export function heard({ aws }: ContextOfTest, operation: string): readonly string[] {
  const bodies: string[] = [];
  for (const service of aws.cognito.services) {
    const { handle } = service;
    const listening: typeof handle = (called, request, context) => {
      if (called === operation) bodies.push(request.body.toString());
      return handle.call(service, called, request, context);
    };
    Object.assign(service, { handle: listening });
  }
  return bodies;
}
