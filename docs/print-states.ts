// Prints docs/states.md: `node docs/print-states.ts`. Rows and sentences come from the table of
// transitions; where a move comes to rest comes from the function that writes it down.

import { writeFileSync } from "node:fs";
import { type Transition, transitions } from "../core/decide/transitions.ts";
import { type LeverOutcome, type MoveEnd, moveEnds } from "../core/state/move-end.ts";
import { moveEnded } from "../core/state/move-ended.ts";
import { newState, type Phase } from "../core/state/state.ts";
import { moveStarted, wayOf } from "../core/state/state-changes.ts";
import type { Move } from "../core/values/order.ts";
import { fencingToken, instant, millis, region } from "../core/values/types.ts";

const page = new URL("./states.md", import.meta.url);

const head = `# States

Where the controller of one pool can stand, and all that it can decide there. A row is found by phase and
situation; its sentence is the one in the log, in events and in notices. Whether a move is allowed is
decided by the [safety rules](how-it-works.md#safety-rules) and is part of the situation: "must not move"
means that a rule forbids it. Nothing but a row of this page starts a move.

This page is printed from the table of transitions: \`node docs/print-states.ts\`.
`;

const phases: Readonly<Record<Phase, string>> = {
  steady: "The primary serves.",
  failingOver: "Levers are on their way to the secondary.",
  failedOver: "The secondary serves, and keeps serving until a person orders the failback.",
  failingBack: "Levers are on their way to the primary.",
};

const underWay: Readonly<Record<Move, Phase>> = {
  failOver: "failingOver",
  failBack: "failingBack",
};

export function statesPage(): string {
  const names = Object.keys(phases) as Phase[];
  return [head, diagram(), ...names.map(section)].join("\n");
}

function diagram(): string {
  const edges = transitions.flatMap(({ from, action }) => {
    if (action === "none" || action === "refuse") return [];
    const to = underWay[action];
    return from === to ? [] : [`${from} --> ${to}: ${action}`];
  });
  const ends = (Object.keys(underWay) as Move[]).flatMap((move) =>
    moveEnds.map((end) => `${underWay[move]} --> ${phaseAfter(move, end)}: ${end}`),
  );
  const lines = ["[*] --> steady", ...new Set(edges), ...ends].map((line) => `    ${line}`);
  return `\`\`\`mermaid\nstateDiagram-v2\n${lines.join("\n")}\n\`\`\`\n`;
}

/** With one lever, by the functions that write it down. */
function phaseAfter(move: Move, end: MoveEnd): Phase {
  const at = instant(0);
  const way = wayOf(move, { primary: region("primary"), secondary: region("secondary") });
  const step = {
    index: 0,
    path: "sdk",
    lever: "weightedRecords",
    settle: millis(0),
    ...way,
  } as const;
  const kinds: Readonly<Record<MoveEnd, LeverOutcome["kind"]>> = {
    confirmed: "confirmed",
    applied: "applied",
    inPart: "unknown",
    turnedBack: "putBack",
    kept: "applied",
  };
  const outcomes = [{ step, kind: kinds[end], because: "" }];
  const order = {
    ...{ move, reason: "", override: [], executionName: "" },
    by: { kind: "controller" },
  } as const;
  const departure = {
    ...{ ...way, order, token: fencingToken(1), paths: ["sdk"] as const },
    ...{ approvedBy: null, wordHolds: millis(0) },
  };
  const started = moveStarted(newState("", at), departure, at);
  return moveEnded(started, { ...way, end, reason: "", outcomes }, at).standing.phase;
}

function section(phase: Phase): string {
  const rows = transitions.filter(({ from }) => from === phase).map(row);
  const table = ["| situation | action | sentence |", "| --- | --- | --- |", ...rows];
  return `## \`${phase}\`\n\n${phases[phase]}\n\n${table.join("\n")}\n`;
}

function row({ situation, action, because }: Transition): string {
  return `| \`${situation}\` | ${action === "none" ? "none" : `\`${action}\``} | ${because} |`;
}

if (import.meta.main) writeFileSync(page, statesPage());
