import { queryOptions } from "@tanstack/react-query";
import { get } from "@/api/client";
import type { Schemas } from "@/api/types";

export type PortfolioView = Schemas["Portfolio"];
/** Counts of services, but for `slos`. */
export type TierLine = PortfolioView["tiers"][number];

export const portfolioQuery = queryOptions({
  queryKey: ["portfolio"],
  queryFn: ({ signal }) => get<PortfolioView>("/api/v1/portfolio", undefined, signal),
  refetchInterval: 30_000,
  meta: { live: ["catalog.", "policy.", "exclusions."] },
});
