// Requests for more of a quota: one open at a time, until AWS's people settle it. Nothing is granted by itself.

import type { RequestedServiceQuotaChange, ServiceQuota } from "@aws-sdk/client-service-quotas";
import type { Clock } from "../clock.ts";
import { hexOf, type Random } from "../random.ts";
import type { QuotaRow } from "./cognito-quotas.ts";
import { alreadyOpen, illegalArgument } from "./refusals.ts";

/** What more is asked of. */
interface Of {
  readonly region: string;
  readonly row: QuotaRow;
  /** What the request says again of it. */
  readonly quota: Pick<ServiceQuota, keyof RequestedServiceQuotaChange & keyof ServiceQuota>;
  readonly value: number;
}

export class Increases {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #all = new Map<string, readonly RequestedServiceQuotaChange[]>();

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** The newest first. */
  of(region: string, code: string): readonly RequestedServiceQuotaChange[] {
    return this.#all.get(`${region} ${code}`) ?? [];
  }

  open(
    { region, row, quota, value }: Of,
    desired: number,
    requester: string,
  ): RequestedServiceQuotaChange {
    if (!row.isAdjustable) throw illegalArgument("The quota is not adjustable.");
    if (desired <= value) {
      throw illegalArgument("You must provide a quota value greater than the current quota value");
    }
    const before = this.of(region, row.code);
    if (before.some(isOpen)) throw alreadyOpen();
    const now = new Date(this.#clock.now());
    const request: RequestedServiceQuotaChange = {
      Id: `${hexOf(this.#random.uuid(), 32)}${hexOf(row.code, 8)}`,
      ...quota,
      ...{ DesiredValue: desired, Status: "PENDING", Created: now, LastUpdated: now },
      ...{ Requester: requester, QuotaRequestedAtLevel: "ACCOUNT" },
    };
    this.#all.set(`${region} ${row.code}`, [request, ...before]);
    return request;
  }

  /** Answers what was asked for. */
  settle(region: string, code: string, outcome: "APPROVED" | "DENIED"): number {
    const all = this.of(region, code);
    const open = all.find(isOpen);
    if (open === undefined) throw new Error(`No increase of ${code} is open in ${region}.`);
    const settled = { ...open, Status: outcome, LastUpdated: new Date(this.#clock.now()) };
    this.#all.set(
      `${region} ${code}`,
      all.map((one) => (one === open ? settled : one)),
    );
    return open.DesiredValue ?? 0;
  }
}

function isOpen({ Status }: RequestedServiceQuotaChange): boolean {
  return Status === "PENDING" || Status === "CASE_OPENED";
}
