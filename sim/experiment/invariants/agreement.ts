// That levers, state and names agree, and come to rest.

import { RESTS_WITHIN } from "../experiment.ts";
import { happenedOf, type Invariant, type InvariantBreach, MINUTE, paths } from "./invariant.ts";

export const agreement: readonly Invariant[] = [
  {
    name: "noPathWithoutTraffic",
    says: "at no time does a path lead nowhere, or to both Regions",
    check: ({ samples }) => {
      const lost = samples.flatMap(({ at, serves }) =>
        paths
          .filter((path) => serves[path] === "nowhere" || serves[path] === "between")
          .map((path) => ({ at, says: `${path} led to ${serves[path]}` })),
      );
      return lost.slice(0, 1);
    },
  },
  {
    name: "allComesToRest",
    says: `when the last trouble is over, no execution runs and no lever is on its way after ${RESTS_WITHIN / MINUTE} minutes, unless somebody stopped the move and mode observe keeps the controller from ending it, or in mode advise people are asked and do not answer`,
    check: ({ samples, executions, over, state }) => {
      const last = samples.at(-1);
      if (last === undefined || last.at < over + RESTS_WITHIN - MINUTE) return [];
      const running = executions.filter(
        ({ machine, status }) => machine !== "watch" && status === "RUNNING",
      );
      if (running.length === 0 && last.mode === "observe") return [];
      const asking = last.mode === "advise" ? (state?.asked ?? null) : null;
      if (asking !== null && running.every(({ name }) => name === asking.executionName)) return [];
      const isMoving = last.phase === "failingOver" || last.phase === "failingBack";
      return running.length > 0 || isMoving
        ? [
            {
              at: last.at,
              says: `the phase is ${last.phase}, and ${running.length} executions run`,
            },
          ]
        : [];
    },
  },
  {
    name: "allAgreeAtRest",
    says: "at rest each path leads where its lever stands, and its lever stands where the state says, unless a person moved it",
    check: (chronicle) => {
      const { samples, state, policy } = chronicle;
      const last = samples.at(-1);
      if (last === undefined || state === null) return [];
      // What is on its way yet is allComesToRest's.
      if (last.phase === "failingOver" || last.phase === "failingBack") return [];
      const byHand = happenedOf(chronicle, "moveLever").map(({ path }) => path);
      return paths.flatMap((path): InvariantBreach[] => {
        const { at } = last;
        const lever = last.levers[path];
        if (last.serves[path] !== lever) {
          return [{ at, says: `${path} leads to ${last.serves[path]}, and its lever to ${lever}` }];
        }
        const wanted =
          state.paths.find((one) => one.path === path)?.wanted ??
          (last.phase === "failedOver" ? policy.secondary : policy.primary);
        if (byHand.includes(path) || wanted === lever) return [];
        return [
          { at, says: `the lever of ${path} stands at ${lever}, and the state says ${wanted}` },
        ];
      });
    },
  },
];
