// The rule of a composite alarm: other alarms' states, joined by AND, OR and NOT.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html

import { validation } from "./errors.ts";
import { ALARM_STATES, type AlarmState } from "./verdict.ts";

export interface AlarmRule {
  /** Names of the alarms that it is about. */
  readonly names: readonly string[];
  /** Whether it holds, given the state of each. */
  holds(stateOf: (name: string) => AlarmState): boolean;
}

type Holds = AlarmRule["holds"];

/** A name or an ARN in quotes or bare, a bracket, or a word. */
const TOKEN = /\s*("[^"]*"|[()]|[^\s()"]+)\s*/y;

export function parseRule(text: string): AlarmRule {
  const tokens = tokensOf(text);
  const names: string[] = [];
  let at = 0;
  const wrong = () =>
    validation(`AlarmRule is not valid: unexpected ${tokens[at] ?? "end"} in ${text}`);
  const take = (token: string) => {
    if (tokens[at] !== token) throw wrong();
    at++;
  };

  function any(): Holds {
    const parts = [all()];
    while (tokens[at] === "OR") {
      at++;
      parts.push(all());
    }
    return (stateOf) => parts.some((part) => part(stateOf));
  }

  function all(): Holds {
    const parts = [one()];
    while (tokens[at] === "AND") {
      at++;
      parts.push(one());
    }
    return (stateOf) => parts.every((part) => part(stateOf));
  }

  function one(): Holds {
    const token = tokens[at++];
    if (token === "TRUE" || token === "FALSE") return () => token === "TRUE";
    if (token === "NOT") {
      const inner = one();
      return (stateOf) => !inner(stateOf);
    }
    if (token === "(") {
      const inner = any();
      take(")");
      return inner;
    }
    const state = ALARM_STATES.find((name) => name === token);
    if (state === undefined) {
      at--;
      throw wrong();
    }
    take("(");
    const name = nameIn(tokens[at++] ?? "");
    take(")");
    names.push(name);
    return (stateOf) => stateOf(name) === state;
  }

  const holds = any();
  if (at < tokens.length) throw wrong();
  return { names, holds };
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const [, token] = TOKEN.exec(text) ?? [];
    if (token === undefined) throw validation(`AlarmRule is not valid: ${text}`);
    tokens.push(token);
  }
  return tokens;
}

/** An ARN ends with the name. */
function nameIn(token: string): string {
  const text = token.replace(/^"|"$/g, "");
  return text.startsWith("arn:") ? text.split(":").slice(6).join(":") : text;
}
