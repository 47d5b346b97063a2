// The answers of a domain: pages, redirects, JSON, and what Cognito shows instead of a page that it
// cannot show.

import type { WireResponse } from "../../service.ts";

export function html(status: number, content: string, title = "Error"): WireResponse {
  return {
    status,
    headers: { "content-type": "text/html;charset=UTF-8", "cache-control": "no-store" },
    body: `<!DOCTYPE html><html><head><title>${title}</title></head><body>${content}</body></html>`,
  };
}

export function redirect(location: string, setCookie?: string): WireResponse {
  const headers = { location, "cache-control": "no-store" };
  return {
    status: 302,
    headers: setCookie === undefined ? headers : { ...headers, "set-cookie": setCookie },
    body: "",
  };
}

/** Scripts of any origin may read these answers: Cognito sends the same header. */
export function json(
  status: number,
  value: object | null,
  more: Readonly<Record<string, string>> = {},
): WireResponse {
  return {
    status,
    headers: {
      "content-type": "application/json;charset=UTF-8",
      "cache-control": "no-cache, no-store, max-age=0, must-revalidate",
      "access-control-allow-origin": "*",
      ...more,
    },
    body: value === null ? "" : JSON.stringify(value),
  };
}

/** What cannot be told to the client is shown to its user, at `/error`. */
export function toErrorPage(error: string, clientId: string | null): WireResponse {
  const query = new URLSearchParams({
    error,
    ...(clientId === null ? {} : { client_id: clientId }),
  });
  return redirect(`/error?${query}`);
}

export function errorPage(query: URLSearchParams): WireResponse {
  const reason = query.get("error") ?? "";
  const page = html(400, `An error was encountered with the requested page. ${escaped(reason)}`);
  const isPlain = /^[\w .,:'-]{1,200}$/.test(reason);
  return isPlain ? { ...page, headers: { ...page.headers, error: reason } } : page;
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

/** The value of one cookie of the request. */
export function cookieOf(
  { headers }: { readonly headers: Readonly<Record<string, string>> },
  name: string,
): string | undefined {
  const pairs = (headers["cookie"] ?? "").split(/;\s*/);
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
