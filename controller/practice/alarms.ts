// What the customer's own alarms say of a practice run, in whichever Region they are. One that cannot be read, or is
// not there, is unknown.

import type { CustomerAlarm } from "../../core/judging/judged-run.ts";
import { millis, region } from "../../core/values/types.ts";
import { deadline, inTime } from "../deadline.ts";
import type { Services } from "../services.ts";

export type AlarmServices = Pick<Services, "alarms" | "place">;

const readTimeoutMs = millis(5_000);

export async function statesOf(
  { alarms, place }: AlarmServices,
  asked: readonly { readonly region: string; readonly name: string }[],
): Promise<readonly CustomerAlarm[]> {
  const { signal, clear } = deadline(place, readTimeoutMs);
  const byRegion = Map.groupBy(asked, (alarm) => alarm.region);
  const read = [...byRegion].map(async ([where, own]) => {
    const names = own.map(({ name }) => name);
    const states = await inTime(alarms.states(region(where), names), signal).catch(() => null);
    return own.map(({ name }) => ({
      ...{ name, region: where },
      state: states?.get(name)?.value ?? "unknown",
    }));
  });
  const all = await Promise.all(read);
  clear();
  return all.flat();
}
