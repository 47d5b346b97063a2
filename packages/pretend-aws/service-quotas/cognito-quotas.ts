// The quotas of Cognito user pools that Service Quotas lists, by their codes, as a public listing of all services has them.

import { ADJUSTABLE, type Category, DEFAULT_RPS } from "../cognito/quotas/quota-categories.ts";

export interface QuotaRow {
  readonly code: string;
  readonly name: string;
  /** Before anybody asks for more. */
  readonly default: number;
  readonly isAdjustable: boolean;
  /** Of a rate: whose usage CloudWatch counts. */
  readonly category?: Category;
}

const RATES: Readonly<Partial<Record<Category, readonly [code: string, suffix?: string]>>> = {
  UserAuthentication: ["L-026ADBA3"],
  UserCreation: ["L-5987B8A0"],
  UserFederation: ["L-BB3E7CCF"],
  UserAccountRecovery: ["L-7D6E8ED3"],
  UserRead: ["L-D6BD5178"],
  UserUpdate: ["L-6621E65D"],
  UserToken: ["L-F21F8BB4"],
  UserResourceRead: ["L-55545DC8"],
  UserResourceUpdate: ["L-574C86AE"],
  UserList: ["L-259E3368"],
  UserPoolRead: ["L-CFFBE34A"],
  UserPoolUpdate: ["L-60A0B411"],
  UserPoolResourceRead: ["L-A01C9633", "per account"],
  UserPoolResourceUpdate: ["L-B7575496", "per account"],
  UserPoolClientRead: ["L-A412573D", "per account"],
  UserPoolClientUpdate: ["L-12C4D74A", "per account"],
  ClientAuthentication: ["L-74D3DD04", "per account"],
};

export const COGNITO_QUOTAS: readonly QuotaRow[] = [
  ...Object.entries(RATES).map(([name, [code, suffix]]) => {
    const category = name as Category;
    return {
      ...{ code, category, default: DEFAULT_RPS[category], isAdjustable: ADJUSTABLE.has(name) },
      name: ["Rate of", name, "requests", suffix].filter(Boolean).join(" "),
    };
  }),
  { code: "L-66E6DF30", name: "User pools per account", default: 1_000, isAdjustable: true },
  { code: "L-5EAB0605", name: "Apps per user pool", default: 1_000, isAdjustable: true },
  {
    code: "L-1B44D826",
    name: "Identity providers per user pool",
    default: 300,
    isAdjustable: true,
  },
  { code: "L-7CDAF993", name: "Resource servers per user pool", default: 25, isAdjustable: true },
  {
    code: "L-681BB884",
    name: "User import jobs per user pool",
    default: 1_000,
    isAdjustable: true,
  },
];
