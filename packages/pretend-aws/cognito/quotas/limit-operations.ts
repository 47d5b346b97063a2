// GetProvisionedLimit and UpdateProvisionedLimit: the rates of the categories that can be raised.
// https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html#provisioned-quotas

import type {
  GetProvisionedLimitCommandInput,
  LimitDefinitionType,
  LimitType,
  UpdateProvisionedLimitCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import type { Context } from "../../service.ts";
import type { OperationTable, Sent } from "../api/operation.ts";
import type { Realm } from "../api/service-state.ts";
import { invalid } from "../api/validation.ts";
import { ADJUSTABLE, type Category, DEFAULT_RPS } from "./quota-categories.ts";
import type { Quotas } from "./quotas.ts";

/** What Service Quotas has granted, as a multiple of the default: the same for every account here. */
const GRANTED = 10;

export function limitOperations({ quotas }: Pick<Realm, "quotas">): OperationTable {
  return {
    GetProvisionedLimit: {
      required: ["LimitDefinition"],
      find: null,
      run: ({ LimitDefinition }: Sent<GetProvisionedLimitCommandInput>, { region }: Context) => ({
        Limit: limitOf(quotas, region, categoryIn(LimitDefinition)),
      }),
    },
    UpdateProvisionedLimit: {
      required: ["LimitDefinition", "RequestedLimitValue"],
      find: null,
      run: (input: Sent<UpdateProvisionedLimitCommandInput>, { region }: Context) => {
        const category = categoryIn(input.LimitDefinition);
        const wanted = input.RequestedLimitValue;
        const [lowest, highest] = [DEFAULT_RPS[category], DEFAULT_RPS[category] * GRANTED];
        if (wanted > highest) {
          throw new AwsError(
            "ServiceQuotaExceededException",
            `${category} can be provisioned up to ${highest} requests per second.`,
          );
        }
        quotas.set(region, category, Math.max(lowest, wanted));
        return { Limit: limitOf(quotas, region, category) };
      },
    },
  };
}

function limitOf(quotas: Quotas, region: string, category: Category): LimitType {
  return {
    LimitDefinition: { LimitClass: "API_CATEGORY", Attributes: { Category: category } },
    ProvisionedLimitValue: quotas.limit(region, category),
    FreeLimitValue: DEFAULT_RPS[category],
  };
}

function categoryIn({ LimitClass, Attributes }: LimitDefinitionType): Category {
  const category = Attributes?.["Category"] ?? "";
  if (LimitClass === "API_CATEGORY" && ADJUSTABLE.has(category)) return category as Category;
  throw invalid(`${LimitClass} ${category} is not a limit that can be provisioned.`);
}
