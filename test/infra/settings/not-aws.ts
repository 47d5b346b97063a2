// Settings with endpoints that are not AWS: right for a laptop, never for a deployment.

import onePool from "./one-pool.ts";

export default { ...onePool, endpoints: { regions: {}, global: "http://127.0.0.1:4566" } };
