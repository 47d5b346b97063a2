// Who gives an order: whoever AWS says that the credentials are, and the name that was typed beside. What is
// written down is what this program says; AWS's own record of who called is CloudTrail's.

import { userInfo } from "node:os";
import { createCaller } from "../../aws/sdk/caller.ts";
import { identityText } from "../../core/values/order-text.ts";
import type { Connection } from "../connection/connection.ts";

/** Never a reason to hold up an order: where AWS does not say, the text says so. */
export async function whoOrders(
  { place, home }: Pick<Connection, "place" | "home">,
  { by }: { readonly by?: string },
): Promise<string> {
  try {
    return identityText(await createCaller(place, home).arn(), by ?? null);
  } catch {
    return `${by ?? userInfo().username}, not confirmed by AWS`;
  }
}
