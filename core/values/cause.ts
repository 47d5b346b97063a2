// What did Step Functions keep of an error? A Lambda's as JSON text, of which people want the sentence; anything else
// as it is.

export function causeInWords(cause: string): string {
  try {
    const { errorMessage } = JSON.parse(cause) as { errorMessage?: unknown };
    return typeof errorMessage === "string" ? errorMessage : "";
  } catch {
    return cause;
  }
}
