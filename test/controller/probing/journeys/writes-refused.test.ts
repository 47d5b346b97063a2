import { describe, expect, test } from "vitest";
import type { JourneyContext } from "../../../../controller/probing/journey.ts";
import { writesRefused } from "../../../../controller/probing/journeys/writes-refused.ts";
import { primary, secondary } from "../../../core/builders/a-policy.ts";
import {
  aContext,
  type ContextOfTest,
  outcomeOf,
  users,
} from "../../../functions/builders/a-context.ts";
import { anError, faultsAt } from "../../../functions/builders/a-fault.ts";
import { calls } from "../../../functions/builders/a-session.ts";
import { feign } from "../../../functions/builders/tampered.ts";

const operation = "ConfirmSignUp";

const walk = (world: ContextOfTest, rest: Partial<JourneyContext> = {}) =>
  world.walk(["writesRefused", writesRefused], world.context({ target: secondary, ...rest }));

const said = async (world: ContextOfTest, rest: Partial<JourneyContext> = {}) =>
  outcomeOf(await walk(world, rest));

const accepted = (answer: string) =>
  `writeAccepted at write: it answers ConfirmSignUp with ${answer}, and a secondary must refuse it with OperationNotEnabledException`;

describe("a write in the secondary", () => {
  test.each([
    "ACTIVE",
    "INACTIVE",
  ] as const)("is refused rightly while it is %s", async (status) => {
    const world = aContext();
    Object.assign(world.aws.cognito.pool(world.policy.userPoolId)?.secondary ?? {}, { status });
    const result = await walk(world);
    expect(result).toMatchObject({ outcome: { kind: "ok" }, user: null });
    expect(result?.steps.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      ...["secret ok", "write ok"],
    ]);
    expect(calls(world)).toEqual([`${operation} ${secondary}`]);
  });

  test("that a primary would take is told", async () => {
    expect(await said(aContext(), { target: primary })).toBe(
      accepted("NotAuthorizedException 400"),
    );
  });

  test("that goes through is told", async () => {
    const world = aContext();
    feign(world, operation);
    expect(await said(world)).toBe(accepted("success"));
  });

  test.each([
    ...["CodeMismatchException", "ExpiredCodeException", "UserNotFoundException"],
    ...["NotAuthorizedException", "InvalidParameterException", "AliasExistsException"],
    ...["UserLambdaValidationException", "TooManyFailedAttemptsException", "BrandNewException"],
  ])("that is answered with %s is told", async (name) => {
    const world = aContext();
    world.aws.faults.add({ region: secondary, operation, effect: anError(name) });
    expect(await said(world)).toBe(accepted(`${name} 400`));
  });

  test("at an app client that is not there says nothing of writes", async () => {
    const world = aContext();
    const policy = { ...world.policy, clientId: "nobodysclient0000000000001" };
    expect(await said(world, { policy })).toBe("refused at write: ResourceNotFoundException 400");
  });

  test("that never left the vantage says nothing of writes", async () => {
    const world = aContext();
    const unresolved = Object.assign(new Error("no name"), { code: "EAI_AGAIN" });
    // The secret is read before the resolver fails.
    const { users: all, clientSecret } = await world.run(world.context().users());
    Object.assign(world.handler, { handle: () => Promise.reject(unresolved) });
    expect(await said(world, { users: async () => ({ users: all, clientSecret }) })).toBe(
      "unreachable at write: Error EAI_AGAIN",
    );
  });

  test.each(faultsAt({ [operation]: "write" }))("meets $name", async ({ fault, outcome }) => {
    const world = aContext();
    world.aws.faults.add({ region: secondary, ...fault });
    expect(await said(world)).toBe(outcome);
  });

  test("leaves the probe user as it was, even where it is taken", async () => {
    const world = aContext();
    const { directory } = world.aws.cognito.pool(world.policy.userPoolId)?.primary ?? {};
    const before = JSON.stringify([...(directory?.users ?? [])], text);
    await walk(world, { target: primary });
    expect(JSON.stringify([...(directory?.users ?? [])], text)).toBe(before);
    for (const region of [primary, secondary]) await world.signIn(region, users[0]);
  });
});

function text(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
