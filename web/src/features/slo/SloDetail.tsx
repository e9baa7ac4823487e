/** One SLO: the promise, what is left of its budget, how it went, what will page and what did. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect } from "react";
import type { SloDetail as Detail } from "@/api/types";
import { Loaded, Loading } from "@/kit/states";
import { sloQuery } from "./slo.api";
import type { SloSearch } from "./slo.url";
import { PartsTab } from "./SloParts";
import { SloAside } from "./SloAside";
import { SloHead } from "./SloHead";
import { SloNoData } from "./SloNoData";
import { SloTabs } from "./SloTabs";
import classes from "./SloDetail.module.css";

/** Apart from the page, so that its words come first; asked for at once, so that the charts do not wait for the words. */
const charts = import("./SloCharts");
const SloCharts = lazy(() => charts.then((m) => ({ default: m.SloCharts })));
const Spend = lazy(() => import("@/features/attribution/Spend").then((m) => ({ default: m.Spend })));
const BudgetCalendar = lazy(() => import("@/features/budget-calendar/BudgetCalendar").then((m) => ({ default: m.BudgetCalendar })));

export function SloDetail() {
  const { name } = useParams({ from: "/inside/slos/$name" });
  const query = useQuery(sloQuery(name));
  const title = query.data?.summary.display_name || name;
  useEffect(() => {
    document.title = `${title} · Plimsoll`;
    return () => {
      document.title = "Plimsoll";
    };
  }, [title]);
  if (!query.data) return <><h1 className={classes.waiting}>{name}</h1><Loaded query={query} rows={12}>{() => null}</Loaded></>;
  return <Loaded query={query}>{(slo) => <Page key={name} slo={slo} />}</Loaded>;
}

function Page({ slo }: { slo: Detail }) {
  const search = useSearch({ from: "/inside/slos/$name" });
  const navigate = useNavigate();
  const { name, state, period } = slo.summary;
  const { numerator, denominator } = slo.definition.objective;
  const onSearch = useCallback((next: SloSearch) => {
    void navigate({
      to: "/slos/$name", params: { name }, resetScroll: false,
      search: (before: Record<string, unknown>) => ({ ...before, range: undefined, from: undefined, to: undefined, as: undefined, ...next }),
    } as never);
  }, [navigate, name]);
  const set = useCallback((part: { [K in keyof SloSearch]?: SloSearch[K] | undefined }) => {
    void navigate({ to: "/slos/$name", params: { name }, resetScroll: false, search: (before: Record<string, unknown>) => ({ ...before, ...part }) } as never);
  }, [navigate, name]);
  const tab = search.tab ?? "budget";
  const silent = state === "no_data" || state === "stale";
  return (
    <>
      <SloHead slo={slo} />
      <SloTabs slo={slo} current={tab} />
      {tab === "spend" && <Suspense fallback={<Loading rows={8} />}><Spend slo={name} episode={search.episode} onEpisode={(episode) => set({ episode })} /></Suspense>}
      {tab === "calendar" && <Suspense fallback={<Loading rows={8} />}><BudgetCalendar slo={name} zone={search.zone} thresholds={slo.summary.thresholds} onZone={(zone) => set({ zone })} /></Suspense>}
      {tab === "parts" && <PartsTab slo={slo} />}
      {tab === "budget" && <div className={classes.columns}>
        <div className={classes.main}>
          {silent && <SloNoData name={name} />}
          {state !== "no_data" && (
            <Suspense fallback={<Loading rows={14} />}><SloCharts name={name} period={period} allowance={1 - numerator / denominator} unit={slo.summary.unit} search={search} onSearch={onSearch} /></Suspense>
          )}
        </div>
        <SloAside slo={slo} />
      </div>}
    </>
  );
}
