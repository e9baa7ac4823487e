/** What stays quiet, until when, and why. */
import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { DataTable, type Column } from "@/kit/DataTable";
import { Empty, ErrorNote, Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import type { PartProps, SetSearch } from "./Paging";
import { endSilence, responderNamesQuery, silencesQuery, type SilenceView } from "./paging.api";
import classes from "./Paging.module.css";

interface Row { silence: SilenceView; by: string }

export function Silences({ set, canRespond }: PartProps) {
  const query = useQuery(silencesQuery);
  const names = useQuery(responderNamesQuery).data;
  const queries = useQueryClient();
  const end = useMutation({ mutationFn: endSilence, onSettled: () => queries.invalidateQueries({ queryKey: silencesQuery.queryKey }) });
  const rows = useMemo(() => (query.data?.items ?? []).map((silence): Row => ({ silence, by: names?.get(silence.by) ?? silence.by })), [query.data, names]);
  const { mutate, isPending } = end;
  const columns = useMemo(() => columnsOf(canRespond, isPending, mutate, set), [canRespond, isPending, mutate, set]);
  const begin = canRespond ? <Button size="compact-sm" variant="default" onClick={() => set({ silence: "new" })}>New silence</Button> : undefined;
  return (
    <>
      {end.error && <ErrorNote error={end.error} />}
      {rows.length > 0 && <div className={classes.filters}>{begin}</div>}
      <Loaded query={query} rows={3}>
        {() => <div className={classes.beside}><DataTable label="Silences" rows={rows} columns={columns} rowKey={(row) => row.silence.silence} csv primary
          empty={<Empty title="Nothing is silenced" action={begin}>A silence keeps an SLO, a service or an alert from paging for a while. It is never silent itself: who began it and why is in the log, and an alert that still fires at its end is told.</Empty>} /></div>}
      </Loaded>
    </>
  );
}

function columnsOf(canRespond: boolean, busy: boolean, end: (id: string) => void, set: SetSearch): Column<Row>[] {
  const columns: Column<Row>[] = [
    { id: "what", header: "What stays quiet", width: "30%", cell: ({ silence }) => <What silence={silence} set={set} />, text: ({ silence }) => whatText(silence) },
    { id: "until", header: "Until", width: "140px", cell: ({ silence }) => <Time at={silence.until} />, text: ({ silence }) => silence.until, sort: ({ silence }) => Date.parse(silence.until) },
    { id: "since", header: "Since", width: "140px", narrow: "hide", cell: ({ silence }) => <Time at={silence.since} />, text: ({ silence }) => silence.since, sort: ({ silence }) => Date.parse(silence.since) },
    { id: "by", header: "By", width: "160px", cell: ({ by }) => by, text: ({ by }) => by, sort: ({ by }) => by },
    { id: "reason", header: "Reason", narrow: "wide", cell: ({ silence }) => <span className={classes.wrap}>{silence.reason}</span>, text: ({ silence }) => silence.reason },
  ];
  if (canRespond)
    columns.push({ id: "do", header: "Actions", width: "110px", align: "right", cell: ({ silence }) => <Button size="compact-xs" variant="default" disabled={busy} onClick={() => end(silence.silence)} aria-label={`End now: the silence of ${whatText(silence)}`}>End now</Button> });
  return columns;
}

const whatText = (silence: SilenceView): string =>
  [silence.slo && `SLO ${silence.slo}`, silence.service && `service ${silence.service}`, silence.alert && `alert ${silence.alert}`].filter(Boolean).join(", ");

function What({ silence, set }: { silence: SilenceView; set: SetSearch }) {
  return (
    <span className={classes.wrap}>
      {silence.slo && <Link to="/slos/$name" params={{ name: silence.slo }}>{silence.slo}</Link>}
      {silence.service && <>all of <Link to="/services/$name" params={{ name: silence.service }}>{silence.service}</Link></>}
      {silence.alert && <button type="button" className={classes.linkish} onClick={() => set({ alert: silence.alert })}>alert {silence.alert.split("/").slice(0, -1).join(", ")}</button>}
    </span>
  );
}
