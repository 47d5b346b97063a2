// What a pool exports of its logs, in each Region by itself: GetLogDeliveryConfiguration, SetLogDeliveryConfiguration.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_LogConfigurationType.html
// The refusals are in AWS's own words, as measured: https://github.com/floci-io/floci/pull/2867

import type {
  GetLogDeliveryConfigurationCommandInput,
  LogConfigurationType,
  LogDeliveryConfigurationType,
  SetLogDeliveryConfigurationCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../aws-error.ts";
import type { OperationTable } from "../api/operation.ts";
import type { Realm } from "../api/service-state.ts";
import { invalid, refuseAll } from "../api/validation.ts";
import type { Site } from "../pool/pool-in-region.ts";

const MOST_CONFIGURATIONS = 2;
const LEVELS: readonly unknown[] = ["ERROR", "INFO"];
const SOURCES: readonly unknown[] = ["userAuthEvents", "userNotification"];

export function logDeliveryOperations({ kinds }: Pick<Realm, "kinds">): OperationTable {
  return {
    GetLogDeliveryConfiguration: kinds.byPool<GetLogDeliveryConfigurationCommandInput>(
      [],
      (_, site) => described(site),
    ),
    SetLogDeliveryConfiguration: kinds.byPool<SetLogDeliveryConfigurationCommandInput>(
      ["LogConfigurations"],
      ({ LogConfigurations: wanted }, site) => {
        checkShape(wanted);
        checkSources(wanted);
        for (const one of wanted) checkDestination(one, site);
        site.replica.logs = wanted;
        return described(site);
      },
    ),
  };
}

function described({ pool, replica }: Site): {
  LogDeliveryConfiguration: LogDeliveryConfigurationType;
} {
  const LogConfigurations = [...replica.logs];
  return { LogDeliveryConfiguration: { UserPoolId: pool.id, LogConfigurations } };
}

function checkShape(wanted: readonly LogConfigurationType[]): void {
  const tooMany =
    wanted.length > MOST_CONFIGURATIONS
      ? [
          `Value at 'logConfigurations' failed to satisfy constraint: Member must have length less than or equal to ${MOST_CONFIGURATIONS}`,
        ]
      : [];
  const wrong = wanted.flatMap(({ LogLevel, EventSource }, index) => {
    const at = `logConfigurations.${index + 1}.member`;
    return [
      ...unless(LEVELS, LogLevel, `${at}.logLevel`),
      ...unless(SOURCES, EventSource, `${at}.eventSource`),
    ];
  });
  refuseAll([...tooMany, ...wrong]);
}

function unless(known: readonly unknown[], value: unknown, at: string): readonly string[] {
  if (known.includes(value)) return [];
  return [
    `Value '${value}' at '${at}' failed to satisfy constraint: Member must satisfy enum value set: [${known.join(", ")}]`,
  ];
}

/** "more then once" is AWS's own spelling. */
function checkSources(wanted: readonly LogConfigurationType[]): void {
  const sources = wanted.map(({ EventSource }) => String(EventSource));
  const homeless = wanted.filter((one) => destinationsOf(one).length === 0);
  const twice = sources.filter((source, index) => sources.indexOf(source) < index);
  const complaints = [
    ...(homeless.length === 0
      ? []
      : [
          ` Following event sources in request have no destination: [${unique(homeless.map(({ EventSource }) => String(EventSource)))}].`,
        ]),
    ...(twice.length === 0
      ? []
      : [` Following event sources appear more then once in a request: [${unique(twice)}].`]),
  ];
  if (complaints.length > 0) throw invalid(`Request validation Failed.${complaints.join("")}`);
}

/** What users do is told by threat protection, in its plan alone; what was not delivered goes to CloudWatch alone. */
function checkDestination(one: LogConfigurationType, { directory }: Site): void {
  if (one.EventSource === "userAuthEvents") {
    if (one.LogLevel !== "INFO") throw invalid("userAuthEvents are logged at the level INFO.");
    if (directory.settings.UserPoolTier === "PLUS") return;
    throw new AwsError(
      "FeatureUnavailableInTierException",
      "The export of userAuthEvents is not available in this feature plan.",
    );
  }
  const isToCloudWatch = destinationsOf(one).every(
    (name) => name === "CloudWatchLogsConfiguration",
  );
  if (one.LogLevel !== "ERROR" || !isToCloudWatch) {
    throw invalid("userNotification is logged at the level ERROR, to CloudWatch Logs.");
  }
}

function destinationsOf(one: LogConfigurationType): readonly string[] {
  const all = ["CloudWatchLogsConfiguration", "S3Configuration", "FirehoseConfiguration"] as const;
  return all.filter((name) => one[name] !== undefined);
}

function unique(names: readonly string[]): string {
  return [...new Set(names)].join(", ");
}
