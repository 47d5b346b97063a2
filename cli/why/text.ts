// The answer for people: what was decided, and below it everything that it rests on.

import { styleText } from "node:util";
import type { Decision } from "../../core/decide/decide.ts";
import { alternatives } from "../../core/detect/cusum.ts";
import { shareThatDoesNotPay, shareThatPays } from "../../core/detect/user-impact.ts";
import { isOnlyAStage } from "../../core/diagnose/diagnosis.ts";
import { sentenceOf } from "../../core/diagnose/finding.ts";
import type { RegionAccount, VoteAccount } from "../../core/explain/region-account.ts";
import { modeInWords } from "../../core/practice/mode-account.ts";
import { serving } from "../../core/state/state.ts";
import type { Millis } from "../../core/values/types.ts";
import { inWords, shareInWords, timeOfDay } from "../../core/values/words.ts";
import type { WhyReport } from "./report.ts";

export function asText(answer: WhyReport): string {
  return [
    ...head(answer),
    ...answer.regions.flatMap((region) => ["", ...regionLines(region, answer)]),
    "",
    ...caseLines(answer),
    "",
    ...ruleLines(answer),
    "",
    ...evidenceLines(answer),
    "",
    ...changeLines(answer),
  ].join("\n");
}

function head(answer: WhyReport): readonly string[] {
  const { pool, now, input, decision, rebuilt, supposed, mode } = answer;
  const { state, tick } = input;
  const { diagnosis } = decision.assessment;
  const where = serving(state, tick.policy) ?? "a move is under way";
  const title = `${pool} at ${new Date(now).toISOString().slice(0, 10)} ${timeOfDay(now)} UTC`;
  return [
    `${styleText("bold", title)}: ${state.standing.phase}; serving: ${where}; mode: ${mode.inForce}`,
    ...(mode.arming === null ? [] : [`  mode       ${modeInWords(mode, now)}`]),
    ...(supposed === null ? [] : supposedLines(supposed)),
    `  decided    ${done(decision)}: ${decision.reason}`,
    `  diagnosis  ${diagnosis.name}: ${diagnosis.sentence}`,
    ...(rebuilt === null ? [] : rebuiltLines(rebuilt, decision)),
  ];
}

function supposedLines({
  words,
  asItIs,
  isCollectedOtherwise,
}: NonNullable<WhyReport["supposed"]>): readonly string[] {
  return [
    ...words.map((one) => `  what if    ${one}`),
    `  as it is   ${done(asItIs)}: ${asItIs.reason}`,
    ...(isCollectedOtherwise
      ? [
          "  note       the statistics were collected under the settings as they are; --at now folds anew",
        ]
      : []),
  ];
}

function rebuiltLines(
  { from, rounds, recorded, taken }: NonNullable<WhyReport["rebuilt"]>,
  { situation }: Decision,
): readonly string[] {
  const isOther = recorded.every(({ facts }) => facts["situation"] !== situation);
  return [
    ...recorded.map(
      ({ at, facts, sentence }) =>
        `  recorded   ${timeOfDay(at)} ${facts["situation"]}: ${sentence}`,
    ),
    ...(isOther ? [`  note       no record of then says ${situation}`] : []),
    `  rebuilt    from ${rounds} rounds since ${timeOfDay(from)}`,
    ...taken.map((one) => `             ${one}`),
  ];
}

/** What is done: "nothing", "failOver, if a person agrees". */
function done({ action, situation }: Decision): string {
  const what = action.kind === "none" || action.kind === "refuse" ? "nothing" : action.kind;
  const asks = "needsApproval" in action && action.needsApproval ? ", if a person agrees" : "";
  return `${styleText("bold", `${what}${asks}`)} (${situation})`;
}

function regionLines(
  { role, region, verdict, health, votes }: RegionAccount,
  { threshold }: WhyReport,
): readonly string[] {
  const says =
    verdict.kind === "unhealthy"
      ? `unhealthy, looks ${verdict.reading}, since ${timeOfDay(verdict.since)}`
      : verdict.kind;
  return [
    `${styleText("bold", `${region}, the ${role}`)}, is ${health.name} (${health.because}); verdict ${says}`,
    ...votes.map((vote) => voteLine(vote, threshold)),
  ];
}

const colors = { healthy: "green", unhealthy: "red", undetermined: "yellow" } as const;

function voteLine({ vote, against, age, evidenceAge }: VoteAccount, threshold: number): string {
  const name = `  ${vote.vantage.padEnd(14)}  ${styleText(colors[vote.kind], vote.kind.padEnd(12))}`;
  const because = vote.kind === "undetermined" ? `; ${vote.because}` : "";
  if (against === null) return `${name}  ${bar(0)}  no report${because}`;
  const most = Math.max(...alternatives.map((one) => against[one]));
  const each = alternatives.map((one) => `${one} ${against[one].toFixed(1)}`).join(", ");
  const heard = age === evidenceAge ? "" : `, last evidence ${ago(evidenceAge)}`;
  return `${name}  ${bar(most / threshold)}  ${each} of ${threshold.toFixed(1)}; ${ago(age)}${heard}${because}`;
}

const barLetters = 10;

/** "[######....]": how much of what a vote takes. */
function bar(share: number): string {
  // Only what reaches the threshold fills it.
  const full = share >= 1 ? barLetters : Math.min(barLetters - 1, Math.ceil(share * barLetters));
  return `[${"#".repeat(full)}${".".repeat(barLetters - full)}]`;
}

function ago(age: Millis | null): string {
  return age === null ? "never" : `${inWords(age)} ago`;
}

function caseLines({ decision, wait, regions: [primary] }: WhyReport): readonly string[] {
  const { harm, kind, dissent } = decision.assessment.case;
  const title = styleText("bold", `The case for leaving ${primary.region}`);
  if (wait === null) return [`${title}: none, as no majority calls it unhealthy`];
  const left = wait.left > 0 ? `${inWords(wait.left)} to go, if it goes on like this` : "over";
  const short = wait.isStanding ? " (short, as trouble has stood for long already)" : "";
  return [
    `${title}: ${kind}`,
    `  staying    ${shareInWords(harm.staying)} of sign-ins fail, in ${harm.rounds.toFixed(1)} rounds`,
    `  moving     ${shareInWords(harm.moving)} would, with what a secondary cannot do`,
    `  it pays    from ${shareInWords(shareThatPays)} on; below ${shareInWords(shareThatDoesNotPay)} it does not`,
    `  the wait   ${inWords(wait.lasted)} of ${inWords(wait.needed)}${short}: ${left}`,
    ...(dissent.length === 0 ? [] : [`  see it healthy  ${dissent.join(", ")}`]),
  ];
}

function ruleLines({ decision }: WhyReport): readonly string[] {
  const { move, to } = decision.assessment;
  const marks = {
    broken: styleText("red", "forbids "),
    overridden: styleText("yellow", "set aside"),
    doesNotBind: styleText("yellow", "binds not"),
    met: styleText("green", "met     "),
  };
  const title = `Rules of ${move === "failOver" ? "a failover" : "a failback"} to ${to.region}`;
  return [
    styleText("bold", title),
    ...decision.rules.map(({ name, kind, sentence }) =>
      `  ${marks[kind]}  ${name.padEnd(22)}${sentence === "" ? "" : `  ${sentence}`}`.trimEnd(),
    ),
  ];
}

function evidenceLines({ evidence, decision }: WhyReport): readonly string[] {
  const { diagnosis, diagnoses, found } = decision.assessment;
  const others = diagnoses.filter(
    ({ name }) => name !== diagnosis.name && name !== "allWell" && !isOnlyAStage(name),
  );
  return [
    styleText("bold", "Signals and other facts"),
    ...evidence.map(({ name, age }) => `  ${name}${age === null ? "" : `, ${ago(age)}`}`),
    ...others.map(({ name, sentence }) => `  also holds: ${name}: ${sentence}`),
    ...found.map((finding) => `  found: ${sentenceOf(finding)}`),
  ];
}

function changeLines({ smallestChange: { change, tried }, pool, supposed }: WhyReport) {
  const title = styleText("bold", "The smallest change that would have changed it");
  if (change === null) return [`${title}: none, of ${tried} tried one by one`];
  const { what, words, changes, decision } = change;
  const before = (supposed?.texts ?? []).map((text) => `--what-if ${quoted(text)} `).join("");
  return [
    `${title}: if ${words}`,
    `  then       ${done(decision)}: ${decision.reason}`,
    ...(changes === "situation"
      ? ["             (no single change would have moved sign-in)"]
      : []),
    `  see it     cognito-failover why ${pool} ${before}--what-if ${quoted(what)}`,
  ];
}

function quoted(text: string): string {
  return /^[\w:@=%.-]+$/.test(text) ? text : JSON.stringify(text);
}
