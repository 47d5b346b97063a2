// The reference rule: CUSUMs a vantage and target, a majority that must agree for `hold` seconds since the
// estimated onset, then gates: enough fails for sure, it still fails, the failure is the service's, and the
// secondary is better for sure on the same stretch. What is blocked pages. It never returns by itself.

import { type Place, Rule } from "../detectors/detector.ts";
import type { TargetIndex } from "../outages/phase.ts";
import type { RoundResult } from "../outages/world.ts";
import { Bank, type BankSettings, freshTally, Recent, type Tally } from "./reference-evidence.ts";

export interface ReferenceSettings {
  readonly vantages: number;
  /** Seconds to wait for a blip to heal. */
  readonly hold: number;
}

const BANK: BankSettings = { shares: [0.3, 0.6, 0.97], before: 0.01, height: 4.5 };
const LEAST_SHARE = 0.25;
const LEAST_GAIN = 0.15;
/** Seconds. */
const FRESH = 60;
const SMALL_SPAN = 900;
const SMALL_COUNT = 8;

interface Seen {
  readonly bank: Bank;
  readonly recent: Recent;
}

interface Estimate {
  readonly tally: Tally;
  readonly share: number;
  readonly error: number;
}

export class Reference extends Rule {
  readonly #hold: number;
  readonly #quorum: number;
  /** By target, then vantage. */
  #seen: readonly (readonly Seen[])[] = [];
  #lastSeen: number[] = [];
  #oddSince: (number | null)[] = [];
  /** Failed journeys of the primary, any of them, in the last quarter of an hour. */
  #small: { at: number; vantage: number }[] = [];
  #warm = 0;
  #silentSince: number | null = null;
  #secondarySince: number | null = null;
  #splitSince: number | null = null;

  constructor(name: string, { vantages, hold }: ReferenceSettings) {
    super(name, { vantages, latches: true, canPage: true, wantsSecondary: true });
    this.#hold = hold;
    this.#quorum = Math.floor(vantages / 2) + 1;
    this.reset();
  }

  override onProbe(at: number, { vantage, target }: Place, result: RoundResult): void {
    const seen = this.#seen[target]?.[vantage];
    if (result.missing || seen === undefined) return;
    this.#lastSeen[vantage] = at;
    const wasWarm = seen.bank.isWarm;
    seen.bank.fold(at, result.sign);
    this.#warm += Number(seen.bank.isWarm) - Number(wasWarm);
    seen.recent.add(at, result.sign ? result.kind : null);
    if (target === 0 && (result.sign || result.m2m || result.fed))
      this.#small.push({ at, vantage });
  }

  override onTick(at: number): void {
    while (this.#small.length > 0 && (this.#small[0]?.at ?? at) < at - SMALL_SPAN)
      this.#small.shift();
    let fresh = 0;
    for (const last of this.#lastSeen) if (at - last < FRESH) fresh++;
    if (fresh >= this.#quorum) this.#silentSince = null;
    if (fresh === this.vantages && this.#warm === 0 && this.#small.length < SMALL_COUNT) {
      this.#oddSince.fill(null);
      this.#secondarySince = this.#splitSince = null;
    } else if (fresh < this.#quorum) this.#pageSilence(at);
    else this.#judge(at);
  }

  #pageSilence(at: number): void {
    if (Number.isNaN(this.#lastSeen[0])) return;
    this.#silentSince ??= at;
    if (at - this.#silentSince >= 300) this.page(at, "vantages silent");
  }

  #judge(at: number): void {
    const live = this.#lastSeen.flatMap((last, vantage) => (at - last < FRESH ? [vantage] : []));
    const isSecondaryDown = live.filter((v) => this.#isHigh(1, v)).length >= this.#quorum;
    const valid = live.filter((vantage) => !this.#isOdd(at, vantage, isSecondaryDown));
    this.#pageStanding(at, valid, isSecondaryDown);
    this.#pageSmall(at, live.length, valid);
    if (this.awaySince === null) this.#decide(at, valid);
  }

  /** A vantage that fails against both while a majority sees the secondary work is itself at fault. */
  #isOdd(at: number, vantage: number, isSecondaryDown: boolean): boolean {
    const isOdd = !isSecondaryDown && this.#isHigh(1, vantage);
    const since = isOdd ? (this.#oddSince[vantage] ?? at) : null;
    this.#oddSince[vantage] = since;
    if (since !== null && at - since > 600) this.page(at, `v${vantage} at fault`, "ticket");
    return isOdd;
  }

  #pageStanding(at: number, valid: readonly number[], isSecondaryDown: boolean): void {
    const high = valid.filter((vantage) => this.#isHigh(0, vantage)).length;
    const isSpareFlat = isSecondaryDown && high === 0;
    this.#secondarySince = isSpareFlat ? (this.#secondarySince ?? at) : null;
    if (at - (this.#secondarySince ?? at) > 300) this.page(at, "secondary down");
    const isSplit = high > 0 && high < this.#quorum;
    this.#splitSince = isSplit ? (this.#splitSince ?? at) : null;
    if (at - (this.#splitSince ?? at) <= 600) return;
    this.page(at, "vantages disagree", high > 1 ? "page" : "ticket");
  }

  #pageSmall(at: number, live: number, valid: readonly number[]): void {
    const isLasting = this.#small.length >= SMALL_COUNT && this.#small.length / (live * 90) >= 0.03;
    if (!isLasting || this.awaySince !== null) return;
    const counts = new Int32Array(this.vantages);
    for (const { vantage } of this.#small) counts[vantage] = (counts[vantage] ?? 0) + 1;
    const agreed = valid.filter((vantage) => (counts[vantage] ?? 0) >= 2).length;
    if (agreed >= this.#quorum) this.page(at, "small persistent trouble");
  }

  #decide(at: number, valid: readonly number[]): void {
    if (!(this.#estimate(0, at - 30, valid).share >= 0.2)) return;
    let blocked: string | null = null;
    for (let member = 0; member < BANK.shares.length; member++) {
      const since = this.#agreedSince(member, valid);
      if (!(at - since >= this.#hold)) continue;
      const estimate = this.#estimate(0, Math.max(since, at - 900), valid);
      const block = this.#blockOf(estimate) ?? this.#blockOfSecondary(at, since, valid);
      if (block === null) {
        this.set(at, true, `share ${estimate.share.toFixed(2)}`);
        return;
      }
      blocked = isOfKind(block) ? block : (blocked ?? block);
    }
    if (blocked !== null) this.page(at, blocked);
  }

  /** The onset that a quorum agrees on; NaN where there is none. */
  #agreedSince(member: number, valid: readonly number[]): number {
    const onsets = valid
      .map((vantage) => this.#seen[0]?.[vantage]?.bank)
      .filter((bank) => bank?.isMemberHigh(member))
      .map((bank) => bank?.onset(member) ?? Number.NaN);
    return onsets.sort((a, b) => a - b)[this.#quorum - 1] ?? Number.NaN;
  }

  #blockOf({ tally, share, error }: Estimate): string | null {
    const half = Object.values(tally.kinds).reduce((sum, count) => sum + count, 0) / 2;
    if (tally.kinds["auth-error"] > half) return CREDENTIALS;
    if (tally.kinds.throttle > half) return THROTTLED;
    return share - 1.3 * error < LEAST_SHARE ? "partial" : null;
  }

  /** Better on the last five minutes for sure, and on the last ninety seconds too. */
  #blockOfSecondary(at: number, since: number, valid: readonly number[]): string | null {
    const isBetter = [300, 90].every((span) => {
      const from = Math.max(since, at - span);
      const [primary, secondary] = [this.#estimate(0, from, valid), this.#estimate(1, from, valid)];
      const doubt = span > 100 ? 2 * Math.hypot(primary.error, secondary.error) : 0;
      return primary.share - secondary.share - doubt >= LEAST_GAIN;
    });
    return isBetter ? null : "secondary no better";
  }

  #estimate(target: TargetIndex, since: number, valid: readonly number[]): Estimate {
    const tally = freshTally();
    for (const vantage of valid) this.#seen[target]?.[vantage]?.recent.addTo(tally, since);
    const { results, failures } = tally;
    const smoothed = (failures + 1) / (results + 2);
    const share = results > 0 ? failures / results : Number.NaN;
    return { tally, share, error: Math.sqrt((smoothed * (1 - smoothed)) / (results || 1)) };
  }

  #isHigh(target: TargetIndex, vantage: number): boolean {
    return this.#seen[target]?.[vantage]?.bank.isHigh ?? false;
  }

  protected override reset(): void {
    const length = this.vantages;
    const fresh = () =>
      Array.from({ length }, () => ({ bank: new Bank(BANK), recent: new Recent() }));
    this.#seen = [fresh(), fresh()];
    this.#lastSeen = new Array<number>(length).fill(Number.NaN);
    this.#oddSince = new Array<null>(length).fill(null);
    this.#small = [];
    this.#warm = 0;
  }
}

const CREDENTIALS = "credential errors";
const THROTTLED = "throttled";

/** What kind of failure it is says more than how many there are. */
function isOfKind(block: string): boolean {
  return block === CREDENTIALS || block === THROTTLED;
}
