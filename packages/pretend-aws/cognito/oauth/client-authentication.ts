// How a client proves itself at the token and revocation endpoints: HTTP Basic, or fields of the form.

import { acceptsSecret } from "../pool/client-secrets.ts";
import type { ClientSite } from "../pool/pool-in-region.ts";
import type { Visit } from "./domain-request.ts";

interface Claimed {
  readonly id: string | null;
  readonly secret: string | null;
}

/** Null unless the client exists in this Region and gave exactly the secret that it has. */
export function authenticatedClient(
  { site, request }: Visit,
  form: URLSearchParams,
): ClientSite | null {
  const inForm: Claimed = { id: form.get("client_id"), secret: form.get("client_secret") };
  const inHeader = basic(request.headers["authorization"]);
  if (inHeader !== null && inForm.id !== null && inForm.id !== inHeader.id) return null;
  const { id, secret } = inHeader ?? inForm;
  const client = site.directory.clients.get(id ?? "");
  if (client === undefined) return null;
  const found = { ...site, client };
  return acceptsSecret(found, secret || undefined) ? found : null;
}

function basic(header: string | undefined): Claimed | null {
  const encoded = /^Basic\s+([\w+/=-]+)$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return null;
  const [id = "", ...rest] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  return { id, secret: rest.join(":") };
}
