// HTML by template: what is put in is escaped, unless a template of ours made it.

/** Made by `html` alone. */
export interface Markup {
  readonly markup: string;
}

type Inlay = Markup | string | number | readonly Inlay[];

export function html(parts: TemplateStringsArray, ...inlays: readonly Inlay[]): Markup {
  const markup = parts.map((part, at) => `${part}${rendered(inlays[at] ?? "")}`).join("");
  return { markup };
}

function rendered(inlay: Inlay): string {
  if (typeof inlay === "string") return escaped(inlay);
  if (typeof inlay === "number") return String(inlay);
  return "markup" in inlay ? inlay.markup : inlay.map(rendered).join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter);
}
