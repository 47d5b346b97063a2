import { calm, type Story } from "../story.ts";

export const regionalOutage: Story = {
  name: "regional-outage",
  promise:
    "the primary Region dies; sign-in moves, holds while it heals, and fails back by a person's order",
  run: async (stage) => {
    const { policy, clock, aws } = stage.world;
    const { primary, secondary, name } = policy;
    await calm(stage);

    stage.say("scene", `Outage. Every service in ${primary} stops answering.`);
    const since = clock.now();
    const heal = stage.strike(`${primary}: all connections are cut`, {
      region: primary,
      effect: { kind: "reset" },
    });
    await stage.until("the failover", () => stage.has("completed", { move: "failOver" }), 20);
    await stage.until("the move to be seen", () => stage.serving === secondary, 5);
    const sickRegionCalls = stage.callsFromFailoverPath(primary, since);
    stage.say(
      "scene",
      `Moved. The failover path made ${sickRegionCalls} calls to ${primary}; users were without sign-in for ${minutesBetween(since, clock.now())}.`,
      { sickRegionCalls },
    );

    await stage.minutes(2);
    stage.say("scene", `Recovery. ${primary} answers again; sign-in stays where it is.`);
    heal();
    await stage.until(
      "the primary to be steady",
      () => stage.has("decision", { situation: "homeMayBeOrdered" }),
      60,
    );
    const held =
      stage.serving === secondary && aws.cognito.servingRegion(policy.domain ?? "") !== primary;

    stage.say("scene", `A person moves ${name} back.`);
    await stage.order("failBack", "anna", `${primary} has been healthy for a while`);
    await stage.until("the failback", () => stage.has("completed", { move: "failBack" }), 20);
    await stage.until("the failback to be seen", () => stage.serving === primary, 5);
    await stage
      .until(
        "all to be healthy",
        () => stage.has("decision", { situation: "primaryWell" }, stage.lines.length - 30),
        5,
      )
      .catch(() => undefined);
    return {
      outcome: held ? "movedAndCameHome" : "sprangBack",
      isAsPromised: held && sickRegionCalls === 0,
      serving: stage.serving,
      sickRegionCalls,
    };
  },
};

function minutesBetween(from: number, until: number): string {
  const seconds = Math.round((until - from) / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
