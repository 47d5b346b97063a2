// What happens to a world, in words.

import type { Effect } from "pretend-aws/faults.ts";
import { millis } from "../../core/values/types.ts";
import { inWords } from "../../core/values/words.ts";
import type { FaultToInject, Happening, Lie } from "./happening.ts";

/** As it begins. */
export function sentenceOf(happening: Happening): string {
  switch (happening.kind) {
    case "fault":
      return `${troubleInWords(happening.trouble)}, for ${lengthOf(happening.lastsMs)}`;
    case "clock": {
      const { region, aheadMs, lastsMs } = happening;
      const way = aheadMs > 0 ? "ahead" : "behind";
      return `${region}: the clock is ${lengthOf(Math.abs(aheadMs))} ${way}, for ${lengthOf(lastsMs)}`;
    }
    case "order": {
      const { move, by, reason, override = [] } = happening.order;
      const verb = move === "failOver" ? "failover" : "failback";
      const aside = override.map((name) => ` --override ${name}`).join("");
      return `${by}: cognito-failover ${verb} --reason "${reason}"${aside}`;
    }
    case "answer":
      return `${happening.by}: cognito-failover ${happening.says}`;
    case "pause":
      return `${happening.by}: cognito-failover pause --for "${lengthOf(happening.forMs)}"`;
    case "resume":
      return "anna: cognito-failover resume";
    case "moveLever":
      return `somebody sends ${happening.path} to ${happening.to} by hand`;
    case "practise":
      return `${happening.by}: cognito-failover practice --rung ${happening.rung}`;
    case "endPractice":
      return `${happening.by}: cognito-failover practice stop`;
    case "stop":
      return happening.machine === undefined
        ? "somebody stops the execution in the console"
        : "somebody stops the practice run's execution in the console";
    case "again":
      return `AWS runs ${happening.lambda} again, with the event that it ran with last`;
    case "deploy":
      return `somebody deploys, with ${JSON.stringify(happening.change)} in the settings`;
    case "forge":
      return `whoever has the role of ${happening.vantage}'s probe writes ${lies[happening.lie]}`;
  }
}

const lies: Readonly<Record<Lie, string>> = {
  ownSick: "that it sees the primary dead",
  allSick: "that every vantage sees the primary dead",
  moving: "into the state that a move is under way",
  lease: "that somebody else holds the lease",
};

/** "from us-east-1: DynamoDB PutItem in us-east-1 by assess answers 503, for 8 of 10 calls" */
function troubleInWords(trouble: FaultToInject): string {
  const { region, service, operation, vantage, caller, resource, rate, users, effect } = trouble;
  const what = [service ?? "everything", operation].filter((word) => word !== undefined).join(" ");
  const words = [
    vantage === undefined ? "" : `from ${vantage}: `,
    what,
    region === undefined ? "" : ` in ${region}`,
    resource === undefined ? "" : ` of ${resource}`,
    caller === undefined ? "" : `, called by ${caller},`,
    ` ${effectInWords(effect)}`,
    rate === undefined ? "" : `, ${shareOf(rate, 10)} calls`,
    users === undefined ? "" : `, for ${shareOf(users, 10)} users`,
  ];
  return words.join("");
}

function shareOf(share: number, all: number): string {
  return `${Math.round(share * all)} of ${all}`;
}

function effectInWords(effect: Effect): string {
  switch (effect.kind) {
    case "reset":
      return "is cut off";
    case "lostAnswer":
      return "does what it is asked, and cannot say so";
    case "blackHole":
      return "never answers";
    case "delay":
      return `answers ${effect.ms / 1_000} s late`;
    case "status":
      return `answers ${effect.status}`;
    case "page":
      return `is answered for by a page (${effect.page})`;
    case "refuse":
      return "refuses right credentials";
    case "throttle":
      return "is throttled";
    case "error":
      return `answers ${effect.name}${effect.message === undefined ? "" : ` (${effect.message})`}`;
  }
}

function lengthOf(ms: number): string {
  return inWords(millis(ms));
}
