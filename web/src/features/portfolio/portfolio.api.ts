import { queryOptions } from "@tanstack/react-query";
import { get } from "@/api/client";
import type { Maybe, PolicyState } from "@/api/types.more";

/** Counts of services, but for `slos`. */
export interface TierLine { tier: string; rank?: Maybe<number>; services: number; slos: number; meeting: number; breached: number; cannot_tell: number; without_slo: number; events_share?: Maybe<number> }
export interface PortfolioView {
  as_of?: Maybe<string>;
  rollup: { value?: Maybe<number>; low?: Maybe<number>; services: number; meeting: number; failing: number; cannot_tell: number; without_slo: number; formula: string; why_empty: string };
  tiers: TierLine[];
  /** Those that do not meet, worst first. */
  services: { service: string; tier: string; verdict: "meets" | "fails" | "cannot_tell" | "no_slo"; state: PolicyState; slo: string; budget?: Maybe<number> }[];
  services_without_slo: { service: string; tier: string; owner: string }[];
  journeys: { service: string; journey: string; slo?: Maybe<string>; steps: string[]; covered: string[] }[];
  journeys_total: number;
  journeys_without_slo: number;
  stale_reviews: { slo: string; reviewed?: Maybe<string>; due?: Maybe<string> }[];
  stale_reviews_total: number;
  corrected: { slo: string; share?: Maybe<number> }[];
  chronic: { service: string; breaches: number; slo: string }[];
}

export const portfolioQuery = queryOptions({
  queryKey: ["portfolio"],
  queryFn: ({ signal }) => get<PortfolioView>("/api/v1/portfolio", undefined, signal),
  refetchInterval: 30_000,
  meta: { live: ["catalog.", "policy.", "exclusions."] },
});
