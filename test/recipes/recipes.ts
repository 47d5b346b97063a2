// The recipes of CONTRIBUTING, each with an example that is put into a copy of the project: what is written where, what
// is printed anew, and who must be content with it.

export interface Edit {
  readonly file: string;
  /** Text of the file, before which it goes; null for a file that is new. */
  readonly before: string | null;
  readonly add: string;
}

export interface Recipe {
  /** As CONTRIBUTING heads it: "…a setting." */
  readonly name: string;
  readonly edits: readonly Edit[];
  /** Programs that print pages anew, from the root. */
  readonly prints?: readonly { readonly program: string; readonly pages: readonly string[] }[];
  /** Besides types, imports and layout. */
  readonly tests: readonly string[];
}

const settingsPages = {
  program: "docs/print-settings.ts",
  pages: ["docs/settings.md", "docs/settings.schema.json"],
};

const doc = (text: string) => `  /** ${text} */\n`;

export const recipes: readonly Recipe[] = [
  {
    name: "a lever",
    edits: [
      {
        file: "core/levers/lever.ts",
        before: "} as const satisfies",
        add: '  /** As weighted records do. */\n  policyRecords: { label: "policy records", takesEffectAfter: millis(0), carriesShare: true },\n',
      },
      {
        file: "core/settings/path-schema.ts",
        before: '"weightedRecords"], \'',
        add: '"policyRecords", ',
      },
      {
        file: "controller/levers/policy-records.ts",
        before: null,
        add: `// The lever of a pool whose records a traffic policy made: moved as weighted records are.

import type { LeverRow } from "./lever.ts";
import type { RecordServices } from "./record-look.ts";
import { weightedRecords } from "./weighted-records.ts";

export const policyRecords = { ...weightedRecords } satisfies LeverRow<RecordServices>;
`,
      },
      {
        file: "controller/levers/table.ts",
        before: "import type { BeaconPractiseServices",
        add: 'import { policyRecords } from "./policy-records.ts";\n',
      },
      {
        file: "controller/levers/table.ts",
        before: "weightedRecords } satisfies",
        add: "policyRecords, ",
      },
      {
        file: "test/settings/invalid-lever-of-other-path.json",
        before: String.raw`\"weightedRecords\": current`,
        add: String.raw`one of \"policyRecords\" and `,
      },
    ],
    prints: [settingsPages],
    tests: ["test/core/levers", "test/core/settings", "test/docs/settings.test.ts"],
  },
  {
    name: "a journey",
    edits: [
      {
        file: "core/settings/journey.ts",
        before: "} as const satisfies Readonly<Record<string, JourneyFacts>>",
        add: `  signOut: {
    every: "1 hour",
    takesSeconds: 0.8,
    group: null,
    against: "eachTarget",
    asks: "a session that was signed out everywhere is over",
  },
`,
      },
      {
        file: "core/settings/journey-schema.ts",
        before: "  },\n  'Write each journey under its name",
        add: `    /** Signs a user out everywhere and tries to go on. */
    signOut: z.prefault(z.nullable(walk("signOut")), null),
`,
      },
      {
        file: "controller/probing/journeys/sign-out.ts",
        before: null,
        add: `// Is a user out who was signed out everywhere? Walked as a session that is revoked.

import type { Walk } from "../journey.ts";
import { revoke } from "./revoke.ts";

export const signOut: Walk = (services, context, step) => revoke(services, context, step);
`,
      },
      {
        file: "controller/probing/journeys.ts",
        before: 'import { srp } from "./journeys/srp.ts";',
        add: 'import { signOut } from "./journeys/sign-out.ts";\n',
      },
      { file: "controller/probing/journeys.ts", before: "  writesRefused,\n", add: "  signOut,\n" },
      {
        file: "test/core/settings/policy.test.ts",
        before: "          srp: null,\n          keySet: { every: 300_000 },",
        add: "          signOut: null,\n",
      },
    ],
    prints: [settingsPages],
    tests: ["test/core/settings", "test/docs/settings.test.ts"],
  },
  {
    name: "a safety rule",
    edits: [
      {
        file: "core/decide/target-rules.ts",
        before: '  {\n    name: "replicaUnknown",',
        add: `  {
    name: "replicaRenamed",
    binds: "everyone",
    overridable: false,
    about: "failOver",
    forbids: ({ tick: { observation } }) => {
      const { replica } = observation;
      return replica.kind === "known" && replica.status === "RENAMED"
        ? "the replica is being renamed"
        : null;
    },
    mend: () => ["replica=ACTIVE"],
  },
`,
      },
      {
        file: "test/core/decide/safety-rules.test.ts",
        before: "const rows: readonly Row[] = [\n",
        add: `const renamed: Row = {
  rule: "replicaRenamed",
  when: "the replica is being renamed",
  says: "the replica is being renamed",
  tick: told(sick, { replica: { kind: "known", status: "RENAMED" } }),
};

`,
      },
      {
        file: "test/core/decide/safety-rules.test.ts",
        before: '  {\n    rule: "mode",\n',
        add: "  renamed,\n",
      },
      {
        file: "docs/runbook.md",
        before: "### replicaUnknown\n",
        add: "### replicaRenamed\n\nThe replica is being renamed. Wait until it is `ACTIVE`. Not overridable.\n\n",
      },
      {
        file: "docs/how-it-works.md",
        before: "| `replicaUnknown` |",
        add: "| `replicaRenamed` | to the secondary, while its replica is being renamed | everyone | no |\n",
      },
    ],
    tests: ["test/docs/states.test.ts", "test/core/decide/safety-rules.test.ts"],
  },
  {
    name: "a setting",
    edits: [
      {
        file: "core/settings/pool-schema.ts",
        before: "  /** How a person is asked. */",
        add: `${doc("What dashboards call the pool; null for its name.")}  label: z.prefault(
    z.nullable(
      text(/^[a-z ]{1,40}$/, rule("one to forty small letters and spaces", "Write a short label")),
    ),
    null,
  ),
`,
      },
      { file: "test/core/builders/a-policy.ts", before: "  issuer: ", add: "  label: null,\n" },
      {
        file: "test/core/settings/policy.test.ts",
        before: "        threeVantagesSuffice: false,\n        vantages",
        add: "        label: null,\n",
      },
    ],
    prints: [settingsPages],
    tests: ["test/docs/settings.test.ts", "test/core/settings"],
  },
  {
    name: "a signal",
    edits: [
      {
        file: "core/signals/signal.ts",
        before: "} as const satisfies",
        add: '  bounces: { label: "bounced sign-ins", confirmsBlips: 1 },\n',
      },
      {
        file: "core/settings/signal-schema.ts",
        before: "  /** AWS Health's events: open issues",
        add: `  /** Sign-ins that bounce. */
  bounces: z.prefault(
    section({
      /** What it may do. */
      may: may(["notify"], []),
    }),
    {},
  ),
`,
      },
      {
        file: "test/core/builders/a-policy.ts",
        before: '    health: { services: ["COGNITO"]',
        add: "    bounces: { may: [] },\n",
      },
      {
        file: "test/core/settings/policy.test.ts",
        before: '          health: { services: ["COGNITO"]',
        add: "          bounces: { may: [] },\n",
      },
      {
        file: "core/signals/weigh-signals.ts",
        before: "    throttles: [],\n",
        add: "    bounces: [],\n",
      },
      {
        file: "core/signals/bounces.ts",
        before: null,
        add: `// Do sign-ins bounce? In goes how many did; out comes a signal or nothing.

import { type Instant, later, millis, type Region } from "../values/types.ts";
import type { Signal } from "./signal.ts";

export function bounceSignal(region: Region, bounced: number, now: Instant): Signal | null {
  if (bounced === 0) return null;
  const holdsUntil = later(now, millis(60_000));
  const because = \`\${bounced} sign-ins bounced\`;
  return { kind: "bounces", id: region, region, says: "sick", from: now, to: now, holdsUntil, because };
}
`,
      },
      {
        file: "controller/signals/sources.ts",
        before: 'import type { Signal } from "../../core/signals/signal.ts";',
        add: 'import { bounceSignal } from "../../core/signals/bounces.ts";\n',
      },
      {
        file: "controller/signals/sources.ts",
        before: "    ...leversOf(services, task),\n",
        add: `    {
      name: "bounces",
      speaksOf: ({ kind }: Signal) => kind === "bounces",
      read: async () => {
        const signal = bounceSignal(policy.primary, 0, task.now);
        return { ...nothing, signals: signal === null ? [] : [signal] };
      },
    },
`,
      },
    ],
    prints: [settingsPages],
    tests: ["test/docs/settings.test.ts", "test/core/settings", "test/core/signals"],
  },
  {
    name: "a Lambda",
    edits: [
      {
        file: "functions/sweep.ts",
        before: null,
        add: `// Looks at the state of each pool, and says how many there are.

import * as z from "zod/mini";
import { lambda } from "../controller/lambda.ts";
import { ledger } from "../controller/services.ts";
import config from "../failover.config.ts";

export const sweep = lambda({
  name: "sweep",
  event: z.unknown(),
  environment: ["LEDGER_TABLE"],
  uses: { ledger },
  run: async ({ ledger }, _, { config: { pools } }) => {
    const states = await Promise.all(pools.map(({ name }) => ledger.readState(name)));
    return { reason: \`\${states.length} pools\` };
  },
});

export const handler = sweep.on({ config, environment: process.env });
`,
      },
      {
        file: "stacks/lambdas.ts",
        before: "  assess: {\n",
        add: `  sweep: {
    where: "home",
    variables: ["LEDGER_TABLE"],
    machines: ["watch"],
    permissions: (given) => [poolItems(given, "GetItem")],
  },
`,
      },
      {
        file: "sim/deployment.ts",
        before: 'import { verify } from "../functions/verify.ts";',
        add: 'import { sweep } from "../functions/sweep.ts";\n',
      },
      {
        file: "sim/deployment.ts",
        before: "prepare, probe, shift, signals, verify }",
        add: "sweep, ",
      },
    ],
    tests: ["test/stacks/lambdas.test.ts"],
  },
  {
    name: "a notice",
    edits: [
      {
        file: "core/report/notice-of-sweep.ts",
        before: null,
        add: `// What do people read when a sweep begins? It sends nothing.

import { makeNotice, type Notice } from "./notice.ts";
import { noticeId } from "./notice-id.ts";

export function noticeOfSweep(pool: string, executionName: string): Notice {
  const about = { id: noticeId({ kind: "sweep", executionName }), pool };
  return makeNotice(about, "a sweep begins", [
    ["What", "A sweep begins."],
    ["Next", \`cognito-failover status \${pool}\`],
  ]);
}
`,
      },
      {
        file: "core/report/notice-id.ts",
        before: '  | { readonly kind: "question";',
        add: '  | { readonly kind: "sweep"; readonly executionName: string }\n',
      },
      {
        file: "core/report/notice-id.ts",
        before: '    case "question":\n',
        add: '    case "sweep":\n      return ["sweep", about.executionName].join("/");\n',
      },
      {
        file: "controller/tell-not-begun.ts",
        before: "import { wayOf }",
        add: 'import { noticeOfSweep } from "../core/report/notice-of-sweep.ts";\n',
      },
      {
        file: "controller/tell-not-begun.ts",
        before: "/** Null where it was told lately, or has begun after all: ",
        add: "export const sweepBegins = noticeOfSweep;\n\n",
      },
    ],
    tests: ["test/core/report"],
  },
];
