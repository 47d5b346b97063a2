// A page of what API Gateway lists; each of its two APIs has its own words for how long it is and where it begins.

import { AwsError } from "../aws-error.ts";
import type { RestRequest } from "../wire/rest.ts";

const USUAL = 25;
const MOST = 500;

interface PageWords {
  readonly length: string;
  readonly start: string;
}

export const OF_REST: PageWords = { length: "limit", start: "position" };
export const OF_HTTP: PageWords = { length: "maxResults", start: "nextToken" };

export function pageOf<Item>(
  all: readonly Item[],
  { query }: RestRequest,
  { length, start }: PageWords,
): { readonly page: readonly Item[]; readonly next: string | undefined } {
  const count = Number(query.get(length) ?? USUAL);
  if (!Number.isInteger(count) || count < 1 || count > MOST) {
    throw new AwsError("BadRequestException", `Invalid ${length} specified: 1 to ${MOST}`);
  }
  const from = Number(query.get(start) ?? 0);
  if (!Number.isInteger(from) || from < 0) {
    throw new AwsError("BadRequestException", `Invalid ${start} specified`);
  }
  const past = from + count;
  return { page: all.slice(from, past), next: past < all.length ? String(past) : undefined };
}
