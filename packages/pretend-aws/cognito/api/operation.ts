// An operation is tied to a pool in a Region before it runs, so that the rules for secondaries hold
// for all of them in one place.

import type { Context } from "../../service.ts";
import type { Operations } from "../../wire/json.ts";
import { type ClientSite, type Site, withClient } from "../pool/pool-in-region.ts";
import type { Pools } from "../pool/pools.ts";
import type { GuardedRequest } from "../quotas/guard.ts";
import { accessTokenPool } from "../sign-in/tokens.ts";
import { validate } from "./validation.ts";

/** An SDK input after its required members were found present. */
export type Sent<Input> = {
  readonly [Member in keyof Input]: Record<never, never> extends Pick<Input, Member>
    ? Input[Member]
    : NonNullable<Input[Member]>;
};

export interface Operation {
  readonly required: readonly string[];
  /** Null for the few operations that are about no one pool. */
  readonly find: ((input: never, context: Context) => Site) | null;
  readonly run: (input: never, site: never) => unknown;
}

export type OperationTable = Readonly<Record<string, Operation>>;

/** Makes operations of the three kinds that find their pool by an input member. */
export class OperationKinds {
  readonly #pools: Pools;

  constructor(pools: Pools) {
    this.#pools = pools;
  }

  byPool<Input extends { UserPoolId: string | undefined }>(
    required: readonly (keyof Input & string)[],
    run: (input: Sent<Input>, site: Site) => unknown,
  ): Operation {
    return {
      required: ["UserPoolId", ...required],
      find: ({ UserPoolId }: { UserPoolId: string }, { region }) =>
        this.#pools.site(UserPoolId, region),
      run,
    };
  }

  byArn<Input extends { ResourceArn: string | undefined }>(
    required: readonly (keyof Input & string)[],
    run: (input: Sent<Input>, site: Site) => unknown,
  ): Operation {
    return {
      required: ["ResourceArn", ...required],
      find: ({ ResourceArn }: { ResourceArn: string }, { region }) =>
        this.#pools.siteOfArn(ResourceArn, region),
      run,
    };
  }

  byPoolAndClient<Input extends { UserPoolId: string | undefined; ClientId: string | undefined }>(
    required: readonly (keyof Input & string)[],
    run: (input: Sent<Input>, site: ClientSite) => unknown,
  ): Operation {
    return {
      required: ["UserPoolId", "ClientId", ...required],
      find: (input: { UserPoolId: string; ClientId: string }, { region }) =>
        withClient(this.#pools.site(input.UserPoolId, region), input.ClientId),
      run,
    };
  }

  byClient<Input extends { ClientId: string | undefined }>(
    required: readonly (keyof Input & string)[],
    run: (input: Sent<Input>, site: ClientSite) => unknown,
  ): Operation {
    return {
      required: ["ClientId", ...required],
      find: ({ ClientId }: { ClientId: string }, { region }) =>
        this.#pools.siteOfClient(ClientId, region),
      run,
    };
  }

  /** The token's signature and session are for `run` to check. */
  byAccessToken<Input extends { AccessToken: string | undefined }>(
    required: readonly (keyof Input & string)[],
    run: (input: Sent<Input>, site: Site) => unknown,
  ): Operation {
    return {
      required: ["AccessToken", ...required],
      find: ({ AccessToken }: { AccessToken: string }, { region }) =>
        this.#pools.site(accessTokenPool(AccessToken), region),
      run,
    };
  }
}

/** Runs an operation, or refuses to. */
export type Guard = (request: GuardedRequest, run: () => unknown) => Promise<unknown>;

/** The wire's table: validation, the pool, whatever else stands before it, then the operation. */
export function wireOperations(table: OperationTable, guard: Guard): Operations {
  return Object.fromEntries(
    Object.entries(table).map(([name, { required, find, run }]) => [
      name,
      (input: object, context: Context) => {
        validate(input, required);
        const site = find === null ? null : find(input as never, context);
        const request = { ...context, operation: name, input, site };
        return guard(request, () => run(input as never, (site ?? context) as never));
      },
    ]),
  );
}
