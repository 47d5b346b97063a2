// The password policy, and passwords as users carry them.

import type { PasswordPolicyType } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import type { Random } from "../../random.ts";
import type { Foundation } from "../../world.ts";
import type { Site } from "../pool/pool-in-region.ts";
import { DEFAULT_PASSWORD_POLICY } from "../pool/settings.ts";
import { srpPassword } from "../sign-in/srp.ts";
import type { GlobalSettings, User } from "./directory.ts";

/** The characters that Cognito counts as special. */
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/;

const RULES: readonly {
  readonly needs: (policy: PasswordPolicyType) => boolean;
  readonly holds: (password: string, policy: PasswordPolicyType) => boolean;
  readonly message: string;
}[] = [
  {
    needs: () => true,
    holds: (password, { MinimumLength }) => password.length >= (MinimumLength ?? 8),
    message: "Password not long enough",
  },
  {
    needs: ({ RequireUppercase }) => RequireUppercase === true,
    holds: (password) => /[A-Z]/.test(password),
    message: "Password must have uppercase characters",
  },
  {
    needs: ({ RequireLowercase }) => RequireLowercase === true,
    holds: (password) => /[a-z]/.test(password),
    message: "Password must have lowercase characters",
  },
  {
    needs: ({ RequireNumbers }) => RequireNumbers === true,
    holds: (password) => /\d/.test(password),
    message: "Password must have numeric characters",
  },
  {
    needs: ({ RequireSymbols }) => RequireSymbols === true,
    holds: (password) => SYMBOL.test(password),
    message: "Password must have symbol characters",
  },
];

/** Throws InvalidPasswordException. */
export function checkPassword(settings: GlobalSettings, password: string): void {
  const policy = policyOf(settings);
  const broken = RULES.find((rule) => rule.needs(policy) && !rule.holds(password, policy));
  if (broken === undefined) return;
  throw new AwsError(
    "InvalidPasswordException",
    `Password did not conform with policy: ${broken.message}`,
  );
}

/** A permanent password, or one that must be changed at the next sign-in. */
export function passwordOf(
  { clock, random }: Pick<Foundation, "clock" | "random">,
  { pool, directory }: Pick<Site, "pool" | "directory">,
  secret: { readonly username: string; readonly password: string; readonly permanent: boolean },
): Pick<User, "password" | "temporaryUntil"> {
  const identity = { poolName: pool.shortName, userId: secret.username };
  const days = policyOf(directory.settings).TemporaryPasswordValidityDays ?? 7;
  return {
    password: srpPassword(identity, secret.password, random.bytes(16)),
    temporaryUntil: secret.permanent ? null : clock.now() + days * 86_400_000,
  };
}

/** One that any policy accepts. */
export function generatedPassword(random: Random): string {
  return `${random.text(95)}Aa1!`;
}

function policyOf({ Policies }: GlobalSettings): PasswordPolicyType {
  return Policies?.PasswordPolicy ?? DEFAULT_PASSWORD_POLICY;
}
