import type { Adaptive, Told } from "../../../bench/detectors/detector.ts";
import type { RoundResult } from "../../../bench/outages/world.ts";

interface Round {
  readonly t: number;
  readonly vantage: number;
  readonly results: readonly [RoundResult, RoundResult];
}

/** Writes down when it was shown what, and asks for a burst whenever the primary fails. */
export class Recorder implements Adaptive {
  readonly name = "recorder";
  vantages = 3;
  readonly events: Told[] = [];
  readonly rounds: Round[] = [];
  readonly ticks: number[] = [];

  onRound(t: number, vantage: number, results: readonly [RoundResult, RoundResult]) {
    this.rounds.push({ t, vantage, results: [{ ...results[0] }, { ...results[1] }] });
    return { burst: results[0].sign };
  }

  onTick(t: number): void {
    this.ticks.push(t);
  }

  of(vantage: number): readonly number[] {
    return this.rounds.filter((round) => round.vantage === vantage).map(({ t }) => t);
  }
}

/** Moves once two vantages have each failed twice in a row; comes home when it is released. */
export class TwiceAtTwo extends Recorder {
  #inARow = [0, 0, 0];
  #away = false;

  override onRound(t: number, vantage: number, results: readonly [RoundResult, RoundResult]) {
    const failed = results[0].sign && !results[0].missing;
    this.#inARow[vantage] = failed ? (this.#inARow[vantage] ?? 0) + 1 : 0;
    if (failed && this.#inARow[vantage] === 1) this.#tell(t, "detected");
    const agreed = this.#inARow.filter((count) => count >= 2).length;
    if (!this.#away && agreed >= 2) {
      this.#away = true;
      this.#tell(t, "failover");
    }
    return { burst: failed };
  }

  override onTick(): void {}

  release(): void {
    this.#away = false;
  }

  #tell(t: number, what: Told["what"]): void {
    this.events.push({ t, what, why: "two vantages agree" });
  }
}
