// What is a new probe user like? In go what the pool asks of its users and a source of chance; out come a
// name, a password and attributes that the pool takes and that lead to nobody. Nothing is created here.

/** A whole number from 0 up to, not including, `below`; from a source that nobody can foresee. */
export type Chance = (below: number) => number;

/** What a pool lets its users sign in with. */
export type SignInNames = "username" | "email" | "phoneNumber";

/** An attribute that every user of the pool must have. */
export interface RequiredAttribute {
  /** "given_name". */
  readonly name: string;
  /** Of a text, in characters; null without a bound. */
  readonly minLength: number | null;
  readonly maxLength: number | null;
}

export interface Attribute {
  readonly name: string;
  readonly value: string;
}

/** How the name of every user begins that `setup probe-users` makes, whatever the pool and the secret. */
export const OURS = "cognito-failover-probe-";

/** Reserved by RFC 2606: no mail server ever has this domain. */
const NOWHERE = "probes.invalid";

/** Base32 in lower case, without letters that look like digits. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGITS = "0123456789";
/** Of the characters that Cognito counts as special, those that need no escape in JSON or a shell's quotes. */
const SYMBOLS = "^$*.[]{}()?@#%&/,><:;|_~=+-";
const CLASSES = [UPPER, UPPER.toLowerCase(), DIGITS, SYMBOLS];

/** Far beyond guessing, and above the longest minimum but for pools that ask for more. */
const PASSWORD_LENGTH = 40;

/**
 * A name that begins with `start`. Its random end spreads the users over the user space: what fails for a
 * part of all users then fails for a part of them.
 */
export function newName(start: string, names: SignInNames, chance: Chance): string {
  const name = `${start}${text(12, LETTERS, chance)}`;
  return names === "email" ? `${name}@${NOWHERE}` : name;
}

/** Characters of all four classes, so that every policy of a pool accepts it. */
export function newPassword(minimumLength: number, chance: Chance): string {
  const length = Math.max(PASSWORD_LENGTH, minimumLength);
  const characters = [
    ...CLASSES.map((letters) => text(1, letters, chance)),
    ...text(length - CLASSES.length, CLASSES.join(""), chance),
  ];
  return shuffled(characters, chance).join("");
}

/**
 * A value for each required attribute. Address and number stay unverified: nobody can make Cognito send
 * a message to them, by asking for a new password for instance.
 */
export function newAttributes(
  required: readonly RequiredAttribute[],
  name: string,
  chance: Chance,
): readonly Attribute[] {
  return required.map((attribute) => ({
    name: attribute.name,
    value: fillFor(attribute, name, chance),
  }));
}

function fillFor(attribute: RequiredAttribute, name: string, chance: Chance): string {
  switch (attribute.name) {
    case "email":
      return name.includes("@") ? name : `${name}@${NOWHERE}`;
    case "phone_number":
      // 555-0100 to 555-0199 are kept for fiction in every area of North America.
      return `+1${2 + chance(8)}0${chance(10)}55501${text(2, DIGITS, chance)}`;
    case "birthdate":
      return "2000-01-01";
    case "updated_at":
      return "0";
    case "email_verified":
    case "phone_number_verified":
      return "false";
    default:
      return fitted(harmless(attribute.name, name), attribute);
  }
}

function harmless(attribute: string, name: string): string {
  switch (attribute) {
    case "preferred_username":
      // May be an alias that users sign in with, and so must be nobody else's.
      return name;
    case "website":
    case "profile":
    case "picture":
      return `https://${NOWHERE}/`;
    case "zoneinfo":
      return "UTC";
    case "locale":
      return "en-US";
    default:
      return "probe";
  }
}

function fitted(value: string, { minLength, maxLength }: RequiredAttribute): string {
  return value.padEnd(minLength ?? 0, "x").slice(0, maxLength ?? undefined);
}

function text(length: number, letters: string, chance: Chance): string {
  return Array.from({ length }, () => letters.charAt(chance(letters.length))).join("");
}

/** Fisher and Yates: every order is as likely as any other. */
function shuffled(items: readonly string[], chance: Chance): readonly string[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = chance(last + 1);
    [mixed[last], mixed[other]] = [mixed[other] ?? "", mixed[last] ?? ""];
  }
  return mixed;
}
