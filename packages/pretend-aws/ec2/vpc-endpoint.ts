// An endpoint of a VPC, as it is seeded and as it is shown.

export interface VpcEndpointSeed {
  readonly region: string;
  readonly vpcId: string;
  /** "com.amazonaws.us-east-1.cognito-idp" */
  readonly serviceName: string;
  /** Absent: Interface. */
  readonly type?: "Interface" | "Gateway" | "GatewayLoadBalancer";
  /** Absent: available. */
  readonly state?: string;
  /** Absent: on, for an interface endpoint. */
  readonly hasPrivateDns?: boolean;
}

export interface KeptVpcEndpoint extends Required<VpcEndpointSeed> {
  readonly id: string;
  readonly createdAt: Date;
}

export function shown(endpoint: KeptVpcEndpoint, ownerId: string): object {
  const { id, vpcId, serviceName, type, state, hasPrivateDns, region, createdAt } = endpoint;
  const [, , , service = ""] = serviceName.split(".");
  return {
    ...{ vpcEndpointId: id, vpcEndpointType: type, vpcId, serviceName, state },
    ...{ privateDnsEnabled: hasPrivateDns, requesterManaged: false, ipAddressType: "ipv4" },
    ...{ creationTimestamp: createdAt, ownerId, serviceRegion: region },
    ...(type === "Interface" && {
      dnsEntrySet: { item: [{ dnsName: `${id}.${service}.${region}.vpce.amazonaws.com` }] },
    }),
  };
}
