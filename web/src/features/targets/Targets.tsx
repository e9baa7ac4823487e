/** Every promise that was proposed: what waits for somebody first, then what is due to be looked at again, then the rest. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useMemo } from "react";
import { actorNamesQuery, nameOf } from "@/features/activity/names";
import { CatalogueTabs } from "@/features/catalog/CatalogueTabs";
import { Choice } from "@/kit/Choice";
import { DataTable, type Column } from "@/kit/DataTable";
import { Empty, Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { targetsQuery, type DueReview, type Target, type TargetsFilter } from "./targets.api";
import { TargetMark } from "./TargetMark";
import { targetStates, type TargetsSearch } from "./targets.url";
import { changeText, reviewsText, stateWords } from "./targets.words";
import classes from "./Targets.module.css";

const TargetSheet = lazy(() => import("./TargetSheet").then((m) => ({ default: m.TargetSheet })));

export const columnsOf = (named: (id: string) => string): Column<Target>[] => [
  { id: "slo", header: "SLO", sort: (t) => t.slo, text: (t) => t.slo, narrow: "wide", cell: (t) => <span className={classes.wrap}><strong>{t.slo}</strong> <span className="caption">{t.service}</span></span> },
  { id: "change", header: "Objective", width: "190px", text: changeText, cell: (t) => <span className="tabular">{changeText(t)}</span> },
  { id: "state", header: "State", width: "290px", narrow: "wide", sort: (t) => t.state, text: (t) => t.state, cell: (t) => <TargetMark target={t} /> },
  { id: "reviews", header: "Said", width: "160px", text: reviewsText, cell: (t) => reviewsText(t) || <span className="quiet">nothing yet</span> },
  { id: "by", header: "Proposed by", width: "250px", narrow: "hide", sort: (t) => Date.parse(t.at), text: (t) => named(t.by), cell: (t) => <>{named(t.by)} <span className="caption"><Time at={t.at} /></span></> },
  { id: "decided", header: "Decided by", width: "150px", narrow: "hide", text: (t) => t.decided_by && named(t.decided_by), cell: (t) => (t.decided_by ? named(t.decided_by) : <span className="quiet">nobody yet</span>) },
];

const dueColumns: Column<DueReview>[] = [
  { id: "slo", header: "SLO", sort: (d) => d.slo, text: (d) => d.slo, cell: (d) => <span className={classes.wrap}><Link to="/slos/$name/target" params={{ name: d.slo }}>{d.slo}</Link> <span className="caption">{d.service}</span></span> },
  { id: "due", header: "Due on", width: "130px", sort: (d) => d.due_on, text: (d) => d.due_on, cell: (d) => <span className="word-caution tabular">{d.due_on}</span> },
  { id: "last", header: "Last looked at", width: "240px", text: (d) => d.reviewed, cell: (d) => <span className="tabular">{d.reviewed || "never"} <span className="caption">{d.target ? "an approved target" : "said in the catalogue"}</span></span> },
];

export function Targets() {
  const search = useSearch({ from: "/inside/targets" });
  const navigate = useNavigate({ from: "/targets" });
  const set = useCallback((part: { [K in keyof TargetsSearch]?: TargetsSearch[K] | undefined }) => void navigate({ search: (before: TargetsSearch) => ({ ...before, ...part }) as TargetsSearch, resetScroll: false }), [navigate]);
  const { state, slo } = search;
  const filter = useMemo((): TargetsFilter => ({ ...(state && { state }), ...(slo && { slo }) }), [state, slo]);
  const query = useQuery(targetsQuery(filter));
  const names = useQuery(actorNamesQuery("targets.")).data;
  const columns = useMemo(() => columnsOf((id) => nameOf(id, names)), [names]);
  const open = useCallback((t: Target) => set({ id: t.id }), [set]);
  return (
    <>
      <div className="page-head"><h1>Targets</h1>{query.data && <span className="caption">{query.data.proposed} {query.data.proposed === 1 ? "waits" : "wait"} for somebody, {query.data.due} due to be looked at again</span>}</div>
      <CatalogueTabs current="targets" />
      <Loaded query={query} rows={6}>
        {(page) => (
          <>
            {page.due_reviews.length > 0 && !state && (
              <section className={classes.due}><h2>Due to be looked at again</h2><DataTable label="Reviews that are due" rows={slo ? page.due_reviews.filter((d) => d.slo === slo) : page.due_reviews} columns={dueColumns} rowKey={(d) => d.slo} csv /></section>
            )}
            <div className={classes.filters}>
              <Choice label="State" all="any state" value={state} options={targetStates.map((s) => [s, stateWords[s]])} onChange={(value) => set({ state: value as TargetsSearch["state"] })} />
              {slo && <span>of {slo} <button type="button" className={classes.linkish} onClick={() => set({ slo: undefined })}>show all</button></span>}
            </div>
            <DataTable label="Proposals" rows={page.items} columns={columns} rowKey={(t) => t.id} onOpen={open} sort={search.sort ?? ""} onSort={(sort) => set({ sort: sort || undefined })} csv primary
              empty={<Empty title={state || slo ? "None fits these filters" : "Nobody has proposed another target yet"}>
                The page of an SLO says under Target what its history would have afforded. Who may edit proposes an objective from there; another person approves it, and it says when to look at it again. <Link to="/slos">Choose an SLO</Link>
              </Empty>} />
          </>
        )}
      </Loaded>
      <Suspense fallback={null}>{search.id && <TargetSheet id={search.id} onClose={() => set({ id: undefined })} />}</Suspense>
    </>
  );
}
