/** The log for people: who did what, when, newest first. Rows stay where they are; what came since is offered, not pushed in. */
import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useMemo } from "react";
import type { LogEntry, LogPage } from "@/api/types";
import { DataTable, type Column } from "@/kit/DataTable";
import { clock, count, day } from "@/kit/format";
import { Empty, Loaded } from "@/kit/states";
import { useNow } from "@/kit/Time";
import { Words } from "@/kit/Words";
import { logQuery, newestQuery, pageSize, type LogFilter } from "./activity.api";
import type { ActivitySearch } from "./activity.url";
import classes from "./Activity.module.css";
import { ActivityFilters } from "./ActivityFilters";
import { ChainStrip } from "./ChainStrip";
import { actorInWords, isTechnical } from "./event-types";

const EventSheet = lazy(() => import("./EventSheet").then((m) => ({ default: m.EventSheet })));

const columns: Column<LogEntry>[] = [
  { id: "at", header: "UTC", width: "84px", cell: (e) => <time className="tabular" dateTime={e.at} data-at={Date.parse(e.at)}>{clock(Date.parse(e.at))}</time>, text: (e) => e.at },
  { id: "who", header: "Who", width: "184px", cell: (e) => <span className={classes.who}>{actorInWords(e.actor_name)}</span>, text: (e) => e.actor_name },
  { id: "what", header: "What", narrow: "wide", cell: (e) => <span className={classes.what} data-technical={isTechnical(e.type) || undefined} data-tip={isTechnical(e.type) && e.text.length > 90 ? e.text : undefined}><Words text={e.text} /></span>, text: (e) => e.text },
  { id: "about", header: "About", width: "190px", narrow: "hide", cell: (e) => <About entry={e} />, text: (e) => e.slo || e.service },
  { id: "type", header: "Type", width: "210px", narrow: "hide", cell: (e) => <span className="caption">{e.type}</span>, text: (e) => e.type },
  { id: "seq", header: "Entry", width: "86px", align: "right", narrow: "hide", cell: (e) => <span className="caption tabular">#{count(e.seq)}</span>, text: (e) => e.seq },
];

function About({ entry }: { entry: LogEntry }) {
  if (entry.slo) return <Link to="/slos/$name" params={{ name: entry.slo }}>{entry.slo}</Link>;
  return entry.service ? <Link to="/services/$name" params={{ name: entry.service }}>{entry.service}</Link> : <span className="quiet">–</span>;
}

export function ActivityList() {
  const search = useSearch({ from: "/inside/activity" });
  const navigate = useNavigate({ from: "/activity" });
  const set = useCallback(
    (part: Partial<ActivitySearch>) => void navigate({ search: (before) => ({ ...before, ...part }), resetScroll: false }),
    [navigate],
  );
  const { service, slo, actor, type } = search;
  // Who asks for a type by its name sees it, whatever it is.
  const told = search.show !== "all" && !type;
  const filter = useMemo((): LogFilter => ({ ...(service && { service }), ...(slo && { slo }), ...(actor && { actor }), ...(type && { type }) }), [service, slo, actor, type]);
  const list = useInfiniteQuery(logQuery(filter));
  const { fetchNextPage, hasNextPage, isFetching } = list;
  const read = list.data?.pages;
  const shown = useMemo(() => (read ?? []).flatMap((page) => page.items).filter((e) => !told || !isTechnical(e.type)), [read, told]);
  const few = told && read !== undefined && read.length < readAtMost && shown.length < readFor;
  useEffect(() => {
    if (few && hasNextPage && !isFetching) void fetchNextPage();
  }, [few, hasNextPage, isFetching, fetchNextPage]);
  const filtered = Object.keys(filter).length > 0;
  const open = useCallback((entry: LogEntry) => set({ seq: entry.seq }), [set]);
  return (
    <>
      <div className="page-head"><h1>Activity</h1></div>
      <ChainStrip />
      <ActivityFilters search={search} set={set} />
      <NewEntries filter={filter} told={told} top={list.data?.pages[0]} />
      <Loaded query={list} rows={12}>
        {(data) => (
          <>
            <Entries rows={shown} filtered={filtered} onOpen={open} clear={() => set({ service: undefined, slo: undefined, actor: undefined, type: undefined })} />
            <Older pages={data.pages} shown={shown.length} filtered={filtered} busy={list.isFetchingNextPage} more={list.hasNextPage} load={() => void list.fetchNextPage()} />
          </>
        )}
      </Loaded>
      {search.seq !== undefined && <Suspense fallback={null}><EventSheet seq={search.seq} set={set} /></Suspense>}
    </>
  );
}

/** Decisions may be far apart: so many are read for at once, within so many pages. */
const readFor = 30;
const readAtMost = 6;

function Entries({ rows, filtered, onOpen, clear }: { rows: LogEntry[]; filtered: boolean; onOpen: (entry: LogEntry) => void; clear: () => void }) {
  const today = Math.floor(useNow() / 86_400_000) * 86_400_000;
  const group = useCallback((entry: LogEntry) => day(Date.parse(entry.at), today), [today]);
  if (rows.length === 0)
    return filtered
      ? <Empty title="No entry fits these filters so far" action={<Button size="compact-sm" variant="default" onClick={clear}>Clear the filters</Button>} />
      : <Empty title="Nothing has happened yet">Catalogue changes, alerts, pages, sign-ins and what people do appear here as they happen.</Empty>;
  return <div className={classes.beside}><DataTable label="Log entries, newest first" rows={rows} columns={columns} rowKey={keyOf} onOpen={onOpen} group={group} csv primary /></div>;
}
const keyOf = (entry: LogEntry): string => String(entry.seq);

/** What came since the list was read: said quietly, shown when asked for, so that no row moves under a reader's eyes. */
function NewEntries({ filter, told, top }: { filter: LogFilter; told: boolean; top: LogPage | undefined }) {
  const queries = useQueryClient();
  const newest = useQuery({ ...newestQuery(filter), enabled: top !== undefined });
  const since = top?.items[0]?.seq ?? 0;
  const fresh = newest.data && top ? newest.data.items.filter((e) => e.seq > since && (!told || !isTechnical(e.type))).length : 0;
  const show = (): void => {
    if (newest.data) queries.setQueryData(logQuery(filter).queryKey, { pages: [newest.data], pageParams: [""] });
    window.scrollTo({ top: 0 });
  };
  return (
    <div role="status" className={classes.fresh} data-any={fresh > 0 || undefined}>
      {fresh > 0 && <button type="button" onClick={show}>{fresh >= pageSize ? `${pageSize} or more` : fresh} new {fresh === 1 ? "entry" : "entries"} <span>show</span></button>}
    </div>
  );
}

/** How far back was looked, and the way further. */
function Older({ pages, shown, filtered, busy, more, load }: { pages: LogPage[]; shown: number; filtered: boolean; busy: boolean; more: boolean; load: () => void }) {
  const rows = pages.reduce((sum, page) => sum + page.items.length, 0);
  const hidden = rows - shown;
  const back = pages.at(-1)?.scanned_to ?? 0;
  const said = !more ? "This is the beginning of the record." : filtered ? `${count(shown)} fit, searched back to #${count(back)}.` : `Shown back to #${count(back)}.`;
  return (
    <p className={classes.older}>
      <span className="quiet">{said}{hidden > 0 && <> {count(hidden)} technical {hidden === 1 ? "entry" : "entries"} between these {hidden === 1 ? "is" : "are"} not shown: attempts, rules about to fire or clear, series that began unseen. <Link to="." search={((before: ActivitySearch) => ({ ...before, show: "all" })) as never} resetScroll={false}>Show everything</Link></>}</span>
      {more && <Button size="compact-sm" variant="default" disabled={busy} onClick={load}>{busy ? "Reading…" : filtered ? "Search further back" : "Load older"}</Button>}
    </p>
  );
}
