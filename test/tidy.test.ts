// Is the house clean? Who imports whom, who may ask for the time or for chance, how files are named,
// and whether anything lies about that nothing uses.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { HANGS_AFTER_MS } from "./hangs-after.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

const FOLDERS = [
  "aws",
  "bench",
  "cli",
  "client",
  "controller",
  "core",
  "docs",
  "functions",
  "packages/pretend-aws",
  "sim",
  "stacks",
];

interface Source {
  /** From the root: "core/detect/verdict.ts". */
  readonly path: string;
  /** "core"; empty for a file at the root. */
  readonly folder: string;
  /** Without comments. */
  readonly code: string;
  /** Files of ours, from the root. */
  readonly imports: readonly string[];
  /** Packages and Node's own modules, as written. */
  readonly packages: readonly string[];
}

const inFolders = FOLDERS.flatMap(filesIn);
const isOfTests = (path: string) => /^(?:packages\/[^/]+\/)?test\//.test(path);

/** What else lies at the root is of whoever deploys: settings, and what belongs to them. */
const atRoot = ["sst.config.ts", "vitest.config.ts"];

const sources = [...inFolders, ...atRoot].filter((path) => !isOfTests(path)).map(read);
const tests = [...filesIn("test"), ...inFolders.filter(isOfTests)].sort().map(read);

/** Arrows go one way: what the files of a folder may import. A path ending in .ts is that file alone. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  client: [],
  "packages/pretend-aws": [],
  aws: ["core"],
  // What Lambdas and the command line share.
  controller: ["core", "aws"],
  functions: ["core", "aws", "controller", "failover.config.ts"],
  stacks: ["core", "failover.config.ts"],
  sim: ["core", "aws", "controller", "functions", "stacks", "packages/pretend-aws", "client"],
  // It measures the decision core, and nothing of what is around it.
  bench: ["core", "sim/random.ts"],
  cli: [
    ...["core", "aws", "controller", "sim", "bench", "stacks/names.ts"],
    // What roles may do is a table, too, of which a boundary is made.
    ...["lambdas", "permissions/given", "permissions/services"].map((file) => `stacks/${file}.ts`),
  ],
  // A page is printed from what it describes.
  docs: ["core", "cli", "sim", "stacks"],
  // At the root there is what is deployed and how tests run.
  "": ["core", "stacks", "test/hangs-after.ts"],
};

describe("the arrows between folders", () => {
  it.each(Object.entries(ARROWS))('let "%s" import its own files and %j', (folder, allowed) => {
    const strays = sources
      .filter((source) => source.folder === folder)
      .flatMap(({ path, imports }) =>
        imports
          .filter((to) => folderOf(to) !== folder)
          .filter((to) => !allowed.includes(folderOf(to)) && !allowed.includes(to))
          .map((to) => `${path} imports ${to}`),
      );
    expect(strays).toEqual([]);
  });

  it("lead from no test to the settings of whoever deploys", () => {
    const strays = tests.filter(({ imports }) => imports.includes("failover.config.ts"));
    expect(strays.map(({ path }) => path)).toEqual([]);
  });

  it("are those that CONTRIBUTING draws", () => {
    const page = readFileSync(`${root}CONTRIBUTING.md`, "utf8");
    const [, table = ""] = /\| folder \| imports of ours \|\n.*\n((?:\|.*\n)+)/.exec(page) ?? [];
    const named = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
    const drawn = table
      .trim()
      .split("\n")
      .flatMap((row) => {
        const [, folders = "", imported = ""] = row.split("|");
        return named(folders).map((folder) => [folder, named(imported).sort()] as const);
      });
    const kept = Object.entries(ARROWS).filter(([folder]) => folder !== "");
    expect(Object.fromEntries(drawn)).toEqual(
      Object.fromEntries(kept.map(([folder, allowed]) => [folder, [...allowed].sort()])),
    );
  });

  it("name every folder that holds code", () => {
    const folders = new Set(sources.map(({ folder }) => folder));
    expect([...folders].filter((folder) => !(folder in ARROWS))).toEqual([]);
    const known = new Set([...FOLDERS, "packages", "test", "node_modules"]);
    const others = readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .filter(({ name }) => !known.has(name) && filesIn(name).length > 0);
    expect(others.map(({ name }) => name)).toEqual([]);
  });

  it("lead from core and client to no package but zod/mini", () => {
    expect(packagesOf("core")).toEqual(["zod/mini"]);
    expect(packagesOf("client")).toEqual([]);
  });

  it("lead from a package of ours to no package but those that it names itself", () => {
    const folder = "packages/pretend-aws";
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(`${root}${folder}/package.json`, "utf8"),
    );
    const own = sources.filter((source) => source.folder === folder);
    const strays = own.flatMap(({ path, code, packages }) =>
      packages
        .filter((name) => nameOf(name) !== "" && !(nameOf(name) in dependencies))
        .filter((name) => !(nameOf(name) in devDependencies && isForTypes(code, name)))
        .map((name) => `${path} imports ${name}`),
    );
    expect(own.length).toBeGreaterThan(200);
    expect(strays).toEqual([]);
  });

  it("lead from aws, functions and stacks to no package that only tests install", () => {
    const { devDependencies } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
    const shipped = ["aws", "bench", "functions", "core", "client", "cli", "sim"];
    const strays = shipped
      .flatMap(packagesOf)
      .filter((name) => nameOf(name) in devDependencies && !name.startsWith("@types/"));
    expect(strays).toEqual([]);
  });
});

/** Whether nothing is imported of a package but types, which are gone when it runs. */
function isForTypes(code: string, name: string): boolean {
  return !new RegExp(`import (?!type\\b)[^;]*from "${name}"`).test(code);
}

describe("a folder", () => {
  it("holds no more files than one looks through", () => {
    const files = Map.groupBy(sources, ({ path }) => dirname(path));
    const crowded = [...files].filter(([, own]) => own.length > 20);
    expect(crowded.map(([folder, own]) => `${folder}: ${own.length}`)).toEqual([]);
  });
});

describe("imports", () => {
  it("go in no circle, types included", () => {
    const files = [...sources, ...tests];
    expect(circles(new Map(files.map(({ path, imports }) => [path, imports])))).toEqual([]);
  });

  it("are followed round a circle of any length", () => {
    const circle = new Map([
      ["a", ["b"]],
      ["b", ["c", "d"]],
      ["c", ["a"]],
      ["d", []],
    ]);
    expect(circles(circle)).toEqual(["a -> b -> c -> a"]);
  });
});

/** One a circle, told from where it was met. */
function circles(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const follow = (path: string, way: readonly string[]): void => {
    const met = way.indexOf(path);
    if (met >= 0) found.push([...way.slice(met), path].join(" -> "));
    if (met >= 0 || done.has(path)) return;
    for (const to of graph.get(path) ?? []) follow(to, [...way, path]);
    done.add(path);
  };
  for (const path of graph.keys()) follow(path, []);
  return found;
}

/** The rooms of core/, the lowest first: a file imports from its own and from those below, types included. */
const ROOMS_OF_CORE = [
  ...["values", "resource-policies", "calendar", "settings", "advice", "levers", "probe"],
  ...["probe-users", "signals"],
  ...[
    "detect",
    "diagnose",
    "cost",
    "state",
    "judging",
    "practice",
    "readiness",
    "readiness-rows",
    "decide",
    "failover",
    "report",
    "explain",
  ],
];

describe("the rooms of core/", () => {
  const inCore = sources.filter(({ folder }) => folder === "core");
  const roomOf = (path: string) => path.split("/").slice(1, -1).join("/");

  it("are the ones listed, with every file in one of them", () => {
    expect([...new Set(inCore.map(({ path }) => roomOf(path)))].sort()).toEqual(
      [...ROOMS_OF_CORE].sort(),
    );
  });

  it("lead downwards alone", () => {
    const upwards = inCore.flatMap(({ path, imports }) =>
      imports
        .filter((to) => ROOMS_OF_CORE.indexOf(roomOf(to)) > ROOMS_OF_CORE.indexOf(roomOf(path)))
        .map((to) => `${path} imports ${to}`),
    );
    expect(upwards).toEqual([]);
  });
});

describe("CONTRIBUTING", () => {
  it("names no file and no folder that is not there", () => {
    const page = readFileSync(`${root}CONTRIBUTING.md`, "utf8");
    const named = [...page.matchAll(/`((?:[\w-]+\/)+(?:[\w.-]+\.(?:ts|md))?)`/g)]
      .map(([, path = ""]) => path)
      .filter((path) => !/^[\w-]+\/$/.test(path));
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !existsSync(root + path))).toEqual([]);
  });
});

/** Where time passes and chance enters, and nowhere else. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  "Math.random": [],
  randomUUID: [],
  randomBytes: [
    "aws/cognito/srp.ts", // the secret of a sign-in, which nobody may foresee
  ],
  getRandomValues: [],
  randomInt: [
    "cli/setup.ts", // names and passwords of probe users
  ],
  "Date.now": [
    "aws/sdk/clients.ts", // the clock of production
    "cli/move.ts", // a name for the execution that a person starts
    "cli/validate.ts", // the day from which skipped runs of a schedule are foreseen
    "packages/pretend-aws/clock.ts", // where pretend time begins
  ],
  "new Date()": [],
  "performance.now": [
    "aws/sdk/clients.ts", // the stopwatch of production
    "cli/terminal/spinner.ts", // how long a person has been waiting
    "packages/pretend-aws/clock.ts", // real time under pretend time
    "sim/world.ts", // the stopwatch of a world on sockets
  ],
  setTimeout: [
    "aws/sdk/clients.ts", // the waiting of production
    "packages/pretend-aws/clock.ts",
  ],
  setInterval: [
    "cli/local.ts", // the moving line of a terminal
    "cli/terminal/spinner.ts",
  ],
  setImmediate: ["packages/pretend-aws/clock.ts"],
  "AbortSignal.timeout": [],
};

describe("a comment", () => {
  /** Of others: SST's own source. */
  const elsewhere: readonly string[] = ["sst/platform/src/components/aws/function.ts"];

  it("names no file that is not there", () => {
    const paths = [...sources, ...tests].map(({ path }) => path);
    const named = [...sources, ...tests].flatMap(({ path }) =>
      filesNamedIn(readFileSync(root + path, "utf8")).map((name) => ({ path, name })),
    );
    const lost = named
      .filter(({ name }) => !elsewhere.includes(name))
      .filter(({ name }) => !existsSync(root + name))
      .filter(({ name }) => !paths.some((path) => path.endsWith(`/${name}`)))
      .map(({ path, name }) => `${path} names ${name}`);
    expect(named.length).toBeGreaterThan(20);
    expect(lost).toEqual([]);
  });
});

function filesNamedIn(text: string): readonly string[] {
  const comments = text.match(/\/\*[\s\S]*?\*\/|(?:^|\s)\/\/[^\n]*/g) ?? [];
  const file = /(?<![\w./*-])((?:[\w-]+\/)*[\w-]+(?:\.[\w-]+)*\.ts)\b/g;
  return comments.flatMap((comment) => [...comment.matchAll(file)].map(([, name = ""]) => name));
}

describe("time and chance", () => {
  it.each(Object.entries(ROOMS))("keep %s in its rooms: %j", (word, rooms) => {
    expect(pathsWith(word)).toEqual([...rooms]);
  });
});

/** The same in tests: who reads this machine's clock or waits on it, and why no outcome hangs on it. */
const ROOMS_OF_TESTS: Readonly<Record<string, readonly string[]>> = {
  "Date.now": [
    "packages/pretend-aws/test/cognito-world.ts", // where pretend time begins, for verifiers that know the real one alone
    "test/infra/lambda-worker.ts", // replaces it
  ],
  "performance.now": [
    "packages/pretend-aws/test/clock.test.ts", // takes the processor for a while: longer does no harm
    "test/bench/bundle.ts", // is printed, and held against nothing
    "test/bench/start.ts", // likewise
    "test/infra/lambda-worker.ts", // replaces it
  ],
  hrtime: [
    "test/contract/cognito/foreign-subject.ts", // a name that nobody has used
  ],
  setTimeout: [
    "test/contract/cognito/foreign-subject.ts", // an account of somebody's, whose time nobody moves
    "test/infra/lambda-worker.ts", // replaces it
    "test/sim/retries.test.ts", // replaces it
  ],
  setInterval: [],
  "timers/promises": [
    "test/infra/lambda-worker.ts", // replaces it
  ],
  "AbortSignal.timeout": [
    "test/infra/lambda-worker.ts", // replaces it
  ],
  "new Resolver": [
    "packages/pretend-aws/test/resolver.ts", // waits until it counts as hanging
  ],
  TimelapseClock: [
    "packages/pretend-aws/test/clock.test.ts", // is about it
    "test/infra/deployed.ts", // with Lambdas that have all the time they need
  ],
  localWorld: [
    "test/controller/probing/password-journey.test.ts", // on a clock that the test moves
  ],
  waitFor: [],
  waitUntil: [],
  "expect.poll": [],
  useFakeTimers: [],
};

/** This file says all of these words. */
const others = tests.filter(({ path }) => path !== "test/tidy.test.ts");

describe("how a test ends", () => {
  it.each(Object.entries(ROOMS_OF_TESTS))("hangs on no %s, but for: %j", (word, rooms) => {
    const said = new RegExp(`(?<!\\w)${word.replace(".", "\\.")}\\b`);
    expect(others.filter(({ code }) => said.test(code)).map(({ path }) => path)).toEqual([
      ...rooms,
    ]);
  });

  it("hangs on no limit but the one that guards against hanging", () => {
    const own = others.flatMap(({ path, code }) =>
      limitsIn(code)
        .filter((limit) => limit < HANGS_AFTER_MS)
        .map((limit) => `${path}: ${limit}`),
    );
    expect(own).toEqual([]);
  });

  it("is looked for by words that find it", () => {
    const lines = ["it('x', async () => {", "  await y();", "}, 20_000);"].join("\n");
    expect(limitsIn(`${lines}\n`)).toEqual([20_000]);
    expect(limitsIn('it("x", { timeout: 5_000 }, async () => {')).toEqual([5_000]);
  });
});

/** What a test or a hook gives itself, in milliseconds: after its body or before it. */
function limitsIn(code: string): readonly number[] {
  const hook = "(?:it|test|describe|before(?:All|Each)|after(?:All|Each))\\b";
  const after = new RegExp(`^( *)${hook}.*\\n(?:(?!\\1\\S).*\\n)*\\1\\}, ([\\d_]+)\\);`, "gm");
  const before = /\{ timeout: ([\d_]+) \}, (?:async )?\(/g;
  const found = [
    ...[...code.matchAll(after)].map(([, , limit = ""]) => limit),
    ...[...code.matchAll(before)].map(([, limit = ""]) => limit),
  ];
  return found.map((limit) => Number(limit.replaceAll("_", "")));
}

describe("a module", () => {
  it("is mocked by no file: Node itself reads them, once for all files of a worker", () => {
    const mocks = others.filter(({ code }) => /\bvi\.(?:do)?mock\(/i.test(code));
    expect(mocks.map(({ path }) => path)).toEqual([]);
  });
});

/** Files that may make errors of their own; the product's all come from core/values/errors.ts. */
const ERROR_MAKERS: readonly string[] = [
  "cli/settings.ts", // caught in the same function, to become an ActionError with the others
  "core/values/errors.ts",
  "sim/experiment/jobs.ts", // a process that ended before it had tried its seeds
  "sim/stage.ts", // a story that waits in vain
  "sim/stories/trigger-broken-in-both.ts", // what the customer's own code throws
  "stacks/notices.ts", // what stops a deployment: of these the message alone is shown
  "stacks/permissions/given.ts", // settings without a pool, which are refused before
  "stacks/settings.ts",
];

/** Whatever stands in for AWS, and makes AWS's errors. */
const PRETENDS = /^(?:packages\/pretend-aws|sim\/memory)\//;

/** ActionError's sentences have a grammar of their own; InvalidArgumentError is commander's. */
const MAKES_ERROR = /\bnew (?!ActionError|InvalidArgumentError)\w*Error\(/;

describe("errors", () => {
  it("are made in core/values/errors.ts and the listed files, and by the pretend AWS", () => {
    const makers = sources
      .filter(({ path, code }) => !PRETENDS.test(path) && MAKES_ERROR.test(plain(code)))
      .map(({ path }) => path);
    expect(makers).toEqual([...ERROR_MAKERS].sort());
  });
});

/** Who takes a text apart, and what text that is: never what we call a rule, a situation, a diagnosis or a command. */
const READERS_OF_TEXT: Readonly<Record<string, string>> = {
  "controller/isolation/isolated-runtime.ts": "names of hosts",
  "controller/levers/zone-problems.ts": "names in DNS",
  "controller/readiness/ask.ts": "the name of an action, in a refusal of AWS's",
  "controller/probing/journeys/issuer-documents.ts": "addresses in a document of Cognito's",
  "controller/probing/journeys/provider-url.ts": "a SAML request",
  "core/advice/deployable.ts": "what a person wrote",
  "core/calendar/": "what a person wrote, and offsets as Intl tells them",
  "core/detect/trusted-report.ts": "what a vantage sent",
  "core/explain/what-if-evidence-facts.ts": "what a person typed",
  "core/explain/what-if.ts": "what a person typed",
  "core/probe-users/probe-user-problem.ts": "Cognito's sentences",
  "core/probe-users/probe-user.ts": "a name that a person chose",
  "core/probe/classify-failure.ts": "errors of AWS and of the network",
  "core/readiness/variables-of-primary.ts": "what a person wrote",
  "core/report/notice-id.ts": "ids as they are stored",
  "core/resource-policies/": "policies, as IAM writes them",
  "core/settings/": "what a person wrote",
  "core/signals/aws-health-event.ts": "AWS Health's sentences",
  "core/values/alarm-id.ts": "ids as they are stored",
  "core/values/beacon-words.ts": "what lies in a bucket",
  "core/values/duration.ts": "what a person wrote",
  "core/values/record-value.ts": "addresses in DNS",
  "core/values/text.ts": "whatever comes from outside",
  "core/values/timestamp.ts": "times as others write them",
  "core/values/wildcard.ts": "a pattern that a person wrote",
};

describe("what is decided", () => {
  const isReader = (path: string) =>
    path in READERS_OF_TEXT || `${dirname(path)}/` in READERS_OF_TEXT;
  const takesApart =
    /\.(?:startsWith|endsWith|match|matchAll|search|exec|test)\(|\.includes\("(?!\w+")/;

  it("is decided by fields: what we say ourselves is not taken apart", () => {
    const strays = sources
      .filter(({ folder }) => ["client", "controller", "core", "functions"].includes(folder))
      .filter(({ path, code }) => takesApart.test(code) && !isReader(path))
      .map(({ path }) => path);
    expect(strays).toEqual([]);
  });

  it("names no reader of text that is none", () => {
    const readers = sources.filter(({ code }) => takesApart.test(code)).map(({ path }) => path);
    const named = Object.keys(READERS_OF_TEXT).filter((path) => path.endsWith(".ts"));
    expect(named.filter((path) => !readers.includes(path))).toEqual([]);
  });
});

const PRODUCT = ["core", "controller", "aws", "functions", "cli", "stacks", "sim", "client"];

describe("an exported type", () => {
  const exported = sources
    .filter(({ folder }) => PRODUCT.includes(folder))
    .flatMap(({ path, code }) => typesExportedBy(code).map((name) => ({ name, path })));

  it("has a name of its own: one name, one meaning", () => {
    const files = Map.groupBy(exported, ({ name }) => name);
    const shared = [...files]
      .filter(([, places]) => places.length > 1)
      .map(([name, places]) => `${name}: ${places.map(({ path }) => path).join(", ")}`);
    expect(exported.length).toBeGreaterThan(300);
    expect(shared).toEqual([]);
  });

  it("is found by what declares it, and not where it is handed on", () => {
    const code = [
      "export interface A {",
      "export type B<T> = T;",
      "export class C extends Error {",
      'export type { D } from "./d.ts";',
      "interface E {",
    ].join("\n");
    expect(typesExportedBy(code)).toEqual(["A", "B", "C"]);
  });

  it("has its word in the glossary, where it is load-bearing, and the glossary names none that is not there", () => {
    const page = readFileSync(`${root}CONTRIBUTING.md`, "utf8");
    const rows = [...page.matchAll(/^\| ([a-z][\w ,]*) \| (?:`(\w+)` )?\| .+ \| .*\|$/gm)];
    const words = rows.flatMap(([, word = ""]) => word.split(", "));
    expect(LOAD_BEARING.filter((word) => !words.includes(word))).toEqual([]);
    const there = new Set(exported.map(({ name }) => name));
    const named = rows.flatMap(([, , name]) => (name === undefined ? [] : [name]));
    expect(named.length).toBeGreaterThan(25);
    expect(named.filter((name) => !there.has(name))).toEqual([]);
  });
});

/** Whoever does not know these cannot read the code. */
const LOAD_BEARING: readonly string[] = [
  ...["probe", "journey", "round", "burst", "vantage", "target", "finding", "statistic", "onset"],
  ...["transient failure", "verdict", "health", "signal", "assessment", "diagnosis", "situation"],
  ...["decision", "safety rule", "page", "notice", "path", "lever", "beacon", "home", "witness"],
];

function typesExportedBy(code: string): readonly string[] {
  const declared = /^export (?:declare )?(?:interface|type|(?:abstract )?class) (\w+)/gm;
  return [...code.matchAll(declared)].map(([, name = ""]) => name);
}

describe("names", () => {
  it("are of nouns: no file is called after nothing", () => {
    const nothing = /(^|\/)(utils?|helpers?|common|lib|misc|shared|index)(\.|\/)/;
    expect([...sources, ...tests].map(({ path }) => path).filter((p) => nothing.test(p))).toEqual(
      [],
    );
  });

  it("of numbers say of what they are and in which unit: one word alone does neither", () => {
    const units = ["SECOND", "MINUTE", "HOUR", "DAY", "MONTH", "KB", "GB"];
    // The generator of SRP's group, as the RFC calls it, and an exit code.
    const others = ["G", "INTERRUPTED"];
    const number = /^(?:export )?const ([A-Z]+)(?:: \w+)? = (?:millis\(|\d|Math\.)/gm;
    const bare = sources
      .filter(({ folder }) => PRODUCT.includes(folder))
      .flatMap(({ path, code }) =>
        [...code.matchAll(number)].map(([, name = ""]) => ({ path, name })),
      );
    expect(bare.length).toBeGreaterThan(10);
    const unclear = bare.filter(({ name }) => ![...units, ...others].includes(name));
    expect(unclear).toEqual([]);
  });

  it("are kebab-case", () => {
    const kebab = /^(?:_?[a-z0-9-]+\/)*_?[a-z0-9]+(?:[.-][a-z0-9]+)*\.ts$/;
    expect([...sources, ...tests].map(({ path }) => path).filter((p) => !kebab.test(p))).toEqual(
      [],
    );
  });
});

describe("work left behind", () => {
  it("has no mark: nothing waits to be done in a comment", () => {
    const marked = [...sources, ...tests].filter(({ path }) =>
      new RegExp(["TO" + "DO", "FIX" + "ME", "XX" + "X"].join("|")).test(
        readFileSync(root + path, "utf8"),
      ),
    );
    expect(marked.map(({ path }) => path)).toEqual([]);
  });

  it("is not there: every file is imported by another, named by one, or begins something", () => {
    const imported = new Set([...sources, ...tests].flatMap(({ imports }) => imports));
    const entries = [
      ...[/^functions\/[a-z]/, /^cli\/main\.ts$/, /^(bench|sim\/experiment)\/main\.ts$/],
      ...[/\.config\.ts$/, /^docs\/print-/],
    ];
    const entriesOfTests = [
      /\.test\.ts$/,
      /^test\/bench\/(bundle|drivers|start)\.ts$/,
      /^test\/(planted|recipes|safeguards)\/run\.ts$/,
    ];
    const isEntry = (path: string) =>
      [...entries, ...(isOfTests(path) ? entriesOfTests : [])].some((one) => one.test(path));
    const dead = [...sources, ...tests]
      .map(({ path }) => path)
      .filter((path) => !isEntry(path) && !imported.has(path))
      .filter((path) => !(isOfTests(path) && isNamed(path)));
    expect(dead).toEqual([]);
  });
});

describe("a command", () => {
  it.each([
    "cli/main.ts",
    "cli/local.ts",
  ])("says its first word before an SDK is loaded: %s", (entry) => {
    const reached = new Set([entry]);
    for (const path of reached) for (const to of atOnceOf(path).ours) reached.add(to);
    const packages = [...reached].flatMap((path) => atOnceOf(path).packages);
    expect(packages.filter((name) => name.startsWith("@aws-sdk/"))).toEqual([]);
  });
});

/** What a file of ours imports at once: neither types nor what is imported when it is needed. */
function atOnceOf(path: string) {
  const { code = "" } = sources.find((source) => source.path === path) ?? {};
  const pattern = /^(?:import|export) (?!type\b)(?:[^;"]*? from )?"([^"]+)"/gm;
  const named = [...code.matchAll(pattern)].map(([, name = ""]) => name);
  return {
    ours: named.filter((name) => name.startsWith(".")).map((name) => join(dirname(path), name)),
    packages: named.filter((name) => !name.startsWith(".")),
  };
}

/** Some files of tests are reached by name: settings that one hands over, vitest's own hooks. */
function isNamed(path: string): boolean {
  const stem = basename(path, ".ts");
  return [...sources, ...tests]
    .filter((other) => dirname(path).startsWith(dirname(other.path)) || other.folder === "")
    .some(({ code }) => new RegExp(`["/]${stem}(?:\\.ts)?"`).test(code));
}

describe("a file of functions/", () => {
  const entries = sources.filter(({ folder }) => folder === "functions");

  it.each(entries.map(({ path }) => path))("is a Lambda: %s exports its handler", (path) => {
    expect(readFileSync(root + path, "utf8")).toMatch(/^export const handler = /m);
  });

  it("is not imported by another of functions/", () => {
    const words = new Set(entries.map(({ path }) => path));
    const strays = sources
      .filter(({ folder }) => folder === "functions")
      .filter(({ imports }) => imports.some((to) => words.has(to)));
    expect(strays.map(({ path }) => path)).toEqual([]);
  });
});

describe("a file of core/", () => {
  const longer: Readonly<Record<string, number>> = {
    // One table, read a row at a time.
    "core/decide/transitions.ts": 350,
  };

  it("has no more lines than can be read at once", () => {
    const tooLong = sources
      .filter(({ folder }) => folder === "core")
      .map(({ path }) => ({ path, lines: linesOf(path) }))
      .filter(({ path, lines }) => lines > (longer[path] ?? 250));
    expect(tooLong).toEqual([]);
  });

  it("says at its head which question it answers", () => {
    const headless = sources
      .filter(({ folder }) => folder === "core")
      .filter(({ path }) => !readFileSync(root + path, "utf8").startsWith("// "));
    expect(headless.map(({ path }) => path)).toEqual([]);
  });
});

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)))
    .sort();
}

function read(path: string): Source {
  const code = withoutComments(readFileSync(root + path, "utf8"));
  const named = /(?:^(?:import|export)\b[^;"]*?\bfrom\s+|^import\s+|\bimport\(\s*)"([^"]+)"/gm;
  const specifiers = [...code.matchAll(named)].map(([, specifier = ""]) => specifier);
  const isOurs = (specifier: string) => /^(?:\.|pretend-aws\/)/.test(specifier);
  return {
    path,
    folder: folderOf(path),
    code,
    imports: specifiers.filter(isOurs).map((to) => fileOf(to, path)),
    packages: specifiers.filter((specifier) => !isOurs(specifier)),
  };
}

/** A package of ours is imported by its name from without, and by its files from within. */
function fileOf(specifier: string, from: string): string {
  return specifier.startsWith(".") ? join(dirname(from), specifier) : join("packages", specifier);
}

/** A package is a folder of its own. */
function folderOf(path: string): string {
  const [first = "", second = ""] = path.includes("/") ? path.split("/") : [];
  return first === "packages" ? `${first}/${second}` : first;
}

/** A line comment begins a line or follows a blank, so that a URL is none. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/[^\n]*/g, "$1");
}

/** Code without the text in it. */
function plain(code: string): string {
  return code.replace(/"[^"\n]*"/g, '""').replace(/`[^`]*`/g, "``");
}

function pathsWith(word: string): readonly string[] {
  const escaped = word.replace(/[.()]/g, "\\$&");
  const pattern = new RegExp(`(?<![\\w.])${escaped}${word.endsWith(")") ? "" : "\\b"}`);
  return sources.filter(({ code }) => pattern.test(code)).map(({ path }) => path);
}

function packagesOf(folder: string): readonly string[] {
  const all = sources
    .filter((source) => source.folder === folder)
    .flatMap(({ packages }) => packages);
  return [...new Set(all)].sort();
}

/** "@aws-sdk/client-s3/x" is of "@aws-sdk/client-s3"; Node's own are of none. */
function nameOf(specifier: string): string {
  if (specifier.startsWith("node:") || builtinModules.includes(specifier)) return "";
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function linesOf(path: string): number {
  return readFileSync(root + path, "utf8").split("\n").length - 1;
}
