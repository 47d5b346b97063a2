// DynamoDB's Number: a decimal of up to 38 digits, kept as text so that no precision is lost.

import { invalid } from "../refusals.ts";

/** coefficient × 10^exponent; the coefficient ends in no zero, and 0 is 0 × 10^0. */
interface Decimal {
  readonly coefficient: bigint;
  readonly exponent: number;
}

const FORM = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
const SIGNIFICANT_DIGITS = 38;
const LARGEST_MAGNITUDE = 125;
const SMALLEST_MAGNITUDE = -130;
const FAST = /^-?\d{1,15}$/;
/** A whole number as AWS itself would write it. */
const PLAIN = /^(?:0|-?[1-9]\d{0,14})$/;

/** The form in which AWS answers: "1.50" and "15e-1" are both "1.5". */
export function canonicalNumber(text: string): string {
  if (PLAIN.test(text)) return text;
  return format(parse(text));
}

export function compareNumbers(a: string, b: string): number {
  if (FAST.test(a) && FAST.test(b)) return Math.sign(Number(a) - Number(b));
  const [x, y] = align(parse(a), parse(b));
  return x < y ? -1 : x > y ? 1 : 0;
}

export function addNumbers(a: string, b: string): string {
  return sum(parse(a), parse(b));
}

export function subtractNumbers(a: string, b: string): string {
  const { coefficient, exponent } = parse(b);
  return sum(parse(a), { coefficient: -coefficient, exponent });
}

/** About one byte for two digits, one for the sign and one for the exponent, as in AWS's sizing. */
export function sizeOfNumber(text: string): number {
  if (PLAIN.test(text) && text !== "0") {
    const sign = text.startsWith("-") ? 1 : 0;
    return Math.ceil(text.slice(sign).replace(/0+$/, "").length / 2) + 1 + sign;
  }
  const { coefficient } = parse(text);
  const digits = coefficient.toString().replace("-", "").length;
  return Math.ceil(digits / 2) + 1 + (coefficient < 0n ? 1 : 0);
}

function sum(a: Decimal, b: Decimal): string {
  const [x, y] = align(a, b);
  const exponent = Math.min(a.exponent, b.exponent);
  return canonicalNumber(`${x + y}e${exponent}`);
}

function align(a: Decimal, b: Decimal): [bigint, bigint] {
  const exponent = Math.min(a.exponent, b.exponent);
  return [
    a.coefficient * 10n ** BigInt(a.exponent - exponent),
    b.coefficient * 10n ** BigInt(b.exponent - exponent),
  ];
}

function parse(text: string): Decimal {
  const [, sign = "", whole = "", fraction = "", power = "0"] = FORM.exec(text) ?? [];
  if (whole + fraction === "") {
    const what = text === "" ? "" : `: ${text}`;
    throw invalid(`The parameter cannot be converted to a numeric value${what}`);
  }
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return { coefficient: 0n, exponent: 0 };
  const exponent = Number(power) - fraction.length + (digits.length - significant.length);
  assertInRange(significant.length, exponent);
  return { coefficient: BigInt(`${sign === "-" ? "-" : ""}${significant}`), exponent };
}

function assertInRange(digits: number, exponent: number): void {
  const magnitude = exponent + digits - 1;
  if (magnitude > LARGEST_MAGNITUDE) {
    throw invalid(
      "Number overflow. Attempting to store a number with magnitude larger than supported range",
    );
  }
  if (magnitude < SMALLEST_MAGNITUDE) {
    throw invalid(
      "Number underflow. Attempting to store a number with magnitude smaller than supported range",
    );
  }
  if (digits > SIGNIFICANT_DIGITS) {
    throw invalid("Attempting to store more than 38 significant digits in a Number");
  }
}

function format({ coefficient, exponent }: Decimal): string {
  if (exponent >= 0) return `${coefficient}${"0".repeat(exponent)}`;
  const sign = coefficient < 0n ? "-" : "";
  const digits = coefficient
    .toString()
    .replace("-", "")
    .padStart(1 - exponent, "0");
  return `${sign}${digits.slice(0, exponent)}.${digits.slice(exponent)}`;
}
