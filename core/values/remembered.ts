// Answers that are worked out once. What lies in the ledger is read far more often than it is written, and what
// was read is never changed, so that the same text, or the same object, gives the same answer.

/** `read`, asked once about each of the last `most` texts. What throws is not remembered. */
export function rememberedTexts<Value>(
  read: (text: string) => Value,
  most: number,
): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = read(text);
    const [oldest] = known.size < most ? [] : known.keys();
    if (oldest !== undefined) known.delete(oldest);
    known.set(text, value);
    return value;
  };
}

/** `parse`, asked once about each object. What throws is not remembered. */
export function remembered<Value>(parse: (stored: unknown) => Value): (stored: unknown) => Value {
  const known = new WeakMap<object, { readonly value: Value }>();
  return (stored) => {
    if (typeof stored !== "object" || stored === null) return parse(stored);
    const before = known.get(stored);
    if (before !== undefined) return before.value;
    const value = parse(stored);
    known.set(stored, { value });
    return value;
  };
}
