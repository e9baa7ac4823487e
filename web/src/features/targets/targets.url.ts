/** What the addresses of an SLO's target and of the list of proposals hold. */
import { ranges, type Range } from "@/features/backtest/backtest.url";
import { numberOf, oneOf, textOf } from "@/kit/url";

export const targetStates = ["proposed", "approved", "declined", "withdrawn", "superseded"] as const;

export interface TargetSearch {
  range?: Range;
  /** IANA zone of days and hours. */
  zone?: string;
  /** "2% over 5m". */
  notice?: string;
  /** Pages in 30 days that people bear. */
  most?: number;
  /** An objective that is compared besides the usual ones. */
  level?: string;
  /** The form is open, with this objective; "new": with none. */
  propose?: string;
  /** The proposal whose sheet is open. */
  id?: string;
}
export const readTargetSearch = (search: Record<string, unknown>): TargetSearch => ({
  ...oneOf(search, "range", ranges), ...textOf(search, "zone"), ...textOf(search, "notice"), ...numberOf(search, "most"), ...textOf(search, "level"), ...textOf(search, "propose"), ...textOf(search, "id"),
});

export interface TargetsSearch { state?: (typeof targetStates)[number]; slo?: string; sort?: string; id?: string }
export const readTargetsSearch = (search: Record<string, unknown>): TargetsSearch => ({ ...oneOf(search, "state", targetStates), ...textOf(search, "slo"), ...textOf(search, "sort"), ...textOf(search, "id") });
