// What documents ask of services that the project has no client of: the same requests, as plain HTTP.

import { queried } from "./aws-cli.ts";

interface Asked {
  readonly path: string;
  readonly init: RequestInit;
  /** What the CLI would print of the XML that comes. */
  answer(xml: string): object;
}

/** Null for what a client is there for. */
export async function clientless(
  args: readonly string[],
  fetch: typeof globalThis.fetch,
): Promise<string | null> {
  const asked = requestOf(args);
  if (asked === null) return null;
  const response = await fetch(`http://us-east-1.pretend${asked.path}`, asked.init);
  const xml = await response.text();
  if (!response.ok) throw new Error(xml);
  const answer = asked.answer(xml);
  const query = args[args.indexOf("--query") + 1];
  return args.includes("--query")
    ? `${String(queried(answer, query ?? ""))}\n`
    : `${JSON.stringify(answer, null, 4)}\n`;
}

function requestOf(args: readonly string[]): Asked | null {
  switch (args.slice(0, 2).join(" ")) {
    case "sts get-caller-identity":
      return {
        path: "/",
        init: {
          method: "POST",
          headers: { ...signedFor("sts"), "content-type": "application/x-www-form-urlencoded" },
          body: "Action=GetCallerIdentity&Version=2011-06-15",
        },
        answer: (xml) => membersOf(xml, ["UserId", "Account", "Arn"]),
      };
    case "s3control get-public-access-block":
      return {
        path: "/v20180820/configuration/publicAccessBlock",
        init: {
          headers: {
            ...signedFor("s3"),
            "x-amz-account-id": args[args.indexOf("--account-id") + 1] ?? "",
          },
        },
        answer: (xml) => ({ PublicAccessBlockConfiguration: membersOf(xml, blocks) }),
      };
    default:
      return null;
  }
}

const blocks = [
  "BlockPublicAcls",
  "IgnorePublicAcls",
  "BlockPublicPolicy",
  "RestrictPublicBuckets",
] as const;

function signedFor(service: string): Readonly<Record<string, string>> {
  const scope = `pretend/20261122/us-east-1/${service}/aws4_request`;
  return { authorization: `AWS4-HMAC-SHA256 Credential=${scope}` };
}

function membersOf(xml: string, names: readonly string[]): Readonly<Record<string, string>> {
  const found = names.map((name) => [name, new RegExp(`<${name}>([^<]*)<`).exec(xml)?.[1] ?? ""]);
  return Object.fromEntries(found);
}
