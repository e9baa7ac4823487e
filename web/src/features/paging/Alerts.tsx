/** What fires now and who took it on, then what is over. */
import { Button } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import type { AlertView } from "@/api/types";
import { overviewQuery } from "@/features/overview/overview.api";
import { DataTable, type Column } from "@/kit/DataTable";
import { burn, duration } from "@/kit/format";
import { Empty, ErrorNote, Loaded } from "@/kit/states";
import { Time, useNow } from "@/kit/Time";
import { AlertMark } from "./Mark";
import type { PartProps } from "./Paging";
import { acknowledge, acknowledgementsQuery, openAlertsQuery, resolvedAlertsQuery, responderNamesQuery, silencesQuery, type Acknowledgement, type SilenceView } from "./paging.api";
import { alertInWords, ruleInWords, silenceOf } from "./paging.words";
import classes from "./Paging.module.css";

interface OpenRow { alert: AlertView; taken: Acknowledgement | undefined; by: string; burnNow: number | null; silence: SilenceView | undefined }

export function Alerts({ set, canRespond }: PartProps) {
  const open = useQuery(openAlertsQuery);
  const taken = useQuery(acknowledgementsQuery);
  const names = useQuery(responderNamesQuery).data;
  const burning = useQuery(overviewQuery).data?.burning;
  const silences = useQuery(silencesQuery).data?.items;
  const queries = useQueryClient();
  const take = useMutation({ mutationFn: acknowledge, onSettled: () => queries.invalidateQueries({ queryKey: acknowledgementsQuery.queryKey }) });
  // What wakes people stands above what can wait for the morning.
  const rows = useMemo(() => [...(open.data?.items ?? [])].sort((a, b) => Number(b.severity === "page") - Number(a.severity === "page")).map((alert): OpenRow => {
    const by = taken.data?.items.find((a) => a.alert === alert.id);
    return { alert, taken: by, by: by ? (names?.get(by.by) ?? by.by) : "", burnNow: burning?.find((b) => b.alert === alert.id)?.burn ?? null, silence: silenceOf(alert, silences ?? []) };
  }), [open.data, taken.data, names, burning, silences]);
  const { mutate, isPending } = take;
  const columns = useMemo(() => openColumns({ canRespond, busy: isPending, take: mutate, silence: (id) => set({ silence: `alert:${id}` }) }), [canRespond, isPending, mutate, set]);
  const show = useCallback((row: OpenRow) => set({ alert: row.alert.id }), [set]);
  return (
    <>
      {take.error && <ErrorNote error={take.error} />}
      {taken.error && <ErrorNote error={taken.error} />}
      <h2 className="offscreen">Open alerts</h2>
      <Loaded query={open} rows={3}>
        {() => <DataTable label="Open alerts" rows={rows} columns={columns} rowKey={(row) => row.alert.id} onOpen={show} primary
          empty={<Empty title="Nothing fires">Every alert that is open now stands here, with the buttons to take it on or to silence it.</Empty>} />}
      </Loaded>
      <section className="section"><h2>Resolved</h2><Resolved show={(alert) => set({ alert: alert.id })} /></section>
    </>
  );
}

interface Actions { canRespond: boolean; busy: boolean; take: (id: string) => void; silence: (id: string) => void }

const sloLink = (alert: AlertView) => <Link to="/slos/$name" params={{ name: alert.slo }}>{alert.slo}</Link>;
const what = (alert: AlertView) => <span className={classes.wrap}>{alertInWords(alert)} <span className="caption">{ruleInWords(alert)}</span></span>;

function openColumns({ canRespond, busy, take, silence }: Actions): Column<OpenRow>[] {
  const columns: Column<OpenRow>[] = [
    { id: "state", header: "State", width: "132px", cell: ({ alert }) => <AlertMark alert={alert} />, text: ({ alert }) => alert.state, sort: ({ alert }) => alert.state },
    { id: "severity", header: "Told as", width: "76px", cell: ({ alert }) => alert.severity, text: ({ alert }) => alert.severity, sort: ({ alert }) => alert.severity },
    { id: "slo", header: "SLO", width: "210px", cell: ({ alert }) => sloLink(alert), text: ({ alert }) => alert.slo, sort: ({ alert }) => alert.slo },
    { id: "what", header: "Burn when it fired", narrow: "wide", cell: ({ alert }) => what(alert), text: ({ alert }) => `${alertInWords(alert)} (${ruleInWords(alert)})` },
    { id: "now", header: "Burn now", width: "86px", align: "right", narrow: "hide", cell: ({ burnNow }) => <span className="tabular">{burn(burnNow)}</span>, text: ({ burnNow }) => burnNow, sort: ({ burnNow }) => burnNow },
    { id: "since", header: "Since", width: "124px", cell: ({ alert }) => <Time at={alert.since} />, text: ({ alert }) => alert.since, sort: ({ alert }) => Date.parse(alert.since) },
    { id: "taken", header: "Taken on", width: "176px", cell: (row) => <Taken row={row} />, text: (row) => row.by },
  ];
  if (canRespond)
    columns.push({
      id: "do", header: "Actions", align: "right", width: "196px", narrow: "wide",
      cell: ({ alert, taken }) => (
        <span className={classes.actions}>
          {!taken && <Button size="compact-xs" variant="light" disabled={busy} onClick={() => take(alert.id)} aria-label={`Acknowledge ${alert.slo}, ${alert.rule}`}>Acknowledge</Button>}
          <Button size="compact-xs" variant="default" onClick={() => silence(alert.id)} aria-label={`Silence ${alert.slo}, ${alert.rule}`}>Silence</Button>
        </span>
      ),
    });
  return columns;
}

function Taken({ row }: { row: OpenRow }) {
  if (!row.taken && row.silence) return <span className={classes.wrap} data-tip={row.silence.reason}>silenced <span className="caption">ends <Time at={row.silence.until} /></span></span>;
  if (!row.taken) return <span className="quiet">by nobody yet</span>;
  return <span className={classes.wrap}>by {row.by} <span className="caption"><Time at={row.taken.at} /></span></span>;
}

const resolvedColumns: Column<AlertView>[] = [
  { id: "resolved", header: "Resolved", width: "140px", cell: (a) => <JustNow at={a.resolved_at} />, text: (a) => a.resolved_at },
  { id: "lasted", header: "Lasted", width: "100px", align: "right", cell: (a) => <span className="tabular">{lasted(a)}</span>, text: (a) => lasted(a) },
  { id: "slo", header: "SLO", width: "220px", cell: sloLink, text: (a) => a.slo },
  { id: "severity", header: "Told as", width: "80px", narrow: "hide", cell: (a) => a.severity, text: (a) => a.severity },
  { id: "what", header: "Burn when it fired", narrow: "wide", cell: what, text: (a) => `${alertInWords(a)} (${ruleInWords(a)})` },
  { id: "why", header: "Why it is over", narrow: "wide", cell: (a) => <span className={classes.wrap}>{a.why_resolved}</span>, text: (a) => a.why_resolved },
];
const fresh = 10 * 60_000;
/** Green belongs to what has just ended well, and to nothing else. */
function JustNow({ at }: { at: string | null | undefined }) {
  const now = useNow();
  const recent = !!at && now - Date.parse(at) < fresh;
  return <span className={recent ? "word-resolved" : undefined}><Time at={at} /></span>;
}
const lasted = (alert: AlertView): string => (alert.resolved_as_of ? duration(Date.parse(alert.resolved_as_of) - Date.parse(alert.since)) : "–");

function Resolved({ show }: { show: (alert: AlertView) => void }) {
  const query = useInfiniteQuery(resolvedAlertsQuery);
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return (
    <Loaded query={query} rows={3}>
      {() => (
        <>
          <DataTable label="Resolved alerts" rows={rows} columns={resolvedColumns} rowKey={(a) => a.id} onOpen={show} csv empty={<p className="quiet">No alert has resolved yet.</p>} />
          {query.hasNextPage && <p><Button size="compact-sm" variant="default" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>Load older</Button></p>}
        </>
      )}
    </Loaded>
  );
}
