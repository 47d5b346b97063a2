// How far a long run is, on the terminal that waits for it.

/** What takes longer is spoken of. */
const SILENT_SECONDS = 2;

export class ProgressLine {
  readonly #of: number;
  readonly #isTerminal = process.stderr.isTTY === true;
  #done = 0;
  #spoke = 0;
  /** Of the processor, by other processes. */
  #others = 0;

  constructor(of: number) {
    this.#of = of;
  }

  done(failed: number): void {
    this.#done++;
    const now = process.uptime();
    const every = this.#isTerminal ? 0.2 : 30;
    if (now < SILENT_SECONDS || now - this.#spoke < every) return;
    this.#spoke = now;
    const text = `${this.#done} of ${this.#of} seeds, ${failed} broken, ${now.toFixed(0)} s`;
    process.stderr.write(this.#isTerminal ? `\r\u001b[K${text}` : `${text}\n`);
  }

  /** Makes room for lines that stay. */
  clear(): void {
    if (this.#isTerminal) process.stderr.write("\r\u001b[K");
  }

  /** What another process took. */
  add(seconds: number): void {
    this.#others += seconds;
  }

  /** Of the processor, since the process began. */
  seconds(): number {
    const { user, system } = process.cpuUsage();
    return Math.round((user + system) / 1e6 + this.#others);
  }
}
