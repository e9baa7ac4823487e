import { queryOptions } from "@tanstack/react-query";
import { get } from "@/api/client";
import type { Maybe } from "@/api/types.more";

export interface TierLine { tier: string; rank?: Maybe<number>; services: number; slos: number; meeting: number; breached: number; cannot_tell: number; events_share?: Maybe<number> }
export interface PortfolioView {
  as_of?: Maybe<string>;
  rollup: { value?: Maybe<number>; low?: Maybe<number>; formula: string; why_empty: string };
  tiers: TierLine[];
  services_without_slo: { service: string; tier: string; owner: string }[];
  journeys: { service: string; journey: string; slo?: Maybe<string>; covered: string[] }[];
  stale_reviews: { slo: string; reviewed: string; due: string }[];
  corrected: { slo: string; share: number }[];
  chronic: { service: string; breaches: number }[];
}

export const portfolioQuery = queryOptions({
  queryKey: ["portfolio"],
  queryFn: ({ signal }) => get<PortfolioView>("/api/v1/portfolio", undefined, signal),
  refetchInterval: 30_000,
  meta: { live: ["catalog.", "policy.", "exclusions."] },
});
