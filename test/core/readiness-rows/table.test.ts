import { describe, expect, test } from "vitest";
import type { FactName } from "../../../core/readiness/facts.ts";
import { rowGroups } from "../../../core/readiness/row.ts";
import { readinessRows } from "../../../core/readiness-rows/table.ts";
import { aPolicy, now, someJourneys } from "../builders/a-policy.ts";
import { readyValues, someFacts } from "../builders/ready-values.ts";
import { clientCases, deploymentCases } from "./cases/deployment-cases.ts";
import { domainCases, nameCases } from "./cases/domain-cases.ts";
import { consumerCases, issuerCases } from "./cases/issuer-cases.ts";
import { keyCases } from "./cases/key-cases.ts";
import { edgeCases, peopleCases, quotaCases } from "./cases/limit-cases.ts";
import { emailCases, smsCases, triggerCases } from "./cases/regional-cases.ts";
import { replicaCases } from "./cases/replica-cases.ts";

const cases = [
  ...[...replicaCases, ...keyCases, ...issuerCases, ...consumerCases, ...domainCases],
  ...[...nameCases, ...emailCases, ...smsCases, ...triggerCases, ...edgeCases, ...quotaCases],
  ...[...peopleCases, ...clientCases, ...deploymentCases],
];

/** Every row is asked of it. */
const policy = aPolicy({ journeys: someJourneys({ password: {}, keySet: {} }) });
const context = { policy, now };

const rowOf = (name: string) => {
  const row = readinessRows.find((one) => one.name === name);
  if (row === undefined) throw new Error(`there is no row ${name}`);
  return row;
};

describe("a row", () => {
  test.each(cases)("$row of $of", ({ row, facts, policy: change, comes }) => {
    const look = rowOf(row).look(someFacts(facts), { policy: aPolicy(change), now });
    expect(look).toMatchObject(comes);
  });

  test.each(readinessRows)("$name is ready for a pool that is ready", (row) => {
    expect(row.look(someFacts(), context).kind).toBe("ready");
  });

  test.each(readinessRows)("$name can be amiss, as gravely as it says", ({ name, severity }) => {
    const grave = cases.filter(
      ({ row, comes }) => row === name && comes.kind === "amiss" && comes.severity === severity,
    );
    expect(grave).not.toEqual([]);
  });

  test.each(readinessRows)("$name is unknown without any one of its facts", (row) => {
    for (const need of row.needs) {
      const because = `${need} was not read`;
      expect(row.look(someFacts({}, [need]), context)).toEqual({ kind: "unknown", because });
    }
  });

  test.each(readinessRows)("$name hangs on no fact that it does not name", (row) => {
    const others = (Object.keys(readyValues) as FactName[]).filter(
      (name) => !row.needs.includes(name),
    );
    expect(row.look(someFacts({}, others), context).kind).toBe("ready");
  });

  test.each(readinessRows)("$name says what must hold and what comes next", (row) => {
    expect(row.must(policy)).toMatch(/ (must|may)\b/);
    expect(row.next(policy)).toMatch(/^(aws|cognito-failover|https:|docs\/|the )/);
    expect(`${row.must(policy)} ${row.next(policy)}`).not.toMatch(/undefined|null|NaN|\[object/);
  });
});

describe("the table", () => {
  test("names each row once, in kebab-case", () => {
    const names = readinessRows.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z]+(?:-[a-z]+)*$/.test(name))).toEqual([]);
  });

  test("has what others rest on before them, and as a blocker", () => {
    readinessRows.forEach(({ name, restsOn }, at) => {
      for (const base of restsOn) {
        const earlier = readinessRows.slice(0, at).find((one) => one.name === base);
        expect(earlier?.severity, `${name} rests on ${base}`).toBe("blocker");
      }
    });
  });

  test("asks for every fact, and has rows of each group", () => {
    const needed = new Set(readinessRows.flatMap(({ needs }) => needs));
    const names = Object.keys(readyValues) as FactName[];
    expect(names.filter((name) => !needed.has(name))).toEqual([]);
    expect([...new Set(readinessRows.map(({ group }) => group))].sort()).toEqual(
      [...rowGroups].sort(),
    );
  });
});
