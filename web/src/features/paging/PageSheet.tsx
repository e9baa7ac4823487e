/** One page: what it said, each attempt with the receiver's answer, and how it ended. */
import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { PageDetail } from "@/api/types";
import { CopyButton } from "@/kit/CopyButton";
import { budget, count, utc } from "@/kit/format";
import { SideSheet } from "@/kit/SideSheet";
import { ErrorNote, Loaded } from "@/kit/states";
import { PageMark } from "./Mark";
import type { SetSearch } from "./Paging";
import { pageQuery, replay, responderNamesQuery } from "./paging.api";
import { stepsOf } from "./paging.words";
import { Steps } from "./Steps";
import classes from "./Paging.module.css";

export function PageSheet({ id, set, canRespond }: { id: string; set: SetSearch; canRespond: boolean }) {
  const query = useQuery(pageQuery(id));
  return (
    <SideSheet opened onClose={() => set({ page: undefined })} title={query.data ? `Page to ${query.data.page.channel}` : "Page"}>
      <Loaded query={query}>{(detail) => <Page detail={detail} set={set} canRespond={canRespond} />}</Loaded>
    </SideSheet>
  );
}

function Page({ detail, set, canRespond }: { detail: PageDetail; set: SetSearch; canRespond: boolean }) {
  const { page, subject } = detail;
  const queries = useQueryClient();
  const again = useMutation({ mutationFn: replay, onSettled: () => queries.invalidateQueries({ queryKey: ["pages"] }) });
  const names = useQuery(responderNamesQuery).data;
  const rows: [string, ReactNode][] = [
    ["SLO", page.slo && <Link to="/slos/$name" params={{ name: page.slo }}>{page.slo}</Link>],
    ["Service", page.service && <Link to="/services/$name" params={{ name: page.service }}>{page.service}</Link>],
    ["Rule", subject.rule],
    ["Told as", page.severity],
    ["Budget left", subject.budget_left === null || subject.budget_left === undefined ? null : <>{budget(subject.budget_left)} <span className="caption">when it was due</span></>],
    ["Alert", page.alert && <button type="button" className={classes.linkish} onClick={() => set({ page: undefined, alert: page.alert })}>open</button>],
    ["Runbook", subject.runbook && /^https?:\/\//.test(subject.runbook) ? <a href={subject.runbook} target="_blank" rel="noreferrer noopener">{subject.runbook}</a> : subject.runbook],
    ["Sent again by", page.replayed_by && (names?.get(page.replayed_by) ?? page.replayed_by)],
    ["Digest", page.merged_into && <PageLink id={page.merged_into} set={set} />],
    ["Ended", page.ended_at && utc(Date.parse(page.ended_at))],
    ["Key", <><code>{page.page}</code> <CopyButton text={page.page} size="compact-xs" /><br /><span className="caption">the same in every attempt, so that the receiver can tell a repeat</span></>],
  ];
  return (
    <>
      <div className={classes.sheetHead}><PageMark state={page.state} /><span className="caption">{count(page.attempts)} {page.attempts === 1 ? "attempt" : "attempts"}</span></div>
      <p className={classes.message}>{page.summary}</p>
      {page.state === "dead_lettered" && canRespond && <p><Button size="compact-sm" disabled={again.isPending} onClick={() => again.mutate(page.page)}>Send again</Button></p>}
      {again.error && <ErrorNote error={again.error} />}
      <section className="section"><h2>What happened</h2><Steps steps={stepsOf(detail)} /></section>
      {detail.parts.length > 0 && (
        <section className="section"><h2>{count(detail.parts.length)} pages in this digest</h2><ul className={classes.told}>{detail.parts.slice(0, 50).map((id) => <li key={id}><PageLink id={id} set={set} /></li>)}</ul></section>
      )}
      <dl className={`${classes.facts} section`}>{rows.filter(([, value]) => value).map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}=`}>{value}</dd>])}</dl>
    </>
  );
}

const PageLink = ({ id, set }: { id: string; set: SetSearch }) => <button type="button" className={classes.linkish} onClick={() => set({ page: id })}>{id}</button>;
