// The state machines of all Regions.

import type { CreateStateMachineInput, UpdateStateMachineInput } from "@aws-sdk/client-sfn";
import { AwsError } from "../aws-error.ts";
import { notEmulated } from "../wire/json.ts";
import type { Foundation } from "../world.ts";
import type { Machine } from "./language/definition.ts";
import type { Behalf } from "./language/retry-fields.ts";
import { validate } from "./language/validation.ts";
import { checkArn, checkEnum, checkName, checkRequired } from "./requests.ts";

export interface StateMachine {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly type: "STANDARD" | "EXPRESS";
  readonly definition: string;
  readonly machine: Machine;
  readonly roleArn: string;
  readonly createdAt: number;
  /** When this definition and role came to be. */
  readonly updatedAt: number;
  /** Absent until the first update. */
  readonly revisionId: string | undefined;
  readonly settings: Settings;
  readonly status: "ACTIVE" | "DELETING";
}

/** Kept and told again, without effect. */
interface Settings {
  readonly loggingConfiguration: unknown;
  readonly tracingConfiguration: unknown;
}

const MAXIMUM_DEFINITION = 1_048_576;

export class Machines {
  readonly #foundation: Foundation;
  readonly #publishes: boolean;
  readonly #byArn = new Map<string, StateMachine>();

  constructor(foundation: Foundation, { publishes }: Pick<Behalf, "publishes">) {
    this.#foundation = foundation;
    this.#publishes = publishes;
  }

  create(region: string, input: CreateStateMachineInput): StateMachine {
    checkRequired(input, ["name", "definition", "roleArn"]);
    const { name = "", definition = "", roleArn = "", type = "STANDARD", publish } = input;
    checkName(name);
    checkEnum("type", type, ["STANDARD", "EXPRESS"]);
    checkRole(roleArn);
    if (publish === true) throw notEmulated("states", "CreateStateMachine with publish");
    const machine = this.#checked(definition, type);
    const arn = `arn:aws:states:${region}:${this.#foundation.accountId}:stateMachine:${name}`;
    const existing = this.#byArn.get(arn);
    if (existing !== undefined) return repeated(existing, input);
    const now = this.#foundation.clock.now();
    const created: StateMachine = {
      arn,
      name,
      region,
      type,
      definition,
      machine,
      roleArn,
      createdAt: now,
      updatedAt: now,
      revisionId: undefined,
      settings: settingsOf(input),
      status: "ACTIVE",
    };
    this.#byArn.set(arn, created);
    return created;
  }

  update(input: UpdateStateMachineInput): StateMachine {
    checkRequired(input, ["stateMachineArn"]);
    const { stateMachineArn = "", definition, roleArn, publish } = input;
    const { loggingConfiguration, tracingConfiguration } = input;
    const before = this.active(stateMachineArn);
    if (
      [definition, roleArn, loggingConfiguration, tracingConfiguration].every(
        (member) => member === undefined,
      )
    ) {
      throw new AwsError(
        "MissingRequiredParameter",
        "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified",
      );
    }
    if (publish === true) throw notEmulated("states", "UpdateStateMachine with publish");
    if (roleArn !== undefined) checkRole(roleArn);
    const after: StateMachine = {
      ...before,
      definition: definition ?? before.definition,
      machine: definition === undefined ? before.machine : this.#checked(definition, before.type),
      roleArn: roleArn ?? before.roleArn,
      settings: { ...before.settings, ...given({ loggingConfiguration, tracingConfiguration }) },
    };
    if (JSON.stringify(after) === JSON.stringify(before) && before.revisionId !== undefined)
      return before;
    const { clock, random } = this.#foundation;
    const updated = { ...after, updatedAt: clock.now(), revisionId: random.uuid() };
    this.#byArn.set(before.arn, updated);
    return updated;
  }

  find(arn: string): StateMachine {
    checkArn(arn, "stateMachine");
    const found = this.#byArn.get(arn);
    if (found !== undefined) return found;
    throw new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
  }

  active(arn: string): StateMachine {
    const found = this.find(arn);
    if (found.status === "ACTIVE") return found;
    throw deleting(arn);
  }

  list(region: string): readonly StateMachine[] {
    return [...this.#byArn.values()]
      .filter((machine) => machine.region === region && machine.status === "ACTIVE")
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Marks it; `forget` takes it away once nothing runs any more. An unknown ARN is fine, as at AWS. */
  markDeleting(arn: string): void {
    checkArn(arn, "stateMachine");
    const found = this.#byArn.get(arn);
    if (found !== undefined) this.#byArn.set(arn, { ...found, status: "DELETING" });
  }

  isDeleting(arn: string): boolean {
    return this.#byArn.get(arn)?.status === "DELETING";
  }

  forget(arn: string): void {
    this.#byArn.delete(arn);
  }

  /** Also without the intent to create. */
  validate(definition: string, type: "STANDARD" | "EXPRESS") {
    return validate(definition, { type, publishes: this.#publishes });
  }

  #checked(definition: string, type: "STANDARD" | "EXPRESS"): Machine {
    if (Buffer.byteLength(definition) > MAXIMUM_DEFINITION) {
      throw new AwsError(
        "InvalidDefinition",
        "Invalid State Machine Definition: 'DEFINITION_TOO_LARGE'",
      );
    }
    const { findings, machine } = this.validate(definition, type);
    if (machine !== null) return machine;
    if (findings.errors.length === 0) throw notEmulated("states", findings.notEmulated.join(", "));
    throw new AwsError("InvalidDefinition", `Invalid State Machine Definition: '${findings}'`);
  }
}

/** Another role is no other machine: AWS compares name, definition, type and settings. */
function repeated(existing: StateMachine, input: CreateStateMachineInput): StateMachine {
  if (existing.status === "DELETING") throw deleting(existing.arn);
  const isSame =
    existing.definition === input.definition &&
    existing.type === (input.type ?? "STANDARD") &&
    JSON.stringify(existing.settings) === JSON.stringify(settingsOf(input));
  if (isSame) return existing;
  throw new AwsError(
    "StateMachineAlreadyExists",
    `State Machine Already Exists: '${existing.arn}'`,
  );
}

function deleting(arn: string): AwsError {
  return new AwsError("StateMachineDeleting", `State Machine is being deleted: '${arn}'`);
}

function settingsOf(input: CreateStateMachineInput): Settings {
  return {
    loggingConfiguration: input.loggingConfiguration ?? {
      level: "OFF",
      includeExecutionData: false,
    },
    tracingConfiguration: input.tracingConfiguration ?? { enabled: false },
  };
}

function given<T extends object>(members: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}

function checkRole(roleArn: string): void {
  if (/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(roleArn)) return;
  throw new AwsError("InvalidArn", `Invalid Role Arn: '${roleArn}'`);
}
