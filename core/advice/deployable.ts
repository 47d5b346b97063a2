// What may stand in settings on a laptop, and may not be deployed? Ids that say "pretend", as failover.config.ts is
// shipped with them in the place of what only whoever deploys can know; and endpoints that are not AWS's own.

import type { Config } from "../settings/policy.ts";
import { type Problem, pathText } from "../settings/problem.ts";
import { sentence } from "../values/errors.ts";

/** The word by itself, in any case, since ids are in capitals or not as AWS likes it; "pretendia.com" is a name. */
const PRETENDED = /(?<![a-z])pretend(?![a-z])/i;

/** Names that nobody can own: https://www.rfc-editor.org/rfc/rfc2606 */
const RESERVED = /\.(?:example|invalid|test)(?![\w.-])/i;

/** Empty where the settings can be deployed. */
export function refusedByDeployment(config: Config): readonly Problem[] {
  return [...pretendedIds(config), ...otherThanAws(config)];
}

/** Names that nobody can own: what is deployed with them reaches nobody. */
export function namesOfNobody({ pools, notices }: Config): readonly string[] {
  const [first, ...more] = textsIn({ pools, notices }).filter(({ text }) => RESERVED.test(text));
  if (first === undefined) return [];
  const others = more.length === 0 ? "" : `, and so are ${more.length} more`;
  return [`${pathText(first.path)}, ${first.text}, is a name that nobody can own${others}`];
}

function otherThanAws({ endpoints }: Config): readonly Problem[] {
  if (endpoints === null) return [];
  const message = sentence({
    cannot: "deploy these settings",
    must: "endpoints must be null, for AWS itself",
    value: endpoints,
  });
  return [{ path: "endpoints", message, next: "Leave endpoints out" }];
}

function pretendedIds({ pools, notices }: Config): readonly Problem[] {
  return textsIn({ pools, notices })
    .filter(({ text }) => PRETENDED.test(text))
    .map(({ path, text }) => ({
      path: pathText(path),
      message: sentence({
        cannot: "deploy these settings",
        must: `${pathText(path)} must be one of yours, without "pretend" in it`,
        value: text,
      }),
      next: "Write your own: docs/deploy.md says what to make, docs/settings.md what may stand there",
    }));
}

interface Text {
  readonly path: readonly PropertyKey[];
  readonly text: string;
}

function textsIn(value: unknown, path: readonly PropertyKey[] = []): readonly Text[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (typeof value !== "object" || value === null) return [];
  const entries: [PropertyKey, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [index, item])
    : Object.entries(value);
  return entries.flatMap(([key, inner]) => textsIn(inner, [...path, key]));
}
