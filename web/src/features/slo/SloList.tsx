/** Every SLO, worst first, with filters that live in the URL. */
import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { SloSummary } from "@/api/types";
import { stateWords } from "@/features/overview/overview.rows";
import { count } from "@/kit/format";
import { Choice } from "@/kit/Choice";
import { CopyButton } from "@/kit/CopyButton";
import { sortRows, toCsv } from "@/kit/DataTable";
import { Empty, Loaded } from "@/kit/states";
import { listColumns } from "./slo.columns";
import { slosMost, slosQuery } from "./slo.api";
import type { SlosSearch } from "./slo.url";
import { SloTable } from "./SloTable";
import { choices, filterSlos, keepStill, worstFirst } from "./slos.filter";
import classes from "./SloList.module.css";

export function SloList() {
  const query = useQuery(slosQuery({}));
  return (
    <>
      <div className="page-head"><h1>SLOs</h1></div>
      <Loaded query={query} rows={12}>
        {({ items, next_cursor }) => items.length === 0
          ? <Empty title="No SLOs yet" command="plimsoll check DIR">An SLO is a file in the catalogue folder: a service, an objective, and two queries. Once it is there it is listed here; this says what is wrong with a folder.</Empty>
          : <List slos={items} cut={next_cursor !== ""} />}
      </Loaded>
    </>
  );
}

/** Rows stay in the order they were first shown in, until another order, filter or set of rows is asked for. */
function useStill(slos: readonly SloSummary[], asked: string): readonly SloSummary[] {
  const held = useRef<{ asked: string; rows: SloSummary[] }>({ asked: "", rows: [] });
  return useMemo(() => {
    const rows = held.current.asked === asked ? keepStill(held.current.rows, slos) : [...slos];
    held.current = { asked, rows };
    return rows;
  }, [slos, asked]);
}

const csvColumns = listColumns(0, new Set());

function List({ slos, cut }: { slos: readonly SloSummary[]; cut: boolean }) {
  const search = useSearch({ from: "/inside/slos" });
  const navigate = useNavigate();
  const change = useCallback((next: { [K in keyof SlosSearch]?: string | undefined }) => {
    void navigate({ to: "/slos", replace: true, resetScroll: false, search: (before: Record<string, unknown>) => ({ ...before, ...next }) } as never);
  }, [navigate]);
  const { q, service, tier, state, sort = "" } = search;
  const filtered = useMemo(() => worstFirst(filterSlos(slos, search)), [slos, search]);
  const shown = useStill(filtered, [q, service, tier, state, search.groups].join("\t"));
  const grouped = useMemo(() => slos.filter((s) => s.group_of).length, [slos]);
  const all = search.groups === "all" ? slos.length : slos.length - grouped;
  const options = useMemo(() => choices(slos), [slos]);
  const onSort = useCallback((next: string) => change({ sort: next || undefined }), [change]);
  return (
    <>
      <div className={classes.filters} role="search" aria-label="Filter SLOs">
        <Text value={q ?? ""} onChange={(text) => change({ q: text || undefined })} />
        <Choice label="Service" all="any service" value={service} options={options.services.map((s) => [s, s])} onChange={(value) => change({ service: value })} />
        <Choice label="Tier" all="any tier" value={tier} options={options.tiers.map((t) => [t, t])} onChange={(value) => change({ tier: value })} />
        <Choice label="State" all="any state" value={state} options={options.states.map((s) => [s, stateWords[s]])} onChange={(value) => change({ state: value })} />
        {grouped > 0 && <button type="button" className={classes.fold} aria-pressed={search.groups === "all"} onClick={() => change({ groups: search.groups ? undefined : "all" })}>{search.groups === "all" ? "Fold groups" : `Show ${count(grouped)} groups`}</button>}
        <span className="caption" role="status">{shown.length === all ? `${count(all)} SLOs` : `${count(shown.length)} of ${count(all)}`}{cut ? `, only the first ${count(slosMost)} are listed` : ""}</span>
        <span className={classes.copy}><CopyButton label="Copy as CSV" size="compact-xs" text={() => toCsv(sortRows(shown, csvColumns, sort), csvColumns)} /></span>
      </div>
      <SloTable label="SLOs" rows={shown} columns={listColumns} sort={sort} onSort={onSort}
        empty={<Empty title="No SLO is left">None has all of what the filters ask for. <button type="button" className={classes.reset} onClick={() => change({ q: undefined, service: undefined, tier: undefined, state: undefined })}>Show all</button></Empty>} />
    </>
  );
}

/** Letters show at once; the address follows when the typing rests, so that a thousand rows are not filtered for each letter. */
function Text({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  const [told, setTold] = useState(value);
  if (value !== told) {
    setTold(value);
    setTyped(value);
  }
  const say = useRef(onChange);
  say.current = onChange;
  useEffect(() => {
    if (typed === told) return;
    const timer = setTimeout(() => {
      setTold(typed);
      say.current(typed);
    }, 120);
    return () => clearTimeout(timer);
  }, [typed, told]);
  return (
    <TextInput size="xs" className={classes.text} aria-label="Filter by name, service or owner" placeholder="Filter" value={typed}
      leftSection={<IconSearch size={13} aria-hidden />} onChange={(event) => setTyped(event.currentTarget.value)} />
  );
}
