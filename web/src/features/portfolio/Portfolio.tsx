/** All promises at once: how the tiers stand, what nobody promised anything about, and what is overdue. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback } from "react";
import { TabBar } from "@/kit/TabBar";
import { Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { portfolioQuery } from "./portfolio.api";
import type { PortfolioSearch } from "./portfolio.url";
import { Tiers } from "./Tiers";

const Decisions = lazy(() => import("@/features/policy/Decisions").then((m) => ({ default: m.Decisions })));
const Slas = lazy(() => import("@/features/policy/Slas").then((m) => ({ default: m.Slas })));
const DowntimeTable = lazy(() => import("@/features/policy/DowntimeTable").then((m) => ({ default: m.DowntimeTable })));

const tabs = [
  { id: "tiers", label: "Portfolio" }, { id: "gate", label: "Release gate" }, { id: "slas", label: "SLAs" }, { id: "downtime", label: "Downtime" },
];

export function Portfolio() {
  const search = useSearch({ from: "/inside/portfolio" });
  const navigate = useNavigate({ from: "/portfolio" });
  const set = useCallback((part: { [K in keyof PortfolioSearch]?: PortfolioSearch[K] | undefined }) => void navigate({ search: (before: PortfolioSearch) => ({ ...before, ...part }) as PortfolioSearch, resetScroll: false }), [navigate]);
  const query = useQuery(portfolioQuery);
  const tab = search.tab ?? "tiers";
  return (
    <>
      <div className="page-head"><h1>Portfolio</h1>{query.data?.as_of && <span className="caption">figures to <Time at={query.data.as_of} /></span>}</div>
      <TabBar label="Parts of the portfolio" items={tabs} current={tab} />
      <Suspense fallback={null}>
        {tab === "tiers" && <Loaded query={query} rows={10}>{(view) => <Tiers view={view} />}</Loaded>}
        {tab === "gate" && <Decisions search={search} set={set} />}
        {tab === "slas" && <Slas />}
        {tab === "downtime" && <DowntimeTable key={search.objective} objective={search.objective ?? "99.9"} onObjective={(objective) => set({ objective })} />}
      </Suspense>
    </>
  );
}
