import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { probeSecretText, readProbeSecret } from "../../../core/probe-users/probe-secret.ts";

const anna = { username: "anna", password: "x" };
const machine = { clientId: "m", clientSecret: "of-the-machine" };

const word = fc.string({ minLength: 1 });
const anyUsers = fc.array(fc.record({ username: word, password: word }));
const anyMachine = fc.record({ clientId: word, clientSecret: word });

describe("readProbeSecret()", () => {
  it("reads what probeSecretText() writes", () => {
    const secret = fc.record({ users: anyUsers, clientSecret: fc.option(word) });
    fc.assert(
      fc.property(secret, (value) => {
        expect(readProbeSecret(probeSecretText(value))).toEqual({ ...value, machine: null });
      }),
    );
  });

  it("reads the machine's client beside the users, also where there are none", () => {
    const read = (secret: object) => readProbeSecret(JSON.stringify(secret));
    const value = { users: [], clientSecret: null, machine };
    expect(read({ users: [], machine })).toEqual(value);
    expect(read({ ...anna, machine })).toEqual({ ...value, users: [anna] });
  });

  it.each([
    ["absent", {}],
    ["null", { machine: null }],
    ["half a client", { machine: { clientId: "m" } }],
    ["an empty one", { machine: { clientId: "m", clientSecret: "" } }],
    ["a text", { machine: "m" }],
  ])("finds no machine where it is %s, and the users all the same", (_, secret) => {
    const text = JSON.stringify({ users: [anna], clientSecret: "s", ...secret });
    expect(readProbeSecret(text)).toEqual({ users: [anna], clientSecret: "s", machine: null });
  });

  it("reads the older form as a list of one", () => {
    const read = (secret: object) => readProbeSecret(JSON.stringify(secret));
    const value = { users: [anna], clientSecret: null, machine: null };
    expect(read(anna)).toEqual(value);
    expect(read({ ...anna, clientSecret: "s" })).toEqual({ ...value, clientSecret: "s" });
  });

  it.each([
    ["nothing", undefined],
    ["no JSON", "anna:x"],
    ["another JSON", '{"clientId":"a","clientSecret":"b"}'],
    ["a list without a wrapper", '[{"username":"a","password":"b"}]'],
    ["a user without a password", '{"users":[{"username":"a"}]}'],
    ["an empty password", '{"users":[{"username":"a","password":""}]}'],
  ])("is null for %s", (_, text) => {
    expect(readProbeSecret(text)).toBeNull();
  });
});

describe("probeSecretText()", () => {
  it("keeps the machine's client, whoever comes and goes beside it", () => {
    fc.assert(
      fc.property(anyUsers, anyUsers, fc.option(word), anyMachine, (...given) => {
        const [before, users, clientSecret, machine] = given;
        const text = JSON.stringify({ users: before, clientSecret: "former", machine });
        const written = probeSecretText({ users, clientSecret }, text);
        expect(readProbeSecret(written)).toEqual({ users, clientSecret, machine });
      }),
    );
  });

  it("keeps what it does not know, and a machine that is wrong", () => {
    const others = { machine: { clientId: "m", secret: "misnamed" }, note: "rotated in May" };
    const text = JSON.stringify({ users: [anna], ...others });
    expect(JSON.parse(probeSecretText({ users: [], clientSecret: null }, text))).toEqual({
      ...{ users: [], ...others },
    });
  });

  it("keeps nobody of the older form as a user beside the list", () => {
    const text = JSON.stringify({ ...anna, clientSecret: "former" });
    expect(JSON.parse(probeSecretText({ users: [], clientSecret: null }, text))).toEqual({
      users: [],
    });
  });

  it.each([undefined, "", "anna:x", '"text"', "[1]", "null"])("keeps nothing of %s", (before) => {
    expect(probeSecretText({ users: [], clientSecret: null }, before)).toBe('{"users":[]}');
  });
});
