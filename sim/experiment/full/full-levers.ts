// Every write to a lever of the pretend AWS, with what the ledger said in that instant; and where the levers
// lead.

import type { Service } from "pretend-aws/service.ts";
import type { Path } from "../../../core/levers/plan.ts";
import type { Policy } from "../../../core/settings/policy.ts";
import { heldIn } from "../../../core/values/beacon-words.ts";
import type { VirtualWorld, Watchable } from "../../world.ts";
import type { LeverWrite, WhereServed } from "../world.ts";

type Knowledge = Pick<LeverWrite, "lease" | "state" | "guards">;

export function recordLevers(world: VirtualWorld<Watchable>, known: () => Knowledge) {
  const { aws, clock, policy } = world;
  const writes: LeverWrite[] = [];
  const note = (path: Path, to: WhereServed | null, { caller }: { caller: { name: string } }) => {
    if (to !== null) writes.push({ at: clock.now(), path, to, caller: caller.name, ...known() });
  };
  afterEach(aws.s3.service, (operation, { path }, context) =>
    note("managedLogin", beaconTo(world, operation, path), context),
  );
  afterEach(aws.route53.service, (operation, { body }, context) =>
    note("sdk", recordsTo(operation, body.toString(), policy), context),
  );
  const standing = (path: Path) =>
    writes.findLast((write) => write.path === path)?.to ?? policy.primary;
  return {
    writes,
    standing: () => ({ managedLogin: standing("managedLogin"), sdk: standing("sdk") }),
    serving: () => ({
      managedLogin: (aws.cognito.servingRegion(policy.domain ?? "") ?? "nowhere") as WhereServed,
      sdk: answered(world),
    }),
  };
}

type Handled = (...call: Parameters<Service["handle"]>) => void;

/** Told of every call that the service did. */
function afterEach(service: Service, tell: Handled): void {
  const { handle } = service;
  const told: Service["handle"] = async (...call) => {
    const answer = await handle.apply(service, call);
    if (answer.status < 300) tell(...call);
    return answer;
  };
  Object.assign(service, { handle: told });
}

function beaconTo(
  { aws, policy }: VirtualWorld<Watchable>,
  operation: string,
  path: string,
): WhereServed | null {
  const { bucket, key } = policy.paths.managedLogin ?? { bucket: "", key: "" };
  // By path, or by the bucket's own host.
  if (path !== `/${bucket}/${key}` && path !== `/${key}`) return null;
  if (operation !== "PutObject" && operation !== "DeleteObject") return null;
  const text = aws.s3.read(bucket, key)?.toString();
  const isOut = text === undefined || heldIn(text).says === "out";
  return isOut ? policy.primary : policy.secondary;
}

function recordsTo(operation: string, body: string, policy: Policy): WhereServed | null {
  const path = policy.paths.sdk;
  if (operation !== "ChangeResourceRecordSets" || path === null) return null;
  const heavy = [...body.matchAll(/<Change>.*?<\/Change>/gs)]
    .map(([change]) => change)
    .filter((change) => !change.includes("<Action>DELETE<"))
    .filter((change) => change.includes(`${path.record}`))
    .filter((change) => !/<Weight>0</.test(change));
  const leads = (side: "primary" | "secondary") =>
    heavy.some((change) => change.includes(`<Value>${path[side]}`));
  if (leads("primary") && leads("secondary")) return "between";
  if (leads("primary")) return policy.primary;
  return leads("secondary") ? policy.secondary : null;
}

function answered({ aws, policy }: VirtualWorld<Watchable>): WhereServed {
  const path = policy.paths.sdk;
  if (path === null) return "nowhere";
  const { answers } = aws.route53.answer({ name: path.record, type: path.type });
  const values = answers.map(({ value }) => value.replace(/\.$/, ""));
  if (values.includes(path.primary)) return policy.primary;
  return values.includes(path.secondary) ? policy.secondary : "nowhere";
}
