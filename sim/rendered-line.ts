// A line of a story as text: pretend time, a short label, the sentence; notices as people get them.

import { styleText } from "node:util";
import type { LineType, StageLine } from "./stage.ts";

type Style = Parameters<typeof styleText>[0];

const labels: Readonly<Record<LineType, readonly [string, Style]>> = {
  scene: ["", "bold"],
  fault: ["fault", "red"],
  probe: ["probe", "gray"],
  health: ["health", "yellow"],
  diagnosis: ["diagnosis", "yellow"],
  decision: ["decision", "cyan"],
  shifted: ["shifted", "magenta"],
  waiting: ["waiting", "gray"],
  verified: ["verified", "green"],
  dns: ["DNS", "blue"],
  signIn: ["sign-in", "green"],
  managedLogin: ["login page", "green"],
  notice: ["notice", "cyan"],
  order: ["person", "bold"],
  completed: ["completed", "green"],
  practice: ["practice", "magenta"],
  trouble: ["trouble", "red"],
  end: ["end", "bold"],
};

const bad = /cannot|does not answer|answers with 5|not confirmed|could not be moved/i;

/** The lines of text that one line of a story becomes. */
export function rendered({ type, sentence, facts }: StageLine, elapsed: string): readonly string[] {
  if (type === "scene") return ["", paint("bold", sentence)];
  const [label, style] = labels[type];
  const name = paint(bad.test(sentence) ? "red" : style, label.padEnd(10));
  const head = `${paint("gray", elapsed)}  ${name}  ${sentence}`;
  const body = facts["body"];
  if (type !== "notice" || !Array.isArray(body)) return [head];
  const bar = paint("gray", "│");
  return [head, ...body.map((text) => `${" ".repeat(22)}${bar} ${text}`)];
}

/** Colour only on a terminal, and never where NO_COLOR is set. */
export function paint(style: Style, text: string): string {
  const isPlain = process.stdout.isTTY !== true || (process.env["NO_COLOR"] ?? "") !== "";
  return isPlain ? text : styleText(style, text);
}
