// How may traffic be moved? The settings of the two paths, each with its lever. What a path needs from
// the rest of the pool is pool-rules.ts.

import * as z from "zod/mini";
import { COMMON_SEARCH_STRING } from "../values/beacon-words.ts";
import { oneOf, rule, section, text, whole } from "./setting.ts";

/** Lower case, two labels or more, and a last one that is no number: not an IP address. */
export const hostName =
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

export const host = (next: string) =>
  text(hostName, rule("a DNS name in lower case, without a dot at its end", next));

const isAddress = (value: string) =>
  [hostName, z.regexes.ipv4, z.regexes.ipv6].some((pattern) => pattern.test(value));

const recordValue = (next: string) => {
  const wanted = rule("a DNS name in lower case or an IP address", next);
  return z.string({ ...wanted }).check(z.refine(isAddress, { ...wanted }));
};

/** Stands in the default of `key` for the pool's name; a key that a user writes cannot hold it. */
export const NAME_IN_KEY = "{name}";

/** The bucket names that S3 gives out to nobody are refused too: its reserved beginnings and ends. */
const bucketName =
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*\.\.)(?!(?:\d{1,3}\.){3}\d{1,3}$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?<!-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;

/**
 * Characters that nobody encodes, since the health check asks for the key as written; and 254 of
 * them, since a health check's path holds 255 with its slash.
 */
const safeKey =
  /^(?=.{1,254}$)(?!.*\.reachable$)(?!.*(?:^|\/)\.{1,2}(?:\/|$))[\w.-]+(?:\/[\w.-]+)*$/;

/** A run of so many letters and digits is in nothing else that we write into the bucket. */
const SEARCH_STRING = new RegExp(`^(?:[A-Za-z0-9]{16,64}|${COMMON_SEARCH_STRING})$`);

/**
 * No trigger can add or change these:
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
const claimName =
  /^(?!cognito:|dev:)(?!(?:acr|amr|at_hash|aud|auth_time|azp|client_id|device_key|event_id|exp|iat|identities|iss|jti|nbf|nonce|origin_jti|scope|sub|token_use|username|version)$)[\w:./-]{1,128}$/;

const markerValue = text(
  /^[\x21-\x7e]{1,128}$/,
  rule(
    "the text of the claim, 1 to 128 characters without spaces",
    "Write what the trigger of that Region adds, such as the Region's code",
  ),
);

const marker = section(
  {
    /** The name of the claim. */
    claim: text(
      claimName,
      rule(
        "the name of a claim that a trigger may add to access tokens",
        'Write one of your own, such as "served_by": Cognito keeps its own claims to itself',
      ),
    ),
    /** What it says where the primary serves. */
    primary: markerValue,
    /** What it says where the secondary serves. */
    secondary: markerValue,
  },
  'Write { claim: "served_by", primary: "us-west-2", secondary: "us-east-1" }, or null',
);

export const managedLogin = section({
  /** What moves it: an object that is there while the secondary serves. */
  lever: oneOf(["beacon"], 'Write lever: "beacon"'),
  /** The bucket of the beacon, in the secondary Region. */
  bucket: text(
    bucketName,
    rule(
      "a bucket name that S3 accepts",
      "Use 3 to 63 lower-case letters, digits, dots and hyphens; S3 reserves some beginnings and ends",
    ),
  ),
  /**
   * The key of the beacon, which the health check asks for; {name} stands for the name of the pool.
   */
  key: z._default(
    text(
      safeKey,
      rule(
        'up to 254 letters, digits and "-", "_", ".", in parts divided by "/", none of them "." or "..", the end not ".reachable"',
        'Leave it out for the default, or write a key such as "beacons/customers"',
      ),
    ),
    `cognito-failover/${NAME_IN_KEY}/serving-secondary`,
  ),
  /** The inverted HTTPS health check that reads the beacon and that the domain's routing names. */
  healthCheckId: z.prefault(
    z.nullable(
      text(
        /^(?=.{1,64}$)[0-9a-f]+(?:-[0-9a-f]+)+$/,
        rule("the id of a Route 53 health check", "Copy it from: aws route53 list-health-checks"),
      ),
    ),
    null,
  ),
  /**
   * What a health check that you made looks for in the beacon; of its own checks the deployment
   * knows it.
   */
  searchString: z.prefault(
    text(
      SEARCH_STRING,
      rule(
        `16 to 64 letters and digits, or "${COMMON_SEARCH_STRING}"`,
        "Make one with: openssl rand -hex 16; then give it to the health check as its SearchString",
      ),
    ),
    COMMON_SEARCH_STRING,
  ),
  /**
   * A role that may write and delete the beacon by hand, beside the controller's own; null: nobody
   * may.
   */
  breakGlassRole: z.prefault(
    z.nullable(
      text(
        /^arn:aws(?:-[a-z]+)*:iam::\d{12}:role\/(?:[\w+=,.@/-]{1,510}\/)?[\w+=,.@-]{1,64}$/,
        rule(
          "the ARN of an IAM role",
          "Copy it from the role's page in IAM, such as arn:aws:iam::123456789012:role/break-glass",
        ),
      ),
    ),
    null,
  ),
  /** A callback URL of the app client; the login page is not shown without one. */
  redirectUri: text(
    /^(?=.{1,1024}$)[a-z][a-z0-9+.-]*:\/\/[^\p{C}\s#]+$/u,
    rule(
      "a callback URL of the app client, without a fragment",
      "Copy one from: aws cognito-idp describe-user-pool-client, CallbackURLs",
    ),
  ),
  /**
   * What tells from outside which Region serves the domain; null leaves a move without that proof.
   *
   * A claim that a pre token generation trigger of version V3_0 adds to the machine client's access
   * tokens, another text in each Region.
   */
  marker: z.prefault(z.nullable(marker), null),
});

/** As long as Route 53 takes it, in characters that every command line and sentence can carry. */
const identifier = (next: string) =>
  text(/^[\x20-\x7e]{1,128}$/, rule("a set identifier of 1 to 128 printable characters", next));

const copied = "Copy it from: aws route53 list-resource-record-sets, SetIdentifier";

export const sdk = section({
  /** What moves it: the weights of two records. */
  lever: oneOf(["weightedRecords"], 'Write lever: "weightedRecords"'),
  /** The Route 53 hosted zone that holds the records. */
  zoneId: text(
    /^Z[0-9A-Z]{1,31}$/,
    rule(
      'the id of a hosted zone: "Z", then capital letters and digits',
      "Copy it from: aws route53 list-hosted-zones, without /hostedzone/",
    ),
  ),
  /** The name of both records, which the application signs in at. */
  record: host('Name the record that your application signs in at, such as "sign-in.example.com"'),
  /** The type of both records. */
  type: z.prefault(
    oneOf(["CNAME", "A", "AAAA"], "Write CNAME for host names, A or AAAA for IP addresses"),
    "CNAME",
  ),
  /**
   * Seconds that resolvers may keep an answer, a floor for a cutover; no move changes it, smoke
   * compares.
   */
  ttl: z.prefault(whole({ from: 1, to: 300, of: "seconds" }, "Write the number alone"), 60),
  /** What the record answers while the primary serves. */
  primary: recordValue("Write what the record answers while the primary serves"),
  /** What the record answers while the secondary serves. */
  secondary: recordValue("Write what the record answers while the secondary serves"),
  /** Which record of the pair is which. */
  identifiers: z.prefault(
    section({
      /** Of the record that leads to the primary. */
      primary: z.prefault(identifier(copied), "primary"),
      /** Of the record that leads to the secondary. */
      secondary: z.prefault(identifier(copied), "secondary"),
    }),
    {},
  ),
});
