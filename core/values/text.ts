// May this text stand in a notice, an event, an order? Text from outside is one line of printable letters, and
// short: a line break, a hidden letter or a turned direction could forge a line that we never wrote. What a
// person types is refused, what AWS says is made fit.

/** Letters that people may give as a reason. */
export const REASON_LETTERS = 200;
/** Letters of who wants something: a name, the ARN that it was given under, and why a person agreed. */
export const BY_LETTERS = 500;
/** Letters of one line of a notice or event. */
export const LINE_LETTERS = 1_000;

/**
 * Control and format characters (bidirectional overrides and zero-widths are among them), halves of surrogates,
 * private letters, line and paragraph separators; and letters that have no ink.
 */
const hidden =
  "\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0";
const anyHidden = new RegExp(`[${hidden}]`, "gu");
const anyRun = new RegExp(`[${hidden}\\s]+`, "gu");
/** Runs of nothing but spaces, which set our own words apart, are none of these. */
const brokenRun = new RegExp(` *(?:[${hidden}]|(?! )\\s)[${hidden}\\s]*`, "gu");

/** Without line breaks, hidden letters and runs of spaces. */
export function oneLine(text: string): string {
  return text.replace(anyRun, " ").trim();
}

/** With an ellipsis where something is left out; `most` counts letters, the ellipsis too. */
export function cutShort(text: string, most = REASON_LETTERS): string {
  // No letter takes more than two units: what is far too long is not taken apart as a whole.
  const letters = [...text.slice(0, 2 * most + 2)];
  return letters.length > most
    ? `${letters
        .slice(0, most - 1)
        .join("")
        .trimEnd()}…`
    : text;
}

/** Whatever AWS or an older version said, as one line of at most `most` letters. */
export function plainLine(text: string, most = LINE_LETTERS): string {
  return cutShort(text.replace(brokenRun, " ").trim(), most);
}

/** Whether a person may give this text: 1 to `most` printable letters on one line, none of them hidden. */
export function isPlain(text: string, most: number): boolean {
  return text.trim() !== "" && cutShort(text, most) === text && text.search(anyHidden) === -1;
}

/** Shows what is hidden, as "\u202e". */
export function revealed(text: string): string {
  return text.replace(anyHidden, (letter) =>
    [...Array(letter.length).keys()]
      .map((at) => `\\u${letter.charCodeAt(at).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}
