// Promises about what stands in the way of a sign-in: lockouts, rates and Lambda triggers.

import {
  DescribeUserPoolCommand,
  GetProvisionedLimitCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { api, guide, holds, type Promised, refused, SDK, same } from "./promise.ts";
import { replicatedPerson, settingsOf } from "./secondary-operations.ts";
import {
  needed,
  newPerson,
  type Person,
  type Place,
  passwordSignIn,
  type Subject,
  tokensOf,
} from "./subject.ts";

const LOCKOUT = guide("authentication.html#authentication-flow-lockout-behavior");
const QUOTAS = guide("quotas.html#category_operations");
const TRIGGERS = guide("cognito-user-pools-working-with-lambda-triggers.html");

async function failed(
  subject: Subject,
  { place, person, times }: { place: Place; person: Person; times: number },
): Promise<readonly string[]> {
  const messages: string[] = [];
  const wrong = { ...person, password: `Wrong-${subject.unique()}` };
  for (let n = 0; n < times; n++) {
    const sent = place.client.send(passwordSignIn(subject, wrong));
    messages.push((await refused("NotAuthorizedException", sent)).message);
  }
  return messages;
}

/** Sets the function as the Region's trigger, runs, and puts back what was there. */
async function withTrigger(
  { poolId: UserPoolId }: Subject,
  { place, arn }: { readonly place: Place; readonly arn: string },
  run: () => Promise<void>,
): Promise<void> {
  const { UserPool = {} } = await place.client.send(new DescribeUserPoolCommand({ UserPoolId }));
  const before = { UserPoolId, ...settingsOf(UserPool) };
  const LambdaConfig = { ...before.LambdaConfig, PreAuthentication: arn };
  await place.client.send(new UpdateUserPoolCommand({ ...before, LambdaConfig }));
  try {
    await run();
  } finally {
    await place.client.send(new UpdateUserPoolCommand(before));
  }
}

export const troublePromises: readonly Promised[] = [
  {
    promise: "five wrong passwords lock a user out for a second, whom the right one then lets in",
    source: LOCKOUT,
    changes: true,
    run: async (subject) => {
      const person = await newPerson(subject);
      const { primary } = subject;
      await failed(subject, { place: primary, person, times: 5 });
      const sent = primary.client.send(passwordSignIn(subject, person));
      const { message } = await refused("NotAuthorizedException", sent);
      same("the message", message, "Password attempts exceeded");
      await subject.wait(1_100);
      await tokensOf(subject, { user: person });
    },
  },
  {
    promise: "four wrong passwords lock nobody out",
    source: LOCKOUT,
    changes: true,
    run: async (subject) => {
      const person = await newPerson(subject);
      const messages = await failed(subject, { place: subject.primary, person, times: 4 });
      same("the messages", [...new Set(messages)], ["Incorrect username or password."]);
      await tokensOf(subject, { user: person });
    },
  },
  {
    promise: "each Region counts wrong passwords for itself",
    source: guide("user-pool-multi-region.html"),
    needs: ["secondary"],
    changes: true,
    run: async (subject) => {
      const person = await replicatedPerson(subject);
      await failed(subject, { place: subject.primary, person, times: 5 });
      await tokensOf(subject, { user: person, place: needed(subject, "secondary") });
    },
  },
  {
    promise: "more than ten sign-ins of one user a second are TooManyRequestsException, HTTP 400",
    source: QUOTAS,
    changes: true,
    run: async (subject) => {
      const person = await newPerson(subject);
      const sent = Array.from({ length: 60 }, () =>
        subject.primary.client.send(passwordSignIn(subject, person)).then(
          () => null,
          (error: Error & { $metadata?: { httpStatusCode?: number } }) => error,
        ),
      );
      const errors = (await Promise.all(sent)).filter((error) => error !== null);
      const kinds = errors.map(({ name, $metadata }) => `${name} ${$metadata?.httpStatusCode}`);
      same("the refusals", [...new Set(kinds)], ["TooManyRequestsException 400"]);
      holds("some were let through", errors.length < 60);
    },
  },
  {
    promise: "GetProvisionedLimit shows the rate of a category beside the free one",
    source: api("GetProvisionedLimit"),
    run: async ({ primary }) => {
      const Attributes = { Category: "UserAuthentication" };
      const LimitDefinition = { LimitClass: "API_CATEGORY" as const, Attributes };
      const { Limit } = await primary.client.send(
        new GetProvisionedLimitCommand({ LimitDefinition }),
      );
      same("FreeLimitValue", Limit?.FreeLimitValue, 120);
      holds("it is not less than the free one", (Limit?.ProvisionedLimitValue ?? 0) >= 120);
    },
  },
  {
    promise: "what a trigger throws is UserLambdaValidationException with the function's message",
    source: TRIGGERS,
    needs: ["throwingTrigger"],
    changes: true,
    run: async (subject) => {
      const { primaryArn: arn, message } = needed(subject, "throwingTrigger");
      const { primary: place, user } = subject;
      await withTrigger(subject, { place, arn }, async () => {
        const sent = place.client.send(passwordSignIn(subject, user));
        const error = await refused("UserLambdaValidationException", sent);
        same("the message", error.message, `PreAuthentication failed with error ${message}.`);
      });
      await tokensOf(subject);
    },
  },
  {
    promise: "a trigger of the secondary is the secondary's alone",
    source: guide("user-pool-multi-region.html"),
    needs: ["secondary", "throwingTrigger"],
    changes: true,
    run: async (subject) => {
      const { secondaryArn: arn } = needed(subject, "throwingTrigger");
      const place = needed(subject, "secondary");
      await withTrigger(subject, { place, arn }, async () => {
        const sent = place.client.send(passwordSignIn(subject, subject.user));
        await refused("UserLambdaValidationException", sent);
        await tokensOf(subject);
      });
      await tokensOf(subject, { place });
    },
  },
  {
    promise: "a trigger whose function does not exist is UnexpectedLambdaException",
    source: SDK,
    needs: ["throwingTrigger"],
    changes: true,
    run: async (subject) => {
      const { primaryArn } = needed(subject, "throwingTrigger");
      const { primary: place, user } = subject;
      await withTrigger(subject, { place, arn: `${primaryArn}-that-is-not-there` }, async () => {
        const sent = place.client.send(passwordSignIn(subject, user));
        await refused("UnexpectedLambdaException", sent);
      });
    },
  },
];
