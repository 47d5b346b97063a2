// The shipped settings with endpoints that are not AWS: right for a laptop, never for a deployment.

import shipped from "../../../failover.config.ts";

export default { ...shipped, endpoints: { regions: {}, global: "http://127.0.0.1:4566" } };
