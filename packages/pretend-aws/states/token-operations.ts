// Operations by which someone outside ends a task that waits for its token.

import type {
  SendTaskFailureInput,
  SendTaskHeartbeatInput,
  SendTaskSuccessInput,
} from "@aws-sdk/client-sfn";
import { AwsError } from "../aws-error.ts";
import type { Operations } from "../wire/json.ts";
import { StateFailure } from "./execution/failure.ts";
import type { TaskTokens } from "./execution/tokens.ts";
import { checkRequired, isJson } from "./requests.ts";

export function tokenOperations(tokens: TaskTokens): Operations {
  return {
    SendTaskSuccess: (input: SendTaskSuccessInput, { region }) => {
      checkRequired(input, ["taskToken", "output"]);
      const { taskToken = "", output = "" } = input;
      if (!isJson(output)) throw new AwsError("InvalidOutput", `Invalid Output: '${output}'`);
      tokens.succeed(region, taskToken, JSON.parse(output));
    },
    SendTaskFailure: (input: SendTaskFailureInput, { region }) => {
      checkRequired(input, ["taskToken"]);
      const { taskToken = "", error, cause } = input;
      tokens.fail(region, taskToken, new StateFailure(error, cause, { located: true }));
    },
    SendTaskHeartbeat: (input: SendTaskHeartbeatInput, { region }) => {
      checkRequired(input, ["taskToken"]);
      tokens.heartbeat(region, input.taskToken ?? "");
    },
  };
}
