// Something that may take longer than two seconds: on a terminal a line says what is waited for.

export async function withSpinner<T>(work: Promise<T>, what: string | (() => string)): Promise<T> {
  if (!process.stderr.isTTY) return work;
  const clear = () => process.stderr.write("\r\u001b[K");
  const began = performance.now();
  const timer = setInterval(() => {
    const seconds = Math.floor((performance.now() - began) / 1_000);
    const text = typeof what === "string" ? what : what();
    if (seconds >= 2) process.stderr.write(`\r\u001b[K… ${text} (${seconds} s)`);
  }, 500);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    clear();
  }
}
