// What a call of EC2 narrows its answer by: every filter must hold, one of its values is enough, `*` and `?` are wildcards.

import { AwsError } from "../aws-error.ts";
import { anyPattern } from "../iam/pattern.ts";
import { notEmulated } from "../wire/json.ts";
import type { KeptVpcEndpoint } from "./vpc-endpoint.ts";

export interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}

type Read = (endpoint: KeptVpcEndpoint) => string;

const FILTERS: Readonly<Record<string, Read>> = {
  "service-name": ({ serviceName }) => serviceName,
  "service-region": ({ region }) => region,
  "vpc-endpoint-id": ({ id }) => id,
  "vpc-endpoint-state": ({ state }) => state,
  "vpc-endpoint-type": ({ type }) => type,
  "vpc-id": ({ vpcId }) => vpcId,
};

/** AWS has them, and nothing here has what they are about. */
const LEFT_OUT = /^(?:ip-address-type|tag-key|tag:.+)$/;

export function filtersIn(form: URLSearchParams): readonly Filter[] {
  const indexes = [...form.keys()].flatMap((key) => /^Filter\.(\d+)\.Name$/.exec(key)?.[1] ?? []);
  return indexes.map((index) => ({
    name: form.get(`Filter.${index}.Name`) ?? "",
    values: numbered(form, `Filter.${index}.Value`),
  }));
}

export function answersTo(endpoint: KeptVpcEndpoint, filters: readonly Filter[]): boolean {
  return filters.every(({ name, values }) => {
    if (LEFT_OUT.test(name))
      throw notEmulated("ec2", `DescribeVpcEndpoints with the filter ${name}`);
    const read = Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined;
    if (read === undefined) throw invalidFilter(name);
    return anyPattern(values)(read(endpoint));
  });
}

/** `Name.1=a&Name.2=b`, in order. */
export function numbered(form: URLSearchParams, name: string): readonly string[] {
  const values: string[] = [];
  for (let index = 1; form.has(`${name}.${index}`); index++) {
    values.push(form.get(`${name}.${index}`) ?? "");
  }
  return values;
}

function invalidFilter(name: string): AwsError {
  return new AwsError("InvalidParameterValue", `The filter '${name}' is invalid`);
}
