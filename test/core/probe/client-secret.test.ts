import { describe, expect, test } from "vitest";
import { judge } from "../../../core/probe/classify-failure.ts";
import { secretOnItsWay } from "../../../core/probe/client-secret.ts";
import type { ProbeOutcome, ProbeResult } from "../../../core/probe/probe.ts";
import { primary, secondary } from "../builders/a-policy.ts";
import { aProbe } from "../builders/a-probe-result.ts";

const ok: ProbeOutcome = { kind: "ok" };

function refused(name: string, message = ""): ProbeOutcome {
  const { class: kind, detail } = judge({ name, message });
  const told = detail === null ? {} : { detail };
  return { kind: "failed", class: kind, step: "signIn", error: name, ...told };
}

const hash = refused("NotAuthorizedException", "SecretHash does not match for the client: 1a2b");
const at = (target: ProbeResult["target"], outcome: ProbeOutcome) => aProbe({ target, outcome });

function told(here: ProbeOutcome, there: ProbeOutcome, of = secondary) {
  const all = [at(primary, here), at(secondary, there)];
  const result = all.find(({ target }) => target === of);
  return result === undefined ? null : secretOnItsWay(result, { all, secondary });
}

describe("a client's secret that is refused", () => {
  test.each([
    ["at sign-in", hash],
    ["at the token endpoint", refused("invalid_client")],
  ])("%s in the secondary alone has not arrived there yet", (_, outcome) => {
    expect(told(ok, outcome)).toEqual({
      ...outcome,
      detail: `the app client's secret is good in ${primary}, and has not arrived here yet`,
    });
  });

  test("in both Regions is wrong", () => {
    expect(told(hash, hash)).toBeNull();
  });

  test("in the primary alone is no matter of replication", () => {
    expect(told(hash, ok, primary)).toBeNull();
  });

  test("is told apart from whatever else is refused", () => {
    const wrong = refused("NotAuthorizedException", "Incorrect username or password.");
    expect(told(ok, wrong)).toBeNull();
    expect(told(ok, ok)).toBeNull();
  });
});
