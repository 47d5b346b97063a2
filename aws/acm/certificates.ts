// A certificate as ACM tells of it, in the Region that its ARN names.

import {
  ACMClient,
  DescribeCertificateCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-acm";
import type { CertificateFacts } from "../../core/readiness/pool-facts.ts";
import { instant, type Region } from "../../core/values/types.ts";
import { once, type Place, sdkClient } from "../sdk/clients.ts";

export type Certificates = ReturnType<typeof createCertificates>;

export function createCertificates(place: Place) {
  const clientOf = once((region: Region) =>
    sdkClient(ACMClient, place, { region, service: "acm" }),
  );
  return {
    /** Null where there is none. */
    async read(region: Region, CertificateArn: string): Promise<CertificateFacts | null> {
      try {
        const { Certificate: found = {} } = await clientOf(region).send(
          new DescribeCertificateCommand({ CertificateArn }),
        );
        return {
          arn: found.CertificateArn ?? CertificateArn,
          status: found.Status ?? "unknown",
          names: found.SubjectAlternativeNames ?? [],
          endsAt: found.NotAfter === undefined ? null : instant(found.NotAfter.getTime()),
          renewal: found.RenewalEligibility ?? "INELIGIBLE",
        };
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return null;
        throw error;
      }
    },
  };
}
