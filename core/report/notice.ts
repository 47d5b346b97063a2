// What is a notice? A subject that SNS takes and lines with a label each; none of them can forge another,
// whatever text from outside is in it. What it is known by is notice-id.ts. It sends nothing.

import { plainLine } from "../values/text.ts";

export interface Notice {
  /** "primaryDead@41": the reason, and the occasion where it may come up again. */
  readonly id: string;
  readonly pool: string;
  /** Plain ASCII, fewer than 100 characters: SNS refuses longer subjects. */
  readonly subject: string;
  readonly body: string;
}

export type NoticeLine = readonly [label: string, text: string];

/** SNS wants fewer than 100 characters. */
const subjectLetters = 99;
/** Far below the 256 KiB that SNS takes, whatever the letters are in UTF-8. */
const mostLines = 60;

export function makeNotice(
  { id, pool }: Pick<Notice, "id" | "pool">,
  headline: string,
  lines: readonly NoticeLine[],
): Notice {
  const width = Math.max(...lines.map(([label]) => label.length)) + 2;
  // What to do next stands last, and must not be the line that is left out.
  const shown =
    lines.length > mostLines ? [...lines.slice(0, mostLines - 1), ...lines.slice(-1)] : lines;
  return {
    id,
    pool,
    subject: plainLine(`${subjectBegins(pool)}${headline}`)
      .replace(/[^\x20-\x7e]/g, "?")
      .slice(0, subjectLetters),
    body: shown.map(([label, text]) => `${`${label}:`.padEnd(width)}${plainLine(text)}`).join("\n"),
  };
}

/** What its subject says, without whose it is. */
export function headlineIn({ subject, pool }: Notice): string {
  return subject.slice(subjectBegins(pool).length);
}

function subjectBegins(pool: string): string {
  return `[cognito-failover] ${pool}: `;
}
