// What answers in place of a service: a load balancer's page, a web ACL's. None of it has the service's own form.

export interface Interception {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const HTML = { "content-type": "text/html; charset=UTF-8" };

const page = (title: string, content = `<center><h1>${title}</h1></center>`) =>
  `<!DOCTYPE html>\n<html>\n<head><title>${title}</title></head>\n<body>${content}</body>\n</html>\n`;

/**
 * A web ACL's Challenge is a 202 without a body for whoever does not accept HTML, its CAPTCHA a 405 with a page; both
 * say so in a header: https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-actions.html
 */
export const INTERCEPTIONS = {
  gatewayTimeout: { status: 504, headers: HTML, body: page("504 Gateway Time-out") },
  wafBlock: { status: 403, headers: HTML, body: page("403 Forbidden") },
  wafChallenge: {
    status: 202,
    headers: { "x-amzn-waf-action": "challenge", "cache-control": "no-store, max-age=0" },
    body: "",
  },
  wafCaptcha: {
    status: 405,
    headers: { ...HTML, "x-amzn-waf-action": "captcha", "cache-control": "no-store, max-age=0" },
    body: page("Human Verification", '<script src="captcha.js"></script>'),
  },
} as const satisfies Readonly<Record<string, Interception>>;

export type InterceptionName = keyof typeof INTERCEPTIONS;

export function isInterception(name: unknown): name is InterceptionName {
  return typeof name === "string" && Object.hasOwn(INTERCEPTIONS, name);
}
