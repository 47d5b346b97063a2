// For whom there is a policy, and who each is, for the help and the documents.

export const audiences = {
  observe: "who may only look",
  operate: "who may look, order moves, pause and resume",
  approve: "who may look, and answer the question whether to move",
  smoke: "who checks a deployment; reads the probes' secrets",
  "probe-users": "who sets up probe users; may take any user's place in the pool",
  deploy: "who deploys and removes, a person or CI",
  boundary: "nobody's rights, but how far the roles of the deployment may reach at the most",
  "break-glass": "who moves levers by hand when the controller cannot",
} as const;

export type Audience = keyof typeof audiences;

export const audienceNames = Object.keys(audiences) as readonly Audience[];
