// Sentences under a label, broken at 80 columns: the label stands before the first line alone.

const lineColumns = 80;
const labelColumns = 10;

/** "  label       text that goes on\n              in the next line" */
export function labelled(label: string, text: string): string {
  const before = `  ${label.padEnd(labelColumns)}  `;
  const indent = " ".repeat(before.length);
  return wrapped(text, lineColumns - before.length)
    .map((line, at) => `${at === 0 ? before : indent}${line}`.trimEnd())
    .join("\n");
}

/** Broken between words; a word that is longer than a line has one to itself. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length <= width || line === "") line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}
