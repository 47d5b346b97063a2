// The pretend ACM: certificates, as they are seeded. Time ends them; nothing renews one.

import type { CertificateDetail, DescribeCertificateRequest } from "@aws-sdk/client-acm";
import { AwsError } from "../aws-error.ts";
import type { Service } from "../service.ts";
import { jsonService } from "../wire/json.ts";
import type { Foundation } from "../world.ts";

export interface CertificateSeed {
  /** Names its Region. */
  readonly arn: string;
  readonly domain: string;
  readonly alternativeNames?: readonly string[];
  /** Pretend milliseconds since the epoch; absent: issued now, for 198 days as ACM's own are. */
  readonly notBefore?: number;
  readonly notAfter?: number;
  /** Absent: ISSUED, and EXPIRED from its end on. */
  readonly status?: NonNullable<CertificateDetail["Status"]>;
  /** What brought it in must bring the next one; absent: AMAZON_ISSUED, which ACM renews. */
  readonly type?: "AMAZON_ISSUED" | "IMPORTED";
  /** As ACM tells of a renewal under way. */
  readonly renewal?: NonNullable<CertificateDetail["RenewalSummary"]>;
  readonly inUseBy?: readonly string[];
}

export interface Acm {
  readonly service: Service;
  /** One that is there already is replaced. */
  seedCertificate(certificate: CertificateSeed): void;
}

type Kept = CertificateSeed & Required<Pick<CertificateSeed, "notBefore" | "notAfter">>;

const ARN = /^arn:aws[\w-]*:acm:([\w-]+):\d{12}:certificate\/[\w-]+$/;
const LIFE_MS = 198 * 24 * 60 * 60_000;

export function createAcm({ clock, accountId }: Foundation): Acm {
  const certificates = new Map<string, Kept>();
  return {
    service: jsonService({
      name: "acm",
      targetPrefix: "CertificateManager",
      version: "1.1",
      deedsOf: (operation, input) => {
        const { CertificateArn = "*" } = input as DescribeCertificateRequest;
        return [{ action: `acm:${operation}`, resource: CertificateArn }];
      },
      operations: {
        DescribeCertificate: ({ CertificateArn = "" }: DescribeCertificateRequest, { region }) => {
          if (!ARN.test(CertificateArn)) throw invalidArn(CertificateArn);
          const isHere = ARN.exec(CertificateArn)?.[1] === region;
          const found = isHere ? certificates.get(CertificateArn) : undefined;
          if (found === undefined) throw notFound(CertificateArn, accountId);
          return { Certificate: described(found, clock.now()) };
        },
      },
    }),
    seedCertificate: (seed) => {
      const { notBefore = clock.now() } = seed;
      const { notAfter = notBefore + LIFE_MS } = seed;
      certificates.set(seed.arn, { ...seed, notBefore, notAfter });
    },
  };
}

function described(certificate: Kept, now: number): CertificateDetail {
  const { arn, domain, alternativeNames = [], notBefore, notAfter, inUseBy = [] } = certificate;
  const { status = now >= notAfter ? "EXPIRED" : "ISSUED", type = "AMAZON_ISSUED" } = certificate;
  const begun = new Date(notBefore);
  return {
    CertificateArn: arn,
    DomainName: domain,
    SubjectAlternativeNames: [domain, ...alternativeNames],
    Subject: `CN=${domain}`,
    Issuer: "Amazon",
    CreatedAt: begun,
    ...(type === "IMPORTED" ? { ImportedAt: begun } : { IssuedAt: begun }),
    Status: status,
    NotBefore: begun,
    NotAfter: new Date(notAfter),
    KeyAlgorithm: "RSA_2048",
    SignatureAlgorithm: "SHA256WITHRSA",
    InUseBy: [...inUseBy],
    Type: type,
    ...(certificate.renewal === undefined ? {} : { RenewalSummary: certificate.renewal }),
    RenewalEligibility: type === "IMPORTED" || inUseBy.length === 0 ? "INELIGIBLE" : "ELIGIBLE",
  };
}

/** Other Regions' and other accounts' look the same. */
function notFound(arn: string, accountId: string): AwsError {
  return new AwsError(
    "ResourceNotFoundException",
    `Could not find certificate ${arn} in account ${accountId}.`,
  );
}

function invalidArn(arn: string): AwsError {
  return new AwsError("InvalidArnException", `${arn} is not the ARN of a certificate.`);
}
