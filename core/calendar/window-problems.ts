// Which windows of the settings never open? In go those of the week, allowed and blocked; out come their problems, each
// with the place of what to change: "windows.0.to".

import { always, leavesOpen, type WeeklyWindow, windowText } from "./week.ts";
import type { WeekAndDates } from "./windows.ts";

export interface WindowProblem {
  readonly at: string;
  readonly must: string;
  readonly value: unknown;
  readonly next: string;
}

export function windowProblems({ windows, blocked }: WeekAndDates): readonly WindowProblem[] {
  return [
    ...endless("windows", windows),
    ...endless("blocked.windows", blocked.windows),
    ...neverOpen(windows, blocked.windows),
  ];
}

function endless(list: string, windows: readonly WeeklyWindow[]): readonly WindowProblem[] {
  return windows.flatMap(({ from, to }, index) =>
    from !== to
      ? []
      : [
          {
            at: `${list}.${index}.to`,
            must: "must differ from the time at which the window begins",
            value: to,
            next: 'Write "24:00" with "00:00" as its beginning for whole days',
          },
        ],
  );
}

function neverOpen(
  windows: readonly WeeklyWindow[],
  blocked: readonly WeeklyWindow[],
): readonly WindowProblem[] {
  if (windows.length === 0 && !leavesOpen(always, blocked)) {
    return [
      {
        at: "blocked.windows",
        must: "must leave some time of the week open",
        value: blocked.map(windowText),
        next: "Shorten one of them, or remove it",
      },
    ];
  }
  return windows.flatMap((window, index) =>
    window.from === window.to || leavesOpen(window, blocked)
      ? []
      : [
          {
            at: `windows.${index}`,
            must: "must open at some time that blocked.windows leaves open",
            value: windowText(window),
            next: "Move the window, shorten what is blocked, or remove one of them",
          },
        ],
  );
}
