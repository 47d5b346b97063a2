// The beacon as its readers see it: unsigned, so that whoever looks needs no right to it.

import { heldIn } from "../../core/values/beacon-words.ts";
import { ActionError } from "../../core/values/errors.ts";
import { PUBLIC_OBJECT_SAYS, publicKeyOf } from "../../core/values/public-object.ts";
import type { Place } from "../sdk/clients.ts";
import { type PublicAnswer, type PublicObject, readPublicly } from "./public-read.ts";

/** As its readers see it. */
export interface BeaconView {
  /**
   * "lit": it says what the health check looks for; "out": we wrote that it is out; "mute": it says something else,
   * and so sends nobody anywhere; "hidden": there is nothing that everyone may read. Where nobody here knows what
   * the check looks for: "claimed", lit by its own words, and "untold", which may be anything.
   */
  readonly beacon: "lit" | "out" | "mute" | "hidden" | "claimed" | "untold";
  /** Why everyone may read nothing of the bucket, as S3 answered; null where they may. Then hidden means out. */
  readonly barred: string | null;
}

export function createBeaconView(place: Place) {
  const read = async (object: PublicObject, signal: AbortSignal) =>
    spoken(object, await readPublicly(place, object, signal));

  return {
    /** `searchString`: what its health check looks for; null where nobody knows. Rejects when S3 did not say. */
    async look(
      beacon: PublicObject,
      searchString: string | null,
      signal: AbortSignal,
    ): Promise<BeaconView> {
      const beside = { ...beacon, key: publicKeyOf(beacon.key) };
      const [own, other] = await Promise.all([read(beacon, signal), read(beside, signal)]);
      const isReadable = other.status === 200 && other.text === PUBLIC_OBJECT_SAYS;
      return {
        beacon: isAnswer(own) ? saidIn(own.text, searchString) : "hidden",
        barred: isReadable ? null : `${beside.key}: ${inWords(other)}`,
      };
    },
  };
}

function saidIn(text: string, searchString: string | null): BeaconView["beacon"] {
  // What a check finds counts before what the object says of itself.
  if (searchString !== null && text.includes(searchString)) return "lit";
  const { says } = heldIn(text);
  if (says === "out") return "out";
  if (searchString !== null) return "mute";
  return says === "lit" ? "claimed" : "untold";
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
