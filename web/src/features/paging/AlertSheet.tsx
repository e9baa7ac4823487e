/** One alert from its condition to its end: what was measured, who was told, who took it on. */
import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { AlertView } from "@/api/types";
import { burn, count, durationText } from "@/kit/format";
import { SideSheet } from "@/kit/SideSheet";
import { ErrorNote, Loaded } from "@/kit/states";
import { Since, Time } from "@/kit/Time";
import { AlertMark, PageMark } from "./Mark";
import type { SetSearch } from "./Paging";
import { acknowledge, acknowledgementsQuery, alertQuery, recentPagesQuery, responderNamesQuery } from "./paging.api";
import { alertInWords, reasonWords, stepsOfAlert } from "./paging.words";
import { Steps } from "./Steps";
import classes from "./Paging.module.css";

export function AlertSheet({ id, set, canRespond }: { id: string; set: SetSearch; canRespond: boolean }) {
  const query = useQuery(alertQuery(id));
  return (
    <SideSheet opened onClose={() => set({ alert: undefined })} title={query.data ? `${query.data.slo}: ${query.data.rule}` : "Alert"}>
      <Loaded query={query}>{(alert) => <Alert alert={alert} set={set} canRespond={canRespond} />}</Loaded>
    </SideSheet>
  );
}

function Alert({ alert, set, canRespond }: { alert: AlertView; set: SetSearch; canRespond: boolean }) {
  const queries = useQueryClient();
  const taken = useQuery(acknowledgementsQuery).data?.items.find((a) => a.alert === alert.id);
  const names = useQuery(responderNamesQuery).data;
  const take = useMutation({ mutationFn: acknowledge, onSettled: () => queries.invalidateQueries({ queryKey: acknowledgementsQuery.queryKey }) });
  const open = alert.state !== "resolved";
  return (
    <>
      <div className={classes.sheetHead}><AlertMark alert={alert} /><span className="caption">{open && <><Since at={alert.fired_at} />, </>}told as {alert.severity}</span></div>
      <p className={classes.message}>{alertInWords(alert)}</p>
      <p className="caption">{alert.condition}</p>
      <p><Link to="/slos/$name" params={{ name: alert.slo }}>{alert.slo}</Link> of <Link to="/services/$name" params={{ name: alert.service }}>{alert.service}</Link></p>
      {open && canRespond && (
        <p className={classes.actions}>
          {!taken && <Button size="compact-sm" disabled={take.isPending} onClick={() => take.mutate(alert.id)}>Acknowledge</Button>}
          <Button size="compact-sm" variant="default" onClick={() => set({ alert: undefined, silence: `alert:${alert.id}` })}>Silence</Button>
        </p>
      )}
      {take.error && <ErrorNote error={take.error} />}
      <section className="section"><h2>What happened</h2><Steps steps={stepsOfAlert(alert, taken && { at: taken.at, by: names?.get(taken.by) ?? taken.by })} /></section>
      {alert.evidence.length > 0 && <section className="section"><h2>Measured when it fired</h2><Evidence alert={alert} /></section>}
      <section className="section"><h2>Who was told</h2><Told alert={alert} set={set} /></section>
      <p className="caption">
        Definition {alert.definition_version}, log entry <Link to="/activity" search={{ seq: alert.fired_seq }}>#{count(alert.fired_seq)}</Link>
        {alert.resolved_seq ? <> to <Link to="/activity" search={{ seq: alert.resolved_seq }}>#{count(alert.resolved_seq)}</Link></> : null}
      </p>
    </>
  );
}

function Evidence({ alert }: { alert: AlertView }) {
  return (
    <table className={classes.plain}>
      <thead><tr><th scope="col">Window</th><th scope="col">Bad</th><th scope="col">Valid</th><th scope="col">Missing slots</th><th scope="col">Burn</th></tr></thead>
      <tbody>
        {alert.evidence.map((e) => (
          <tr key={e.window}><th scope="row">{durationText(e.window)}</th><td>{count(e.bad)}</td><td>{count(e.valid)}</td><td>{count(e.missing_slots)}</td><td>{burn(e.burn)}</td></tr>
        ))}
      </tbody>
    </table>
  );
}

function Told({ alert, set }: { alert: AlertView; set: SetSearch }) {
  const query = useQuery(recentPagesQuery);
  const pages = query.data?.items.filter((p) => p.alert === alert.id) ?? [];
  if (query.error) return <ErrorNote error={query.error} />;
  if (query.data && pages.length === 0)
    return <p className="quiet">{alert.channels.length === 0 ? "Nobody: the rule names no channel." : query.data.next_cursor ? "None of the newest 500 pages; older ones are in the log." : "Nobody yet."}</p>;
  return (
    <ul className={classes.told}>
      {pages.map((page) => (
        <li key={page.page}>
          <PageMark state={page.state} />
          <button type="button" className={classes.linkish} onClick={() => set({ alert: undefined, page: page.page })}>{page.channel}, {reasonWords[page.reason]}</button>
          <span className="caption"><Time at={page.intended_at} /></span>
        </li>
      ))}
    </ul>
  );
}
