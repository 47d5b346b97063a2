// Which way may sign-in be moved, and who may want it? Types, and the name that the controller itself goes by.

export type Move = "failOver" | "failBack";

/** Who wants a move: the controller itself, or a person with a reason. */
export interface Order {
  readonly move: Move;
  readonly by: { readonly kind: "controller" } | { readonly kind: "person"; readonly name: string };
  readonly reason: string;
  /** Names of safety rules that the person sets aside. */
  readonly override: readonly string[];
  /** The execution that carries the order out. */
  readonly executionName: string;
}

/** `by` of an execution that the watch starts. */
export const CONTROLLER = "the controller";
