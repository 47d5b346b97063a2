// A page of what Service Quotas lists.

import { illegalArgument, invalidToken } from "./refusals.ts";

const MOST = 100;

export function pageOf<Item>(
  all: readonly Item[],
  {
    MaxResults = MOST,
    NextToken = "0",
  }: { MaxResults?: number | undefined; NextToken?: string | undefined },
): { readonly page: readonly Item[]; readonly next: { readonly NextToken?: string } } {
  if (MaxResults < 1 || MaxResults > MOST) {
    throw illegalArgument(`MaxResults must be from 1 to ${MOST}.`);
  }
  const from = Number(NextToken);
  if (!Number.isInteger(from) || from < 0 || from > all.length) throw invalidToken();
  const past = from + MaxResults;
  return {
    page: all.slice(from, past),
    next: past < all.length ? { NextToken: String(past) } : {},
  };
}
