// What `--what-if` supposes: settings, which are parsed anew with all their rules, and facts.

import type { DecisionInput } from "../../core/explain/decision-input.ts";
import { partsOf, supposable, whatIf } from "../../core/explain/what-if.ts";
import type { Config } from "../../core/settings/policy.ts";
import { ActionError } from "../../core/values/errors.ts";
import { nearName } from "../../core/values/nearest-name.ts";
import { checked } from "../settings.ts";

/** Those that a decision rests on, by the names that they can be called by. */
const settings: Readonly<Record<string, readonly string[]>> = {
  cooldown: ["cooldown"],
  yearsPerFalseFailover: ["budget", "yearsPerFalseFailover"],
  evidenceTooOldAfter: ["criteria", "evidenceTooOldAfter"],
  backgroundFailureRate: ["criteria", "backgroundFailureRate"],
  blipsPerYear: ["criteria", "blipsPerYear"],
  blipMean: ["criteria", "blipMean"],
  recoveryFactor: ["criteria", "recoveryFactor"],
};

/** These change how evidence is collected, and not only how it is read. */
const collecting: readonly string[] = [
  "yearsPerFalseFailover",
  "evidenceTooOldAfter",
  "backgroundFailureRate",
  "recoveryFactor",
];

/** What stands left of "=": a fact, a setting by its name, or by its path from the pool. */
export const allSupposable: readonly string[] = [...supposable, ...Object.keys(settings)];

/** Without a value a setting would be set to nothing, and the file of settings blamed for it. */
export function checkForm(texts: readonly string[]): void {
  const unformed = texts.find((text) => !/^[^=]+=./s.test(text));
  if (unformed === undefined) return;
  const name = unformed.replace(/=.*$/s, "");
  const isSetting = Object.hasOwn(settings, nameOf(name));
  throw new ActionError({
    code: "InvalidInput",
    cannot: "suppose that",
    must: 'it must have the form NAME=VALUE, such as cooldown="5 minutes" or replica=INACTIVE',
    value: unformed,
    next: isSetting ? `--what-if ${name}=…, with its value` : "cognito-failover why --help",
  });
}

/** The settings of the pool with all suppositions about settings; the very same without any. */
export function supposedConfig(
  config: Config,
  texts: readonly string[],
  { raw, file, pool }: { readonly raw: object; readonly file: string; readonly pool: string },
): Config {
  const wanted = texts.filter(isOfSettings);
  if (wanted.length === 0) return config;
  const changed = wanted.reduce<unknown>((before, text) => {
    const { key, value } = partsOf(text);
    const path = ["pools", String(indexOf(before, pool)), ...(settings[nameOf(key)] ?? [])];
    return withValue(before, path, written(value));
  }, raw);
  const what = wanted.map((text) => `"${text}"`).join(" and ");
  return checked(changed as object, `${file} with ${what}`);
}

/** Whether evidence would have been collected otherwise, which a look at the present cannot tell. */
export function isCollectedOtherwise(texts: readonly string[]): boolean {
  return texts.some((text) => collecting.includes(nameOf(partsOf(text).key)));
}

/** The input with all suppositions about facts, one after the other, and how each reads. */
export function supposedInput(
  input: DecisionInput,
  texts: readonly string[],
): { readonly input: DecisionInput; readonly words: readonly string[] } {
  let changed = input;
  const words = texts.map((text) => {
    if (isOfSettings(text)) return settingWords(text);
    const supposed = whatIf(changed, text);
    if (supposed.kind === "refused") throw refusal(text, supposed.must);
    changed = supposed.input;
    return supposed.words;
  });
  return { input: changed, words };
}

function refusal(text: string, must: string): ActionError {
  const { key } = partsOf(text);
  const keys = [...supposable.map((one) => one.split(":")[0] ?? one), ...Object.keys(settings)];
  const isUnknown = !keys.includes(key);
  const near = isUnknown ? nearName(key, keys) : null;
  return new ActionError({
    code: "InvalidInput",
    cannot: "suppose that",
    must: isUnknown ? `it must begin with one of ${allSupposable.join(", ")}` : must,
    value: text,
    next: near === null ? "cognito-failover why --help" : `--what-if ${near}=…, if you meant that`,
  });
}

function isOfSettings(text: string): boolean {
  return Object.hasOwn(settings, nameOf(partsOf(text).key));
}

/** "criteria.blipMean" is "blipMean". */
function nameOf(key: string): string {
  const known = Object.entries(settings).find(([, path]) => path.join(".") === key);
  return known?.[0] ?? key;
}

function settingWords(text: string): string {
  const { key, value } = partsOf(text);
  return `the setting ${(settings[nameOf(key)] ?? [key]).join(".")} were ${value}`;
}

/** A number where it is one; else text, as a length of time is. */
function written(value: string): string | number {
  return /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

function indexOf(raw: unknown, pool: string): number {
  const { pools } = raw as { readonly pools: readonly { readonly name?: unknown }[] };
  return pools.findIndex(({ name }) => name === pool);
}

function withValue(node: unknown, path: readonly string[], value: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (Array.isArray(node)) {
    return node.map((item, at) => (at === Number(first) ? withValue(item, rest, value) : item));
  }
  const before = (node ?? {}) as Readonly<Record<string, unknown>>;
  return { ...before, [first]: withValue(before[first], rest, value) };
}
