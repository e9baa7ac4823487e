/** Where telemetry comes from: whether it arrives, how old it is, and what hangs on it. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback } from "react";
import { DataTable, type Column } from "@/kit/DataTable";
import { count, ratio } from "@/kit/format";
import { Loaded } from "@/kit/states";
import { Words } from "@/kit/Words";
import { SourceMark } from "./SourceMark";
import { SourceTabs } from "./SourceTabs";
import { sourcesQuery, type SourceView } from "./sources.api";
import type { SourcesSearch } from "./sources.url";
import { fillingText, headline, kindWords, lagText, rateText, stateWords } from "./sources.words";
import classes from "./Sources.module.css";

const Connect = lazy(() => import("./Connect").then((m) => ({ default: m.Connect })));

const columns: Column<SourceView>[] = [
  { id: "state", header: "State", width: "112px", sort: (s) => stateWords[s.state], text: (s) => stateWords[s.state], cell: (s) => <SourceMark state={s.state} /> },
  { id: "name", header: "Source", width: "24%", sort: (s) => s.name, text: (s) => s.name, cell: (s) => <span className={classes.wrap}><Link to="/sources/$name" params={{ name: s.name }} data-tip={s.who ? s.name : undefined}>{s.who || s.name}</Link> <span className="caption">{kindWords(s.kind)}</span></span> },
  { id: "why", header: "What it does", narrow: "wide", text: (s) => s.why, cell: (s) => <Doing source={s} /> },
  { id: "lag", header: "Lag", hint: "Since its newest sample", width: "92px", align: "right", sort: (s) => s.lag_s, text: (s) => s.lag_s, cell: (s) => <span className={`tabular ${s.state === "late" ? "word-caution" : ""}`}><span className={classes.narrow}>lag </span>{lagText(s.lag_s)}</span> },
  { id: "rate", header: "Samples a second", hint: "Over the last minute", width: "136px", align: "right", narrow: "hide", sort: (s) => s.samples_per_second, text: (s) => s.samples_per_second, cell: (s) => <span className="tabular">{rateText(s)}</span> },
  { id: "series", header: "Series", hint: "In its last delivery", width: "84px", align: "right", narrow: "hide", sort: (s) => s.series, text: (s) => s.series, cell: (s) => <span className="tabular">{s.series > 0 ? count(s.series) : "–"}</span> },
  { id: "unbound", header: "Not counted", hint: "Share of its samples that no SLI counts", width: "104px", align: "right", narrow: "hide", sort: (s) => s.unbound_share ?? null, text: (s) => s.unbound_share, cell: (s) => <span className="tabular">{ratio(s.unbound_share ?? null)}</span> },
  { id: "refused", header: "Refused", hint: "Samples that will never be good", width: "84px", align: "right", narrow: "hide", sort: (s) => s.refused, text: (s) => s.refused, cell: (s) => <span className={`tabular ${s.refused > 0 ? "word-caution" : "quiet"}`}>{count(s.refused)}</span> },
  { id: "slos", header: "Feeds", width: "88px", align: "right", sort: (s) => s.slo_count, text: (s) => s.slo_count, cell: (s) => <span className="tabular" data-tip={s.slos.slice(0, 8).join("\n")}>{s.slo_count === 1 ? "1 SLO" : `${count(s.slo_count)} SLOs`}</span> },
];

function Doing({ source }: { source: SourceView }) {
  return (
    <span className={classes.wrap}>
      <span className={classes.clamp} data-tip={source.state === "failing" ? source.error : undefined}><Words text={source.state === "failing" ? source.error : source.why} /></span>
      {source.filling > 0 && <span className={classes.filling}>{count(source.filling)} of its SLOs {fillingText(source.filled ?? 0)}</span>}
      {source.note && <span className="caption"> {source.note}</span>}
    </span>
  );
}

export function Sources() {
  const search = useSearch({ from: "/inside/sources" });
  const navigate = useNavigate({ from: "/sources" });
  const set = useCallback((part: { [K in keyof SourcesSearch]?: SourcesSearch[K] | undefined }) => void navigate({ search: (before: SourcesSearch) => ({ ...before, ...part }) as SourcesSearch, resetScroll: false }), [navigate]);
  const open = useCallback((s: SourceView) => void navigate({ to: "/sources/$name", params: { name: s.name } }), [navigate]);
  const query = useQuery(sourcesQuery);
  const connecting = search.tab === "connect";
  const none = query.data?.items.length === 0;
  return (
    <>
      <div className="page-head">
        <h1>Sources</h1>
        {!connecting && !none && <Button size="compact-sm" variant="default" onClick={() => set({ tab: "connect" })}>Connect another</Button>}
      </div>
      <SourceTabs current={search.tab ?? "sources"} />
      <Suspense fallback={null}>
        {connecting ? <Connect /> : (
          <Loaded query={query} rows={6}>
            {({ items }) => items.length === 0 ? <Connect first /> : (
              <>
                <p className={classes.headline}>{headline(items)}</p>
                <div className={classes.listing}><DataTable label="Sources" rows={items} columns={columns} rowKey={(s) => s.name} onOpen={open} sort={search.sort ?? ""} onSort={(sort) => set({ sort: sort || undefined })} csv primary /></div>
              </>
            )}
          </Loaded>
        )}
      </Suspense>
    </>
  );
}
