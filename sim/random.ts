// Chance in the outage worlds, from a seed that is text: the same seed gives the same incident, probe for
// probe. sfc32, filled by a small multiplicative hash of the text.

export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: string) {
    const word = mixer(hash(seed));
    this.#a = word();
    this.#b = word();
    this.#c = word();
    this.#d = word();
    for (let i = 0; i < 12; i++) this.next();
  }

  /** Uniform in [0, 1). */
  next(): number {
    const b = this.#b | 0;
    const c = this.#c | 0;
    const sum = ((((this.#a | 0) + b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = b ^ (b >>> 9);
    this.#b = (c + (c << 3)) | 0;
    this.#c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  }

  /** Of mean 0 and standard deviation 1. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  /** How many tries go well before the first that does not, when each fails with this probability. */
  triesBefore(probability: number): number {
    return Math.floor(Math.log(1 - this.next()) / Math.log1p(-probability));
  }
}

function hash(text: string): number {
  let h = 1779033703 ^ text.length;
  for (const letter of text) {
    h = Math.imul(h ^ letter.charCodeAt(0), 3432918353);
    h = (h << 13) | (h >>> 19);
  }
  return h;
}

function mixer(from: number): () => number {
  let h = from;
  return () => {
    h = Math.imul(h ^ (h >>> 16), 2246822507);
    h = Math.imul(h ^ (h >>> 13), 3266489909);
    h ^= h >>> 16;
    return h >>> 0;
  };
}
