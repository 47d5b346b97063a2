import { expect, test } from "vitest";
import { createCertificates } from "../../../aws/acm/certificates.ts";
import { secondary } from "../../core/builders/a-policy.ts";
import { ACCOUNT, anAccount, START } from "../builders/an-account.ts";

const arn = `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/1234`;
const day = 24 * 60 * 60_000;

test("a certificate tells its names, its state, its end and who renews it", async () => {
  const { aws, place } = anAccount();
  const certificates = createCertificates(place);
  expect(await certificates.read(secondary, arn)).toBeNull();
  aws.acm.seedCertificate({
    ...{ arn, domain: "auth.customers.example", notAfter: START + 10 * day },
    // ACM renews what is used alone.
    inUseBy: ["arn:aws:cloudfront::1:distribution/1"],
  });
  expect(await certificates.read(secondary, arn)).toEqual({
    ...{ arn, status: "ISSUED", names: ["auth.customers.example"], endsAt: START + 10 * day },
    renewal: "ELIGIBLE",
  });
  aws.acm.seedCertificate({ arn, domain: "auth.customers.example", type: "IMPORTED" });
  expect(await certificates.read(secondary, arn)).toMatchObject({ renewal: "INELIGIBLE" });
});

test("one that nobody validated is told as AWS tells it", async () => {
  const { aws, place } = anAccount();
  aws.acm.seedCertificate({ arn, domain: "x.example", status: "PENDING_VALIDATION" });
  expect(await createCertificates(place).read(secondary, arn)).toMatchObject({
    status: "PENDING_VALIDATION",
  });
});
