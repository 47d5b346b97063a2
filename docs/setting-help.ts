// What does an editor show for each setting? Asks the compiler which doc comments reach the type of
// failover.config.ts. They stand in the schemas of core/settings/, and no Lambda carries them.

import { fileURLToPath } from "node:url";
import { API, type Checker, type Project, type Type } from "typescript/unstable/sync";
import { assert } from "../core/values/errors.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

export interface Help {
  /** The first paragraph: what the setting is. */
  readonly meaning: string;
  /** The others: what is to be known about all that is inside. */
  readonly further: string;
  /** Of the settings inside, in an object or in each of a list of objects. */
  readonly inner: ReadonlyMap<string, Help>;
}

export function settingHelp(): Help {
  const api = new API({ cwd: root });
  try {
    const snapshot = api.updateSnapshot({ openProjects: [`${root}core/tsconfig.json`] });
    return helpOfExport(snapshot.getProjects()[0], "ConfigInput");
  } finally {
    api.close();
  }
}

function helpOfExport(project: Project | undefined, name: string): Help {
  const source = project?.program.getSourceFile(`${root}core/settings/policy.ts`);
  assert(project !== undefined && source !== undefined, "the compiler has read the settings");
  const { checker } = project;
  const module = checker.getSymbolAtLocation(source);
  const symbol = module && checker.getExportsOfModule(module).find((one) => one.name === name);
  assert(symbol !== undefined, `core/settings/policy.ts exports ${name}`);
  return {
    ...paragraphs(checker.getDocumentationCommentOfSymbol(symbol)),
    inner: inside(checker, checker.getDeclaredTypeOfSymbol(symbol)),
  };
}

function inside(checker: Checker, given: Type | undefined): ReadonlyMap<string, Help> {
  const type = given && checker.getNonNullableType(given);
  if (type === undefined || !type.isObjectType()) return new Map();
  if (checker.isArrayType(type) && type.isTypeReference()) {
    return inside(checker, checker.getTypeArguments(type)[0]);
  }
  return new Map(
    checker.getPropertiesOfType(type).map((property): [string, Help] => [
      property.name,
      {
        ...paragraphs(checker.getDocumentationCommentOfSymbol(property)),
        inner: inside(checker, checker.getTypeOfSymbol(property)),
      },
    ]),
  );
}

function paragraphs(comment: string): Pick<Help, "meaning" | "further"> {
  const [meaning = "", ...further] = comment
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim().replace(/\s*\n\s*/g, " "));
  return { meaning, further: further.join("\n\n") };
}
