// Every secret that a pretend AWS was given or has issued, and every place where people, logs or
// other services could read one.

import type { VirtualWorld, Watchable } from "../world.ts";

/** Long enough to be no accident, short enough to find a secret that was cut. */
const telltaleLetters = 24;

const issued = ["AccessToken", "IdToken", "RefreshToken", "Session"];
const given = ["Password", "PASSWORD", "PreviousPassword", "ProposedPassword"];

export interface Secrets {
  /** The first characters of each; tokens of one kind share theirs, so that they are few. */
  readonly telltales: ReadonlySet<string>;
  /** How many of each kind were seen. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Records from now on; what was seeded is in it from the beginning. */
export function recordSecrets({ aws, deployed }: VirtualWorld<Watchable>): Secrets {
  const telltales = new Set<string>();
  const counts: Record<string, number> = {};
  const note = (kind: string, secret: string) => {
    telltales.add(secret.slice(0, telltaleLetters));
    counts[kind] = (counts[kind] ?? 0) + 1;
  };
  for (const { ordinary, probes, machine } of Object.values(deployed.users)) {
    for (const { password } of [ordinary, ...probes]) note("seeded", password);
    note("secretString", JSON.stringify({ users: probes, machine }));
    if (machine !== null) note("machine", machine.clientSecret);
  }
  for (const head of aws.cognito.issued ?? []) note("issued", head);
  for (const service of aws.cognito.services) {
    const { handle } = service;
    const recording: typeof handle = async (operation, request, context) => {
      const answer = await handle.call(service, operation, request, context);
      for (const [name, secret] of membersOf(request.body, given)) note(name, secret);
      for (const [name, secret] of membersOf(answer.body, issued)) note(name, secret);
      return answer;
    };
    Object.assign(service, { handle: recording });
  }
  return { telltales, counts };
}

function membersOf(body: string | Buffer, names: readonly string[]): readonly [string, string][] {
  const member = new RegExp(`"(${names.join("|")})":"((?:[^"\\\\]|\\\\.)+)"`, "g");
  return [...body.toString().matchAll(member)].map(([, name = "", secret = ""]) => [name, secret]);
}

/** All that can be read, as plain texts, by the name of its place; `logged` and what else the caller kept. */
export function textsIn(
  world: VirtualWorld<Watchable>,
  kept: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  const { aws, deployed } = world;
  const executions = [deployed.failoverMachineArn, deployed.watchMachineArn].flatMap((arn) =>
    aws.states.executions(arn),
  );
  const places: Readonly<Record<string, unknown>> = {
    ...kept,
    ledger: aws.dynamodb.items(deployed.home, deployed.table),
    notices: aws.sns.messages(deployed.topicArn),
    inputs: executions.map(({ input }) => input),
    outputs: executions.map(({ output }) => output),
    histories: executions.map(({ history }) => history.events),
    errors: executions.map(({ error, cause }) => [error, cause]),
    beacon: beaconOf(world),
  };
  return Object.fromEntries(
    Object.entries(places).map(([name, place]) => {
      const texts: string[] = [];
      addTexts(place, texts);
      return [name, texts.join("\n")];
    }),
  );
}

function beaconOf({ aws, policy }: VirtualWorld<Watchable>): string {
  const { bucket, key } = policy.paths.managedLogin ?? { bucket: "", key: "" };
  return aws.s3.read(bucket, key)?.toString() ?? "";
}

/** Names are read as well as values; bytes as the text that they are. */
function addTexts(value: unknown, to: string[]): void {
  if (typeof value === "string") to.push(value);
  else if (value instanceof Uint8Array) to.push(Buffer.from(value).toString("latin1"));
  else if (Array.isArray(value)) for (const one of value) addTexts(one, to);
  else if (typeof value === "object" && value !== null) {
    for (const name in value) {
      to.push(name);
      addTexts(value[name as keyof typeof value], to);
    }
  }
}
