// An answer of the pretend AWS itself, in no service's form.

import type { WireResponse } from "../service.ts";

export function jsonAnswer(status: number, value: unknown): WireResponse {
  return {
    status,
    headers: { "content-type": "application/json", "x-content-type-options": "nosniff" },
    body: `${JSON.stringify(value)}\n`,
  };
}

export function jsonMessage(status: number, message: string): WireResponse {
  return jsonAnswer(status, { message });
}
