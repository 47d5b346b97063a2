// The controller deployed as everywhere (sim/deployment.ts), on a clock that is moved, with the same handlers,
// machines and settings; below aws/ there is no SDK, no wire and no signature, so that pretend hours cost
// little.

import { VirtualClock } from "pretend-aws/clock.ts";
import { createIssuer } from "../../aws/cognito/issuer.ts";
import type { ClientUse, Place } from "../../aws/sdk/clients.ts";
import type { Root } from "../../controller/services.ts";
import { retriesOn } from "../retries.ts";
import { EPOCH, type VirtualWorld, virtualWorldOn, type WorldSettings } from "../world.ts";
import { createMemoryAws } from "./aws.ts";
import { standIns } from "./sdk.ts";
import { byItsWord } from "./tokens.ts";
import { memoryFetch } from "./web.ts";

export type MemoryWorld = VirtualWorld<ReturnType<typeof memoryAws>>;

const drivers = { issuer: ({ place }: Root) => createIssuer(place, byItsWord) };

export function memoryWorld(options: WorldSettings): MemoryWorld {
  const aws = memoryAws(options.seed);
  const { clock, gate, iam, answer } = aws;
  return virtualWorldOn(aws, options, {
    client: standIns({
      ...{ clock, answer, retries: retriesOn(clock, () => 0.5) },
      date: () => gate.date,
      principalOf: (place, use) => iam.principalOf(signedBy(place, use)),
    }),
    fetch: memoryFetch(aws),
    drivers,
  });
}

/** As much of a signed request as tells whose it is. */
function signedBy({ runtime }: Place, { region, service }: ClientUse) {
  const id = runtime.credentials?.accessKeyId ?? "pretend";
  const authorization = `AWS4-HMAC-SHA256 Credential=${id}/20400101/${region}/${service}/aws4_request`;
  return { headers: { authorization }, query: new URLSearchParams() };
}

function memoryAws(seed: number) {
  const clock = new VirtualClock(EPOCH, { isClosed: true });
  return { ...createMemoryAws({ clock, seed }), clock };
}
