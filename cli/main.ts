// cognito-failover: the program.

import { run } from "./command-line.ts";
import { exitCodes } from "./terminal/fail.ts";

// Whoever reads may have read enough: `| head` closes the pipe.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(exitCodes.done);
  throw error;
});

await run(process.argv.slice(2));
