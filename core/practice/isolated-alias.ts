// The alias by which the Lambdas of a move are walked without a write. Who may invoke this alone can move nothing.

export const ISOLATED = "isolated";
