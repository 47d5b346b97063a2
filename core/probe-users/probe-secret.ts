// What does the secret of a pool's probes hold? In goes its text; out comes what it says, or null when it
// says something else. Whether the users exist is not known here, and no value is ever repeated in a message.

import * as z from "zod/mini";

/** A user that probes sign in, as the secret keeps it. */
export interface ProbeCredentials {
  /** What is typed at sign-in; an e-mail address in pools that want one. */
  readonly username: string;
  /** A permanent one. */
  readonly password: string;
}

/** Who signs in, with which app client, and who gets tokens as a machine. */
export interface ProbeSecret {
  /** Used in turn; none while nobody has been set up. */
  readonly users: readonly ProbeCredentials[];
  /** The secret of the pool's app client; null for a client without one. */
  readonly clientSecret: string | null;
  /** A client of its own with the flow client_credentials; null while nobody has written one. */
  readonly machine: MachineClient | null;
}

/** How a machine asks for a token. */
export interface MachineClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

const filled = z.string().check(z.minLength(1));
const credentials = z.object({ username: filled, password: filled });
const machine = z.object({ clientId: filled, clientSecret: filled });
const forClients = {
  clientSecret: z.optional(z.nullable(filled)),
  // A mistake here is the machine's alone: users go on signing in.
  machine: z.catch(z.optional(z.nullable(machine)), null),
};

const list = z.object({ users: z.array(credentials), ...forClients });
/** The form from before there were several. */
const one = z.object({ ...credentials.shape, ...forClients });

/**
 * Reads `{"users":[{"username","password"},…],"clientSecret"?,"machine"?:{"clientId","clientSecret"}}`, and a
 * lone user as a list of one.
 */
export function readProbeSecret(text: string | undefined): ProbeSecret | null {
  const value = json(text);
  const several = z.safeParse(list, value);
  if (several.success) {
    const { users, clientSecret = null, machine = null } = several.data;
    return { users, clientSecret, machine };
  }
  const alone = z.safeParse(one, value);
  if (!alone.success) return null;
  const { username, password, clientSecret = null, machine = null } = alone.data;
  return { users: [{ username, password }], clientSecret, machine };
}

/** What users need to sign in, and `setup probe-users` writes; the machine client is a person's to write. */
export type SignInSecret = Omit<ProbeSecret, "machine">;

/**
 * The text that `readProbeSecret` reads. Whatever the text `before` holds besides users and their client's
 * secret stays as it is, right or wrong.
 */
export function probeSecretText({ users, clientSecret }: SignInSecret, before?: string): string {
  const { data: held = {} } = z.safeParse(z.record(z.string(), z.unknown()), json(before));
  const kept = Object.entries(held).filter(([name]) => !OWN.has(name));
  return JSON.stringify({
    users,
    ...(clientSecret === null ? {} : { clientSecret }),
    ...Object.fromEntries(kept),
  });
}

const OWN: ReadonlySet<string> = new Set(["users", "username", "password", "clientSecret"]);

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return null;
  }
}
