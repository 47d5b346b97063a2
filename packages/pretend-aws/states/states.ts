// The pretend Step Functions: the API over state machines, executions and task tokens.

import type {
  CreateStateMachineInput,
  ListExecutionsInput,
  StartExecutionInput,
  UpdateStateMachineInput,
  ValidateStateMachineDefinitionInput,
} from "@aws-sdk/client-sfn";
import { AwsError } from "../aws-error.ts";
import type { Principal } from "../iam/principal.ts";
import type { Caller, Service } from "../service.ts";
import { jsonService, type Operations } from "../wire/json.ts";
import type { Foundation } from "../world.ts";
import { describedMachine, listedExecution, listedMachine, syncExecution } from "./answers.ts";
import { deedsOf } from "./deeds.ts";
import { type Execution, Executions } from "./execution/executions.ts";
import { TaskTokens } from "./execution/tokens.ts";
import { executionOperations } from "./execution-operations.ts";
import { type InvokeLambda, type Publish, taskCaller } from "./language/integrations.ts";
import { Machines, type StateMachine } from "./machines.ts";
import { checkArn, checkEnum, checkRequired, invalid, type PageRequest, page } from "./requests.ts";
import { tokenOperations } from "./token-operations.ts";

export interface StatesParts {
  readonly invokeLambda: InvokeLambda;
  /** Absent: definitions that publish to SNS are refused as not emulated. */
  readonly publish?: Publish;
}

export interface StartRequest {
  readonly region: string;
  readonly stateMachineArn: string;
  readonly input?: string;
  readonly name?: string;
  readonly caller: Caller;
  /** In whose name; absent: the administrator's. */
  readonly principal?: Principal;
}

export interface States {
  readonly service: Service;
  /** CreateStateMachine without the wire; returns the ARN. */
  createStateMachine(region: string, input: CreateStateMachineInput): string;
  /** For the other pretend services: passes the gate, so that faults of the Region strike. */
  startExecution(request: StartRequest): Promise<{ executionArn: string; startDate: Date }>;
  /** Resolves once the execution, Standard or Express, has ended. */
  settled(executionArn: string): Promise<Execution>;
  /** Executions of a state machine, oldest first; of Express only the latest. */
  executions(stateMachineArn: string): readonly Execution[];
  /** Executions under way in all Regions. */
  readonly running: number;
}

export function createStates(foundation: Foundation, parts: StatesParts): States {
  const { gate, iam } = foundation;
  const tokens = new TaskTokens(foundation);
  const machines = new Machines(foundation, { publishes: parts.publish !== undefined });
  const callable = {
    invokeLambda: parts.invokeLambda,
    publish: parts.publish,
    startExecution: (request: StartRequest) => startExecution(request),
  };
  const executions = new Executions(foundation, {
    callerFor: (machine) => taskCaller(foundation, callable, machine),
    tokens,
    onEnd: ({ stateMachine }) => forgetDeleted(stateMachine.arn),
  });

  function forgetDeleted(arn: string): void {
    if (!machines.isDeleting(arn)) return;
    if (executions.of(arn).every(({ status }) => status !== "RUNNING")) machines.forget(arn);
  }

  function start({ stateMachineArn = "", name, input }: StartExecutionInput): Execution {
    return executions.start(machines.active(stateMachineArn), { name, input });
  }

  async function startExecution({ region, caller, principal, ...input }: StartRequest) {
    const target = { region, service: "states", operation: "StartExecution", caller };
    const { arn, startedAt } = await gate.pass(target, () => {
      const [deed] = deedsOf("StartExecution", input);
      if (deed !== undefined) iam.allow(principal ?? iam.administrator, deed, { region });
      return start(input);
    });
    return { executionArn: arn, startDate: new Date(startedAt) };
  }

  function create(region: string, input: CreateStateMachineInput): StateMachine {
    const { loggingConfiguration: logging, roleArn = "" } = input;
    if (logging?.level !== undefined && logging.level !== "OFF") {
      assertMayLog(foundation, region, { name: input.name ?? "", roleArn });
    }
    return machines.create(region, input);
  }

  const operations: Operations = {
    ...machineOperations({ machines, create, forgetDeleted }),
    ...startOperations(machines, executions),
    ...executionOperations(executions),
    ...tokenOperations(tokens),
    ListExecutions: (input: ListExecutionsInput) => listed(machines, executions, input),
  };
  return {
    service: jsonService({
      name: "states",
      targetPrefix: "AWSStepFunctions",
      version: "1.0",
      operations,
      deedsOf,
    }),
    createStateMachine: (region, input) => create(region, input).arn,
    startExecution,
    settled: (arn) => executions.settled(arn),
    executions: (arn) => executions.of(arn),
    get running() {
      return executions.running;
    },
  };
}

/** AWS's own list for delivering logs, which knows no resources. */
const DELIVERY = [
  ...["CreateLogDelivery", "DeleteLogDelivery", "DescribeLogGroups", "DescribeResourcePolicies"],
  ...["GetLogDelivery", "ListLogDeliveries", "PutResourcePolicy", "UpdateLogDelivery"],
];

function assertMayLog(
  { iam, accountId }: Foundation,
  region: string,
  { name, roleArn }: { readonly name: string; readonly roleArn: string },
): void {
  const sourceArn = `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;
  const principal = iam.taken(roleArn, { service: "states.amazonaws.com", sourceArn });
  const asName = () =>
    new AwsError(
      "AccessDeniedException",
      "The state machine IAM Role is not authorized to access the Log Destination",
    );
  for (const verb of DELIVERY) {
    iam.allow(principal, { action: `logs:${verb}`, resource: "*" }, { region, asName });
  }
}

function machineOperations({
  machines,
  create,
  forgetDeleted,
}: {
  readonly machines: Machines;
  readonly create: (region: string, input: CreateStateMachineInput) => StateMachine;
  readonly forgetDeleted: (arn: string) => void;
}): Operations {
  return {
    CreateStateMachine: (input: CreateStateMachineInput, { region }) => {
      const { arn, createdAt } = create(region, input);
      return { stateMachineArn: arn, creationDate: new Date(createdAt) };
    },
    UpdateStateMachine: (input: UpdateStateMachineInput) => {
      const { updatedAt, revisionId } = machines.update(input);
      return { updateDate: new Date(updatedAt), revisionId };
    },
    DescribeStateMachine: (input: { stateMachineArn?: string }) => {
      checkRequired(input, ["stateMachineArn"]);
      return describedMachine(machines.find(input.stateMachineArn ?? ""));
    },
    ListStateMachines: (input: PageRequest, { region }) => {
      const { items, nextToken } = page(machines.list(region), input);
      return { stateMachines: items.map(listedMachine), nextToken };
    },
    DeleteStateMachine: (input: { stateMachineArn?: string }) => {
      checkRequired(input, ["stateMachineArn"]);
      machines.markDeleting(input.stateMachineArn ?? "");
      forgetDeleted(input.stateMachineArn ?? "");
    },
    ValidateStateMachineDefinition: (input: ValidateStateMachineDefinitionInput) => {
      checkRequired(input, ["definition"]);
      const { definition = "", type = "STANDARD", maxResults = 0 } = input;
      const { errors } = machines.validate(definition, type).findings;
      const most = maxResults === 0 ? 100 : maxResults;
      return {
        result: errors.length === 0 ? "OK" : "FAIL",
        diagnostics: errors.slice(0, most).map((error) => ({ severity: "ERROR", ...error })),
        truncated: errors.length > most,
      };
    },
  };
}

function startOperations(machines: Machines, executions: Executions): Operations {
  return {
    StartExecution: (input: StartExecutionInput) => {
      checkRequired(input, ["stateMachineArn"]);
      const { arn, startedAt } = executions.start(
        machines.active(input.stateMachineArn ?? ""),
        input,
      );
      return { executionArn: arn, startDate: new Date(startedAt) };
    },
    StartSyncExecution: async (input: StartExecutionInput) => {
      checkRequired(input, ["stateMachineArn"]);
      const machine = machines.active(input.stateMachineArn ?? "");
      if (machine.type !== "EXPRESS") throw typeNotSupported();
      const { arn } = executions.start(machine, input);
      return syncExecution(await executions.settled(arn));
    },
  };
}

function listed(machines: Machines, executions: Executions, input: ListExecutionsInput): object {
  checkRequired(input, ["stateMachineArn"]);
  const { stateMachineArn = "", statusFilter } = input;
  checkArn(stateMachineArn, "stateMachine");
  checkEnum("statusFilter", statusFilter, STATUSES);
  if (statusFilter === "PENDING_REDRIVE") throw invalid("PENDING_REDRIVE needs a mapRunArn");
  if (machines.find(stateMachineArn).type === "EXPRESS") throw typeNotSupported();
  const matching = executions
    .of(stateMachineArn)
    .filter(({ status }) => statusFilter === undefined || status === statusFilter)
    .toReversed()
    .sort((a, b) => (b.stoppedAt ?? b.startedAt) - (a.stoppedAt ?? a.startedAt));
  const { items, nextToken } = page(matching, input);
  return { executions: items.map(listedExecution), nextToken };
}

const STATUSES = ["SUCCEEDED", "TIMED_OUT", "PENDING_REDRIVE", "ABORTED", "FAILED", "RUNNING"];

function typeNotSupported(): AwsError {
  return new AwsError(
    "StateMachineTypeNotSupported",
    "This operation is not supported by this type of state machine",
  );
}
