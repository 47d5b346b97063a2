// The pretend AWS on loopback: a port for each Region, one for what is global, one for DNS.

import { ADMIN_PATH, administer } from "./admin.ts";
import { serveDns } from "./dns/dns.ts";
import { turnedAway } from "./door.ts";
import type { PretendAws } from "./pretend-aws.ts";
import type { WireResponse } from "./service.ts";
import { type Dispatch, listen } from "./wire/server.ts";

export interface Served {
  /** Base URL of each Region, for all of its services. */
  readonly regions: Readonly<Record<string, string>>;
  /** Base URL of Route 53, the issuer's key sets and the custom domains. */
  readonly global: string;
  readonly dns: { readonly host: string; readonly port: number };
  close(): Promise<void>;
}

function dated({ gate }: PretendAws, response: WireResponse): WireResponse {
  return { ...response, headers: { date: gate.date, ...response.headers } };
}

export async function serve(aws: PretendAws, regions: readonly string[]): Promise<Served> {
  const isDomain = (host: string) => aws.cognito.servingRegion(host) !== undefined;
  const guarded =
    (dispatch: Dispatch): Dispatch =>
    async (region, request) =>
      turnedAway(request, { isDomain }) ?? dispatch(region, request);
  const global: Dispatch = async (region, request) =>
    request.path.startsWith(ADMIN_PATH)
      ? dated(aws, administer(aws, request))
      : aws.dispatch(region, request);
  const [dns, globally, ...regionally] = await Promise.all([
    serveDns({ answer: (question) => aws.route53.answer(question) }),
    listen("global", guarded(global)),
    ...regions.map((region) => listen(region, guarded(aws.dispatch))),
  ]);
  return {
    regions: Object.fromEntries(
      regions.map((region, index) => [region, regionally[index]?.endpoint ?? ""]),
    ),
    global: globally.endpoint,
    dns: { host: dns.host, port: dns.port },
    close: async () => {
      aws.stop();
      await Promise.all([dns.close(), globally.close(), ...regionally.map((one) => one.close())]);
    },
  };
}
