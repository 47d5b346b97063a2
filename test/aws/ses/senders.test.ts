import { expect, test } from "vitest";
import { createSenders } from "../../../aws/ses/senders.ts";
import { primary, secondary } from "../../core/builders/a-policy.ts";
import { anAccount } from "../builders/an-account.ts";

const quota = { Max24HourSend: 1_000, MaxSendRate: 5, SentLast24Hours: 999 };

test("a sender is verified, or not, in its own Region alone, with the account around it", async () => {
  const { aws, place } = anAccount();
  const senders = createSenders(place);
  aws.ses.seedIdentity({ region: primary, name: "customers.example" });
  aws.ses.seedAccount({ region: primary, isInProduction: true, quota });
  expect(await senders.read(primary, "customers.example")).toEqual({
    ...{ region: primary, identity: "customers.example", isVerified: true },
    ...{ isProduction: true, isSending: true, perDay: 1_000, sentLastDay: 999 },
  });
  expect(await senders.read(secondary, "customers.example")).toMatchObject({
    ...{ isVerified: false, isProduction: false, perDay: 200 },
  });
});

test("an account that SES has paused sends nothing", async () => {
  const { aws, place } = anAccount();
  aws.ses.seedAccount({ region: secondary, isInProduction: true, enforcement: "SHUTDOWN" });
  expect(await createSenders(place).read(secondary, "x.example")).toMatchObject({
    isSending: false,
  });
});
