// The pretend Service Quotas: what has been granted in each Region, of Cognito user pools. How many requests are let
// through is Cognito's own matter, and may be less or more.

import type {
  GetAWSDefaultServiceQuotaRequest,
  GetServiceQuotaRequest,
  ListRequestedServiceQuotaChangeHistoryByQuotaRequest,
  ListServiceQuotasRequest,
  RequestServiceQuotaIncreaseRequest,
  ServiceQuota,
} from "@aws-sdk/client-service-quotas";
import { arnOf as callerArnOf } from "../iam/principal.ts";
import type { Service } from "../service.ts";
import { jsonService } from "../wire/json.ts";
import type { Foundation } from "../world.ts";
import { COGNITO_QUOTAS, type QuotaRow } from "./cognito-quotas.ts";
import { Increases } from "./increases.ts";
import { pageOf } from "./page.ts";
import { noSuchQuota, noSuchService } from "./refusals.ts";

export interface QuotaSeed {
  readonly region: string;
  /** "L-026ADBA3" */
  readonly code: string;
  /** Null: no value was ever applied, and only what AWS gives to everybody can be asked. */
  readonly value: number | null;
}

export interface ServiceQuotas {
  readonly service: Service;
  /** Of Cognito user pools; a code that is not listed is an error. */
  seedQuota(quota: QuotaSeed): void;
  /** What AWS's people make of the request that is open; none open is an error. */
  settleIncrease(region: string, code: string, outcome: "APPROVED" | "DENIED"): void;
}

const SERVICE_CODE = "cognito-idp";
/** Those that list, and that of what AWS gives to everybody, know no resource. */
const OF_ONE = new Set(["GetServiceQuota", "RequestServiceQuotaIncrease"]);

export function createServiceQuotas({ accountId, clock, random }: Foundation): ServiceQuotas {
  const granted = new Map<string, number | null>();
  const increases = new Increases(clock, random);
  const arnOf = (region: string, code: string) =>
    `arn:aws:servicequotas:${region}:${accountId}:${SERVICE_CODE}/${code}`;
  const valueIn = (region: string, row: QuotaRow) => {
    const value = granted.get(`${region} ${row.code}`);
    return value === undefined ? row.default : value;
  };
  const applied = (region: string, row: QuotaRow): ServiceQuota | null => {
    const value = valueIn(region, row);
    if (value === null) return null;
    const more = { QuotaArn: arnOf(region, row.code), QuotaAppliedAtLevel: "ACCOUNT" } as const;
    return { ...described(row, value), ...more };
  };
  return {
    service: jsonService({
      name: "servicequotas",
      targetPrefix: "ServiceQuotasV20190624",
      version: "1.1",
      deedsOf: (operation, input, { region }) => {
        const { QuotaCode } = input as GetServiceQuotaRequest;
        const isOne = OF_ONE.has(operation) && QuotaCode !== undefined;
        const resource = isOne ? arnOf(region, QuotaCode) : "*";
        return [{ action: `servicequotas:${operation}`, resource }];
      },
      operations: {
        GetServiceQuota: (input: GetServiceQuotaRequest, { region }) => {
          const Quota = applied(region, rowOf(input));
          if (Quota === null) throw noSuchQuota();
          return { Quota };
        },
        GetAWSDefaultServiceQuota: (input: GetAWSDefaultServiceQuotaRequest, { region }) => {
          const row = rowOf(input);
          const QuotaArn = arnOf(region, row.code).replace(accountId, "");
          return { Quota: { ...described(row, row.default), QuotaArn } };
        },
        ListServiceQuotas: (input: ListServiceQuotasRequest, { region }) => {
          assertService(input.ServiceCode);
          const all = COGNITO_QUOTAS.map((row) => applied(region, row));
          const { page, next } = pageOf(
            all.filter((quota) => quota !== null),
            input,
          );
          return { Quotas: page, ...next };
        },
        RequestServiceQuotaIncrease: (
          input: RequestServiceQuotaIncreaseRequest,
          { region, principal },
        ) => {
          const row = rowOf(input);
          const requester = JSON.stringify({ accountId, callerArn: callerArnOf(principal) });
          const quota = { ...named(row), QuotaArn: arnOf(region, row.code) };
          const value = valueIn(region, row) ?? row.default;
          const of = { region, row, quota, value };
          return { RequestedQuota: increases.open(of, input.DesiredValue ?? 0, requester) };
        },
        ListRequestedServiceQuotaChangeHistoryByQuota: (
          input: ListRequestedServiceQuotaChangeHistoryByQuotaRequest,
          { region },
        ) => {
          const all = increases.of(region, rowOf(input).code);
          const asked = all.filter(({ Status }) => Status === (input.Status ?? Status));
          const { page, next } = pageOf(asked, input);
          return { RequestedQuotas: page, ...next };
        },
      },
    }),
    seedQuota: ({ region, code, value }) => {
      granted.set(`${region} ${rowOf({ ServiceCode: SERVICE_CODE, QuotaCode: code }).code}`, value);
    },
    settleIncrease: (region, code, outcome) => {
      const value = increases.settle(region, code, outcome);
      if (outcome === "APPROVED") granted.set(`${region} ${code}`, value);
    },
  };
}

/** What its requests for more say again. */
function named({ code, name }: QuotaRow) {
  return {
    ...{ ServiceCode: SERVICE_CODE, ServiceName: "Amazon Cognito User Pools" },
    ...{ QuotaCode: code, QuotaName: name, Unit: "None", GlobalQuota: false },
  };
}

function described(row: QuotaRow, value: number): ServiceQuota {
  const { category } = row;
  return {
    ...named(row),
    Value: value,
    Adjustable: row.isAdjustable,
    ...(category === undefined
      ? {}
      : {
          UsageMetric: {
            ...{ MetricNamespace: "AWS/Usage", MetricName: "CallCount" },
            MetricDimensions: {
              ...{ Service: "Cognito user pool", Type: "API", Resource: category, Class: "None" },
            },
            MetricStatisticRecommendation: "Sum",
          },
          Period: { PeriodValue: 1, PeriodUnit: "SECOND" },
        }),
  };
}

function rowOf({ ServiceCode, QuotaCode }: Partial<GetServiceQuotaRequest>): QuotaRow {
  assertService(ServiceCode);
  const row = COGNITO_QUOTAS.find(({ code }) => code === QuotaCode);
  if (row === undefined) throw noSuchQuota();
  return row;
}

/** No other service has its quotas here, and one that does not exist at all looks the same. */
function assertService(code: string | undefined): void {
  if (code !== SERVICE_CODE) throw noSuchService();
}
