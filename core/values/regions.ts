// Which Regions are there? Replication exists in a list that AWS publishes; for a vantage any
// commercial Region will do, and the pattern spares an edit whenever AWS opens one.

/** Where user-pool replication exists, by AWS's announcement of June 2026. */
export const replicationRegions: readonly string[] = [
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
  "ap-south-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-southeast-1",
  "ap-southeast-2",
  "ca-central-1",
  "eu-central-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "eu-north-1",
  "sa-east-1",
];

/** GovCloud, China and the sovereign partitions have other credentials, so they do not match. */
export const commercialRegion =
  /^(af|ap|ca|eu|il|me|mx|sa|us)-(central|(north|south)?(east|west)|north|south)-[1-9]$/;

/** Where the certificate of a custom domain is, wherever its pool is. */
export const certificatesRegion = "us-east-1";
