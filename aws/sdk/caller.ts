// Whose credentials these are, by AWS's own word. It needs no permission, and no policy can forbid it.

import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Region } from "../../core/values/types.ts";
import { type Place, sdkClient } from "./clients.ts";

export function createCaller(place: Place, region: Region) {
  const client = sdkClient(STSClient, place, { region, service: "sts" });
  return {
    /** The ARN, which of a role that was assumed ends in the name of the session. */
    async arn(): Promise<string> {
      const { Arn = "" } = await client.send(new GetCallerIdentityCommand({}));
      return Arn;
    },
  };
}
