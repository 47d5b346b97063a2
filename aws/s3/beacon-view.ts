// The beacon as its readers see it: unsigned, so that whoever looks needs no right to it.

import { ActionError } from "../../core/errors.ts";
import { BEACON_SAYS } from "../../core/failover/plan.ts";
import { PUBLIC_OBJECT_SAYS, publicKeyOf } from "../../core/failover/public-object.ts";
import type { Place } from "../clients.ts";
import { type PublicAnswer, type PublicObject, readPublicly } from "./public-read.ts";

/** As its readers see it. */
export interface BeaconView {
  /** "mute": an object that does not say what the health check looks for, and so sends nobody anywhere. */
  readonly beacon: "lit" | "mute" | "hidden";
  /** Why everyone may read nothing of the bucket, as S3 answered; null where they may. Then hidden means out. */
  readonly barred: string | null;
}

export function createBeaconView(place: Place) {
  const read = async (object: PublicObject, signal: AbortSignal) =>
    spoken(object, await readPublicly(place, object, signal));

  return {
    /** Rejects when S3 did not say. */
    async look(beacon: PublicObject, signal: AbortSignal): Promise<BeaconView> {
      const beside = { ...beacon, key: publicKeyOf(beacon.key) };
      const [own, other] = await Promise.all([read(beacon, signal), read(beside, signal)]);
      const isReadable = other.status === 200 && other.text === PUBLIC_OBJECT_SAYS;
      return {
        beacon: isAnswer(own) ? (own.text.includes(BEACON_SAYS) ? "lit" : "mute") : "hidden",
        barred: isReadable ? null : `${beside.key}: ${inWords(other)}`,
      };
    },
  };
}

/** What a health check takes for an answer: it follows no redirect. */
function isAnswer({ status }: PublicAnswer): boolean {
  return status >= 200 && status < 400;
}

/** Throws unless S3 has spoken of the object: served it, or refused it. */
function spoken({ bucket, region }: PublicObject, answer: PublicAnswer): PublicAnswer {
  if (isAnswer(answer) || answer.status === 403 || answer.status === 404) return answer;
  throw new ActionError({
    code: "Unreachable",
    cannot: `look at the beacon in s3://${bucket}`,
    must: `S3 in ${region} must answer`,
    value: inWords(answer),
    retriable: true,
  });
}

/** "403 AccessDenied", "503 SlowDown" */
function inWords({ status, text }: PublicAnswer): string {
  const code = /<Code>(\w{1,64})<\/Code>/.exec(text)?.[1];
  return code === undefined ? `${status}` : `${status} ${code}`;
}
