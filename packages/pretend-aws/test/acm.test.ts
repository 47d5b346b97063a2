import {
  ACMClient,
  DescribeCertificateCommand,
  ListCertificatesCommand,
} from "@aws-sdk/client-acm";
import { describe, expect, it } from "vitest";
import type { CertificateSeed } from "../acm/acm.ts";
import { ACCOUNT, anAccount, DAY_MS, refusal, START } from "./an-account.ts";

const arn = `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/1b2c`;

function withCertificate(more: Partial<CertificateSeed> = {}) {
  const { aws, at, clock } = anAccount();
  aws.acm.seedCertificate({ arn, domain: "auth.example.com", ...more });
  const clientIn = (region: string, keys?: { accessKeyId: string; secretAccessKey: string }) =>
    new ACMClient(at(region, keys));
  return { aws, clock, clientIn, client: clientIn("us-east-1") };
}

const get = (CertificateArn = arn) => new DescribeCertificateCommand({ CertificateArn });

describe("DescribeCertificate", () => {
  it("tells what it is for and until when", async () => {
    const inUseBy = [`arn:aws:cloudfront::${ACCOUNT}:distribution/E1`];
    const { client } = withCertificate({ inUseBy, alternativeNames: ["*.example.com"] });
    const { Certificate } = await client.send(get());
    expect(Certificate).toMatchObject({
      ...{ CertificateArn: arn, DomainName: "auth.example.com", Status: "ISSUED" },
      SubjectAlternativeNames: ["auth.example.com", "*.example.com"],
      ...{ NotBefore: new Date(START), NotAfter: new Date(START + 198 * DAY_MS) },
      ...{ Type: "AMAZON_ISSUED", RenewalEligibility: "ELIGIBLE", InUseBy: inUseBy },
    });
  });

  it("is expired once its time is over, and as it is seeded until then", async () => {
    const renewal = {
      ...{ RenewalStatus: "PENDING_VALIDATION" as const, UpdatedAt: new Date(START) },
      DomainValidationOptions: [],
    };
    const notAfter = START + DAY_MS;
    const { client, clock } = withCertificate({ notAfter, type: "IMPORTED", renewal });
    expect((await client.send(get())).Certificate).toMatchObject({
      ...{ Status: "ISSUED", Type: "IMPORTED", RenewalEligibility: "INELIGIBLE" },
      RenewalSummary: renewal,
    });
    await clock.advance(DAY_MS);
    expect((await client.send(get())).Certificate?.Status).toBe("EXPIRED");
  });

  it.each([
    ["us-east-1", `${arn}3`, `ResourceNotFoundException: Could not find certificate ${arn}3 in`],
    ["eu-west-1", arn, "ResourceNotFoundException"],
    ["us-east-1", "arn:aws:s3:::b", "InvalidArnException"],
  ])("finds in %s no %s", async (region, asked, message) => {
    const { clientIn } = withCertificate();
    expect(await refusal(clientIn(region).send(get(asked)))).toContain(message);
  });

  it("asks IAM about the certificate", async () => {
    const { aws, clientIn } = withCertificate();
    const Statement = { Effect: "Allow", Action: "acm:DescribeCertificate", Resource: arn };
    const keys = aws.iam.seedRole({ name: "reader", policies: [{ Statement }] });
    const reader = clientIn("us-east-1", keys);
    expect(await refusal(reader.send(get()))).toBe("no refusal");
    expect(await refusal(reader.send(get(`${arn}3`)))).toMatch(/^AccessDeniedException/);
  });
});

it("operations outside the subset answer 501", async () => {
  const list = withCertificate().client.send(new ListCertificatesCommand({}));
  await expect(list).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
});
