import { describe, expect, it } from "vitest";
import { createManagedLogin } from "../../../aws/cognito/managed-login.ts";
import { createProvisionedLimits } from "../../../aws/cognito/provisioned-limits.ts";
import { createCognito } from "../../../aws/cognito/replica.ts";
import { createReplicationMarker } from "../../../aws/cognito/replication-marker.ts";
import { createSignIn } from "../../../aws/cognito/sign-in.ts";
import { createTokenEndpoint, unverifiedClaims } from "../../../aws/cognito/token-endpoint.ts";
import { createFanOut } from "../../../aws/lambda/fan-out.ts";
import { number, openTable } from "../../../aws/ledger/table.ts";
import { createDnsLookup } from "../../../aws/route53/dns-lookup.ts";
import { createHealthChecks } from "../../../aws/route53/health-checks.ts";
import { createHostedZones } from "../../../aws/route53/hosted-zones.ts";
import { createWeightedRecords } from "../../../aws/route53/weighted-records.ts";
import { beaconObjects } from "../../../aws/s3/beacon-objects.ts";
import { createBeaconView } from "../../../aws/s3/beacon-view.ts";
import { createControl } from "../../../aws/sdk/connectivity.ts";
import { createSecrets } from "../../../aws/secrets/secrets.ts";
import { createNotices } from "../../../aws/sns/notices.ts";
import { outWords } from "../../../core/values/beacon-words.ts";
import { fencingToken, instant, millis } from "../../../core/values/types.ts";
import { soughtBy } from "../../../sim/deployment.ts";
import { drivers, type Subject } from "./subject.ts";

const SECOND = 1_000;
const never = () => new AbortController().signal;

/** Whoever is about it, told of its parts. */
function about({ world: { policy, deployed } }: Subject) {
  const { managedLogin, sdk } = policy.paths;
  const users = deployed.users[policy.name];
  const [user] = users?.probes ?? [];
  if (managedLogin === null || sdk === null || users === undefined || user === undefined) {
    throw new RangeError("the settings have both paths, and probe users");
  }
  const client = { clientId: policy.clientId, clientSecret: null };
  const object = { ...managedLogin, region: policy.secondary };
  const page = { clientId: policy.clientId, redirectUri: managedLogin.redirectUri };
  const host = policy.domain ?? "";
  return { policy, deployed, sdk, user, client, object, page, host, machine: users.machine };
}

/** A refusal by what the controller reads of it. */
const refused = (name: string, more: object = {}) => expect.objectContaining({ name, ...more });

describe.each(drivers)("over $driver", ({ open }) => {
  describe("the ledger's table", () => {
    const opened = async () => {
      const subject = open();
      subject.world.stop();
      const { deployed } = about(subject);
      const table = openTable(subject.at(deployed.home, "probe"), {
        ...{ name: deployed.table, home: deployed.home },
      });
      const { faults, clock } = subject.world.aws;
      return { table, done: subject.done, faults, clock };
    };
    const attributes = { seen: number(5), body: { S: "{}" } };

    it("reads back what was written, and nothing where nothing was", async () => {
      const { table, done } = await opened();
      expect(await done(table.read("pool#a", "x"))).toBeNull();
      expect(await done(table.put("pool#a", "x", { attributes }))).toEqual({ kind: "written" });
      expect(await done(table.read("pool#a", "x"))).toMatchObject(attributes);
      expect(await done(table.read("pool#b", "x"))).toBeNull();
    });

    it("writes under a condition, and tells what stands there where it does not hold", async () => {
      const { table, done } = await opened();
      const unless = (seen: number) => ({
        expression: "attribute_not_exists(pk) OR seen < :seen",
        values: { ":seen": number(seen) },
      });
      const put = (seen: number) =>
        done(
          table.put("pool#a", "x", { attributes: { seen: number(seen) }, condition: unless(seen) }),
        );
      expect(await put(5)).toEqual({ kind: "written" });
      expect(await put(5)).toMatchObject({ kind: "refused", item: { seen: { N: "5" } } });
      expect(await put(4)).toMatchObject({ kind: "refused", item: { seen: { N: "5" } } });
      expect(await put(16)).toEqual({ kind: "written" });
    });

    it("has done a write whose answer got lost, so that the next try meets it", async () => {
      const { table, done, faults, clock } = await opened();
      const once = { operation: "PutItem", until: clock.now() + 1 };
      faults.add({ service: "dynamodb", ...once, effect: { kind: "lostAnswer" } });
      const work = table.put("pool#a", "x", {
        attributes,
        condition: { expression: "attribute_not_exists(pk)", values: {} },
      });
      expect(await done(work)).toMatchObject({ kind: "refused", item: attributes });
      expect(await done(table.read("pool#a", "x"))).toMatchObject(attributes);
    });

    it("changes attributes, counting on, and answers the item as it then is", async () => {
      const { table, done } = await opened();
      const update = () =>
        done(
          table.update("pool#a", "lease", {
            set: "fencing = if_not_exists(fencing, :zero) + :one",
            condition: {
              expression: "attribute_not_exists(pk) OR fencing < :most",
              values: { ":zero": number(0), ":one": number(1), ":most": number(2) },
            },
          }),
        );
      expect(await update()).toMatchObject({ kind: "written", item: { fencing: { N: "1" } } });
      expect(await update()).toMatchObject({ kind: "written", item: { fencing: { N: "2" } } });
      expect(await update()).toMatchObject({ kind: "refused", item: { fencing: { N: "2" } } });
    });

    it("lists by the beginning of the sort key, in order, or the newest first", async () => {
      const { table, done } = await opened();
      for (const sort of ["event#2", "event#10", "event#1", "eventful", "dvent#1", "event"]) {
        await done(table.put("pool#a", sort, { attributes: { n: number(1) } }));
      }
      const sorts = async (work: Promise<readonly object[]>) =>
        (await done(work)).map((item) => (item as { sk: { S: string } }).sk.S);
      expect(await sorts(table.query("pool#a", "event#"))).toEqual([
        ...["event#1", "event#10", "event#2"],
      ]);
      expect(await sorts(table.query("pool#a", "event#", 2))).toEqual(["event#2", "event#10"]);
      expect(await sorts(table.query("pool#a", "round#"))).toEqual([]);
      const between = table.between("pool#a", { first: "event#1", last: "event#10" });
      expect(await sorts(between)).toEqual(["event#1", "event#10"]);
    });

    it("drops, also what is not there", async () => {
      const { table, done } = await opened();
      await done(table.put("pool#a", "x", { attributes }));
      await done(table.drop("pool#a", "x"));
      await done(table.drop("pool#a", "x"));
      expect(await done(table.read("pool#a", "x"))).toBeNull();
    });
  });

  describe("signing in", () => {
    const opened = () => {
      const subject = open();
      subject.world.stop();
      const place = subject.at("eu-west-1", "probe");
      return {
        ...{ ...about(subject), ...subject, place },
        signIn: createSignIn(place, { stepDeadline: millis(8_000) }),
      };
    };

    it("yields tokens that the issuer's check takes, in both Regions, and goes on in the other", async () => {
      const { signIn, client, user, primary, secondary, policy, ...subject } = opened();
      const issuer = subject.issuer(subject.place);
      for (const here of [primary, secondary]) {
        const session = await subject.done(signIn.password(here, client, user));
        const now = instant(subject.world.clock.now());
        const claims = await subject.done(
          issuer.verifyAccessToken(session.accessToken, policy, { signal: never(), now }),
        );
        expect(claims).toMatchObject({ token_use: "access", client_id: policy.clientId });
        const due = issuer.nameOf({ ...policy, form: policy.issuer, region: policy.primary });
        expect(claims["iss"]).toBe(due);
        const ids = await subject.done(
          issuer.keyIds({ ...policy, form: policy.issuer, region: primary }, never()),
        );
        expect(ids).toMatchObject({ kind: "read" });
        expect(ids.kind === "read" && ids.content).toContain(issuer.keyIdOf(session.accessToken));
        const other = here === primary ? secondary : primary;
        const renewed = await subject.done(signIn.refresh(other, client, session));
        expect(issuer.claimsOf(renewed)).toMatchObject({ token_use: "access" });
        expect(signIn.clock(here)?.theirs).toBe(Math.floor(now / SECOND) * SECOND);
      }
    });

    it("is refused for a wrong password, which locks the user out of that Region alone", async () => {
      const { signIn, client, user, primary, secondary, done } = opened();
      const wrong = { ...user, password: "wrong" };
      for (let time = 1; time <= 5; time++) {
        await expect(done(signIn.password(primary, client, wrong))).rejects.toMatchObject({
          ...{ name: "NotAuthorizedException", message: "Incorrect username or password." },
        });
      }
      await expect(done(signIn.password(primary, client, user))).rejects.toMatchObject({
        ...{ name: "NotAuthorizedException", message: "Password attempts exceeded" },
      });
      await done(signIn.password(secondary, client, user));
    });

    it("is refused for an unknown client, in a Region without the pool, and once it was signed out", async () => {
      const { signIn, client, user, primary, done } = opened();
      const unknown = { ...client, clientId: "nobody" };
      await expect(done(signIn.password(primary, unknown, user))).rejects.toThrow(
        refused("ResourceNotFoundException"),
      );
      await expect(
        done(signIn.password("eu-west-1" as typeof primary, client, user)),
      ).rejects.toThrow(refused("ResourceNotFoundException"));
      const session = await done(signIn.password(primary, client, user));
      await done(signIn.revoke(primary, client, session.refreshToken));
      await expect(done(signIn.refresh(primary, client, session))).rejects.toThrow(
        refused("NotAuthorizedException", { message: "Refresh Token has been revoked" }),
      );
    });

    it("keeps a token for good while the key set is out of reach, and refuses one that is too old", async () => {
      const { signIn, client, user, primary, policy, ...subject } = opened();
      const issuer = subject.issuer(subject.place);
      const { accessToken } = await subject.done(signIn.password(primary, client, user));
      const { faults, clock } = subject.world.aws;
      const { id } = faults.add({ service: "cognito-issuer", effect: { kind: "reset" } });
      const check = (now: number) =>
        subject.done(
          issuer.verifyAccessToken(accessToken, policy, { signal: never(), now: instant(now) }),
        );
      expect(await check(clock.now())).toMatchObject({ token_use: "access" });
      faults.remove(id);
      await expect(check(clock.now() + 2 * 3_600 * SECOND)).rejects.toThrow(
        refused("JwtIssuedAtError"),
      );
    });

    it("lets a user write what the other Region shows a moment later", async () => {
      const { signIn, client, user, primary, secondary, policy, place, ...subject } = opened();
      const attribute = policy.journeys.replicationLag?.attribute ?? "nickname";
      const marker = createReplicationMarker(place, { stepDeadline: millis(8_000) });
      const at = instant(subject.world.clock.now());
      const [there, here] = await subject.done(
        Promise.all([primary, secondary].map((one) => signIn.password(one, client, user))),
      );
      if (there === undefined || here === undefined) throw new RangeError("two sessions");
      await subject.done(marker.write({ session: there, attribute }, at));
      const seen = await subject.done(
        marker.seen({ session: here, attribute }, at, { atMost: millis(5_000), signal: never() }),
      );
      expect(seen.isSeen).toBe(true);
      expect(seen.lag).toBeGreaterThan(100);
      await expect(subject.done(marker.write({ session: here, attribute }, at))).rejects.toThrow(
        refused("OperationNotEnabledException"),
      );
    });

    it("reads the status of the replica", async () => {
      const { policy, secondary, place, done } = opened();
      const reading = await done(createCognito(place).replica(policy.userPoolId, secondary));
      expect(reading).toEqual({ kind: "known", status: "ACTIVE" });
    });
  });

  describe("the beacon", () => {
    it("is seen by everyone and by the checkers, and sends the domain to the secondary until it is out", async () => {
      const subject = open();
      const { object, policy, host, page } = about(subject);
      const place = subject.at(policy.secondary, "shift");
      const beacons = beaconObjects(place, subject.world.aws.accountId);
      const view = createBeaconView(place);
      const { aws, clock } = subject.world;
      const sought = soughtBy(policy.name, object);
      const look = () => subject.done(view.look(object, sought, never()));
      const write = (text: string, over: string | null) =>
        subject.done(beacons.write(object, { text, over }, never()));
      const tag = async () => (await subject.done(beacons.read(object, never())))?.etag ?? null;
      const out = outWords({ token: fencingToken(1), isUndo: false });
      expect(await look()).toEqual({ beacon: "hidden", barred: null });
      expect(await tag()).toBeNull();
      expect(await write("beacon: us-east-1\n", null)).toBe(true);
      expect((await look()).beacon).toBe("mute");
      expect(await write(`${sought}: us-east-1\n`, null)).toBe(false);
      expect(await write(`${sought}: us-east-1\n`, await tag())).toBe(true);
      expect(await look()).toEqual({ beacon: "lit", barred: null });
      expect(aws.cognito.servingRegion(host)).toBe(policy.primary);
      await clock.advance(45 * SECOND);
      expect(aws.cognito.servingRegion(host)).toBe(policy.secondary);
      const login = createManagedLogin(place);
      expect(await subject.done(login.loginPage(host, page, never()))).toBe(200);
      const checks = createHealthChecks(place);
      const id = policy.paths.managedLogin?.healthCheckId ?? ownCheck(subject);
      expect(await subject.done(checks.checkers(id, never()))).toEqual({ found: 3, of: 3 });
      expect(await write(out, await tag())).toBe(true);
      expect(await look()).toEqual({ beacon: "out", barred: null });
      await clock.advance(45 * SECOND);
      expect(aws.cognito.servingRegion(host)).toBe(policy.primary);
      subject.world.stop();
    });

    it("is refused by a bucket that is not there, in S3's own name", async () => {
      const subject = open();
      const { object, policy } = about(subject);
      const place = subject.at(policy.secondary, "shift");
      const beacons = beaconObjects(place, subject.world.aws.accountId);
      const elsewhere = { ...object, bucket: "nobodys-bucket" };
      await expect(
        subject.done(beacons.write(elsewhere, { text: "x", over: null }, never())),
      ).rejects.toThrow(/S3 must do what was asked: current value is "NoSuchBucket 404"/);
      subject.world.stop();
    });
  });

  describe("the records", () => {
    it("move as one, are told to all name servers half a minute later, and move back", async () => {
      const subject = open();
      const { sdk, policy } = about(subject);
      const place = subject.at(policy.secondary, "shift");
      const records = createWeightedRecords(place);
      const lookup = createDnsLookup(place);
      const zone = await subject.done(createHostedZones(place).read(sdk.zoneId));
      expect(zone).toMatchObject({ isPrivate: false, nameServers: { length: 4 } });
      const values = async () => {
        const question = { name: sdk.record, type: sdk.type };
        const answers = await subject.done(lookup.answers(question, zone.nameServers));
        return new Set(answers.flatMap((one) => (one.kind === "answered" ? one.values : [])));
      };
      expect(await subject.done(records.send(sdk, "primary", { comment: "as it is" }))).toBeNull();
      const change = (await subject.done(records.send(sdk, "secondary", { comment: "out" }))) ?? "";
      expect(change).toMatch(/^\/change\/C/);
      expect(await subject.done(records.weights(sdk))).toEqual({ primary: 0, secondary: 100 });
      expect(await subject.done(records.changeStatus(change))).toBe("pending");
      expect([...(await values())]).toEqual([sdk.primary]);
      await subject.world.clock.advance(30 * SECOND);
      expect(await subject.done(records.changeStatus(change))).toBe("inSync");
      expect([...(await values())]).toEqual([sdk.secondary]);
      expect(await subject.done(records.changeStatus("CNOSUCHCHANGE"))).toBe("lost");
      await subject.done(records.send(sdk, "primary", { comment: "home" }));
      expect(await subject.done(records.weights(sdk))).toEqual({ primary: 100, secondary: 0 });
      subject.world.stop();
    });
  });

  describe("managed login", () => {
    it("shows its page and leads there, and sends a client away whose callback it does not know", async () => {
      const subject = open();
      const { host, page } = about(subject);
      const login = createManagedLogin(subject.at("eu-west-1", "probe"));
      await subject.done(login.form(host, page, never()));
      await subject.done(login.toForm(host, page, never()));
      const strange = { ...page, redirectUri: "https://elsewhere.example/" };
      expect(await subject.done(login.loginPage(host, strange, never()))).toBe(302);
      await expect(subject.done(login.form(host, strange, never()))).rejects.toBeDefined();
      subject.world.stop();
    });

    it.each([
      [{ kind: "reset" } as const, 502],
      [{ kind: "status", status: 503 } as const, 503],
      [{ kind: "throttle" } as const, 429],
      [{ kind: "error", name: "InternalErrorException", status: 500 } as const, 500],
    ])("answers for a Region with %j by %i", async (effect, status) => {
      const subject = open();
      const { host, page } = about(subject);
      subject.world.aws.faults.add({ region: subject.primary, service: "cognito-idp", effect });
      const login = createManagedLogin(subject.at("eu-west-1", "probe"));
      expect(await subject.done(login.loginPage(host, page, never()))).toBe(status);
      subject.world.stop();
    });

    it("gives a machine a token, refuses a wrong secret, and a request without a client", async () => {
      const subject = open();
      const { host, machine } = about(subject);
      if (machine === null) throw new RangeError("the settings have a machine");
      const endpoint = createTokenEndpoint(subject.at("eu-west-1", "probe"));
      const how = { scopes: [], signal: never() };
      const token = await subject.done(endpoint.token(host, machine, how));
      expect(unverifiedClaims(token)).toMatchObject({
        ...{ sub: machine.clientId, token_use: "access" },
      });
      await subject.done(endpoint.refusesStrangers(host, never()));
      const wrong = { ...machine, clientSecret: "wrong" };
      await expect(subject.done(endpoint.token(host, wrong, how))).rejects.toThrow(
        refused("invalid_client"),
      );
      subject.world.stop();
    });
  });

  describe("whatever else a Lambda asks", () => {
    it("what Cognito enforces, once a second and Region", async () => {
      const subject = open();
      const { deployed, policy } = about(subject);
      const limits = () => createProvisionedLimits(subject.at(deployed.home, "signals"));
      const categories = ["UserAuthentication", "UserFederation"];
      const asked = () =>
        subject.done(limits().limits({ region: policy.primary, categories, kept: [] }));
      expect(await asked()).toMatchObject({
        limits: [{ perSecond: 120 }, { category: "UserFederation", perSecond: 25 }],
        problem: null,
      });
      const [first, second] = await Promise.all([asked(), asked()]);
      expect([first.problem, second.problem].join()).toContain("TooManyRequestsException");
      subject.world.stop();
    });

    it("the secret, a control endpoint, the topic, a wake and the watch", async () => {
      const subject = open();
      const { deployed, policy, user } = about(subject);
      const place = subject.at(deployed.home, "probe");
      const { users } = await subject.done(
        createSecrets(place).probeUsers(policy.probeUser.secret),
      );
      expect(users).toContainEqual(user);
      const control = createControl(place).reachable([policy.primary], never());
      expect(await subject.done(control)).toMatchObject({ answered: true });
      const notice = { id: "a@1", pool: policy.name, subject: "It moved", body: "All of it." };
      await subject.done(createNotices(place, deployed).publish(notice));
      expect(subject.world.aws.sns.messages(deployed.topicArn)).toMatchObject([
        { subject: "It moved", message: "All of it." },
      ]);
      const { watchMachineArn: watch, home, probeName: probe } = deployed;
      const wakes = createFanOut(place, { probe, watch, home });
      await subject.done(wakes.probe(home, {}, never()));
      await subject.done(wakes.watch(policy.name, "by-test", never()));
      await expect(
        subject.done(
          createFanOut(place, { probe: "nobody", watch, home }).probe(home, {}, never()),
        ),
      ).rejects.toThrow(refused("ResourceNotFoundException"));
      await subject.world.clock.advance(SECOND);
      expect(subject.world.aws.states.executions(watch).map(({ name }) => name)).toContain(
        "by-test",
      );
      subject.world.stop();
    });
  });
});

function ownCheck({ world: { policy } }: Subject): string {
  return `0-${Buffer.from(policy.name).toString("hex")}`;
}
