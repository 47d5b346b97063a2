// An experiment as a story: what happened to the world, what the controller did and told, where users were led, and
// what should not have been, by the time that had passed.

import { instant } from "../../core/values/types.ts";
import { timeOfDay } from "../../core/values/words.ts";
import { rendered } from "../rendered-line.ts";
import { type LineType, lineTypes, type StageLine } from "../stage.ts";
import type { Chronicle } from "./experiment.ts";
import { endOf } from "./happening.ts";
import type { Broken } from "./judge.ts";
import { sentenceOf } from "./sentences.ts";

/** An event of the story before it has its place in it. */
interface Moment {
  readonly at: number;
  readonly type: LineType;
  readonly sentence: string;
  readonly facts?: StageLine["facts"];
}

export function storyOf(chronicle: Chronicle, breaches: readonly Broken[]): readonly string[] {
  const { began } = chronicle;
  const moments = [
    ...happened(chronicle),
    ...told(chronicle),
    ...ended(chronicle),
    ...led(chronicle),
    ...remembered(chronicle),
    ...breaches.map(
      ({ at, says, invariant }): Moment => ({
        ...{ at, type: "trouble", sentence: `${invariant} is broken: ${says}` },
      }),
    ),
  ].toSorted((one, other) => one.at - other.at);
  return moments.flatMap(({ at, type, sentence, facts = {} }) => {
    const line = { at: new Date(at).toISOString(), type, sentence, facts };
    return rendered(line, timeOfDay(instant(at - began)));
  });
}

function happened({ began, done }: Chronicle): readonly Moment[] {
  return done.flatMap(({ happening, deed }): Moment[] => {
    const isPersons = [
      "order",
      "answer",
      "pause",
      "resume",
      "moveLever",
      "practise",
      "endPractice",
    ].includes(happening.kind);
    const refused = deed.kind === "refused" ? `; refused: ${deed.because.split("\n")[0]}` : "";
    const begins: Moment = {
      at: began + happening.at,
      type: isPersons ? "order" : "fault",
      sentence: `${sentenceOf(happening)}${refused}`,
    };
    if (endOf(happening) === happening.at) return [begins];
    const over = `over: ${sentenceOf(happening)}`;
    return [begins, { at: began + endOf(happening), type: "fault", sentence: over }];
  });
}

function told({ events, notices }: Chronicle): readonly Moment[] {
  const news = events.filter(({ type }) => type !== "noticed");
  return [
    ...news.map(({ at, type, sentence }): Moment => ({ at, type: lineTypes[type], sentence })),
    ...notices.map(
      ({ at, subject, body }): Moment => ({
        ...{ at, type: "notice", sentence: subject, facts: { body: body.split("\n") } },
      }),
    ),
  ];
}

function ended({ executions }: Chronicle): readonly Moment[] {
  return executions
    .filter(({ machine }) => machine !== "watch")
    .flatMap(({ name, startedAt, stoppedAt, status, error }): Moment[] => [
      { at: startedAt, type: "decision", sentence: `execution ${name} begins` },
      ...(stoppedAt === null
        ? []
        : [
            {
              ...{ at: stoppedAt, type: "completed" as const },
              sentence: `execution ${name} ends: ${error ?? status}`,
            },
          ]),
    ]);
}

function led({ samples }: Chronicle): readonly Moment[] {
  return samples.flatMap(({ at, serves }, index): Moment[] => {
    const before = samples[index - 1]?.serves;
    const now = `managed login leads to ${serves.managedLogin}, SDK sign-in to ${serves.sdk}`;
    const isSame = before?.managedLogin === serves.managedLogin && before?.sdk === serves.sdk;
    return isSame ? [] : [{ at, type: "dns", sentence: now }];
  });
}

/** What the ledger says, beside what was told: the two are not the same where something is wrong. */
function remembered({ samples }: Chronicle): readonly Moment[] {
  return samples.flatMap(({ at, phase, tokens: { state } }, index): Moment[] => {
    const before = samples[index - 1]?.phase;
    if (before === undefined || before === phase) return [];
    const now = `the stored phase: ${before}, then ${phase} (token ${state})`;
    return [{ at, type: "decision", sentence: now }];
  });
}
