/** Time that does not count: who asked, who decided, and how much of each budget was corrected away. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useMemo } from "react";
import { actorNamesQuery, nameOf } from "@/features/activity/names";
import { useRight } from "@/features/access/rights";
import { CatalogueTabs } from "@/features/catalog/CatalogueTabs";
import { Choice } from "@/kit/Choice";
import { DataTable, type Column } from "@/kit/DataTable";
import { ratio } from "@/kit/format";
import { Empty, Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { Annotations } from "./Annotations";
import { exclusionsQuery, type Exclusion, type ExclusionPage, type ExclusionsFilter } from "./exclusions.api";
import { exclusionStates, type ExclusionsSearch } from "./exclusions.url";
import { categoryWords, coversText, inOrder, kindWords, stateWords, whenText } from "./exclusions.words";
import { ExclusionMark } from "./ExclusionMark";
import classes from "./Exclusions.module.css";

const ExclusionSheet = lazy(() => import("./ExclusionSheet").then((m) => ({ default: m.ExclusionSheet })));
const ExclusionForm = lazy(() => import("./ExclusionForm").then((m) => ({ default: m.ExclusionForm })));
const AnnotationForm = lazy(() => import("./AnnotationForm").then((m) => ({ default: m.AnnotationForm })));

export type SetSearch = (part: { [K in keyof ExclusionsSearch]?: ExclusionsSearch[K] | undefined }) => void;

const columnsOf = (named: (id: string) => string): Column<Exclusion>[] => [
  { id: "title", header: "What", width: "26%", sort: (e) => e.title, text: (e) => e.title, cell: (e) => <span className={classes.wrap}><strong>{e.title}</strong> <span className="caption">{kindWords[e.kind]}, {categoryWords(e.category)}</span></span> },
  { id: "state", header: "State", width: "150px", sort: (e) => e.state, text: (e) => e.state, cell: (e) => <ExclusionMark state={e.state} selfApproved={e.self_approved} /> },
  { id: "covers", header: "Covers", width: "20%", narrow: "wide", text: coversText, cell: (e) => <span className={classes.wrap}>{coversText(e)}</span> },
  { id: "when", header: "When", narrow: "wide", sort: (e) => Date.parse(e.range.start), text: whenText, cell: (e) => <span className={classes.wrap}>{whenText(e)}</span> },
  { id: "by", header: "Asked by", width: "150px", narrow: "hide", sort: (e) => named(e.requested_by), text: (e) => named(e.requested_by), cell: (e) => <>{named(e.requested_by)} <span className="caption"><Time at={e.requested_at} /></span></> },
  { id: "decided", header: "Decided by", width: "130px", narrow: "hide", sort: (e) => e.decided_by, text: (e) => e.decided_by && named(e.decided_by), cell: (e) => (e.decided_by ? named(e.decided_by) : <span className="quiet">nobody yet</span>) },
];

export function Exclusions() {
  const search = useSearch({ from: "/inside/exclusions" });
  const navigate = useNavigate({ from: "/exclusions" });
  const set = useCallback<SetSearch>((part) => void navigate({ search: (before: ExclusionsSearch) => ({ ...before, ...part }) as ExclusionsSearch, resetScroll: false }), [navigate]);
  const canEdit = useRight("edit");
  const canRespond = useRight("respond");
  const close = (): void => set({ form: undefined });
  const made = search.form === "maintenance" || search.form === "correction";
  return (
    <>
      <div className="page-head">
        <h1>Exclusions</h1>
        <div className={classes.actions}>
          {canEdit && <Button size="compact-sm" onClick={() => set({ form: "maintenance", tab: undefined })}>Leave time out</Button>}
          {canRespond && <Button size="compact-sm" variant="default" onClick={() => set({ form: "annotation" })}>Annotate</Button>}
        </div>
      </div>
      <CatalogueTabs current="exclusions" />
      <div className={classes.filters}>
        <div className={classes.switch} role="group" aria-label="What is listed">
          <button type="button" aria-pressed={!search.tab} onClick={() => set({ tab: undefined })}>Time left out</button>
          <button type="button" aria-pressed={search.tab === "annotations"} onClick={() => set({ tab: "annotations" })}>Annotations</button>
        </div>
        {!search.tab && <Choice label="State" all="any state" value={search.state} options={exclusionStates.map((s) => [s, stateWords[s]])} onChange={(value) => set({ state: value as ExclusionsSearch["state"] })} />}
        {(search.slo || search.service) && <span>{search.slo ? `of ${search.slo}` : `of all of ${search.service}`} <button type="button" className={classes.linkish} onClick={() => set({ slo: undefined, service: undefined })}>show all</button></span>}
      </div>
      {search.tab === "annotations" ? <Annotations search={search} set={set} canRespond={canRespond} /> : <Listed search={search} set={set} canEdit={canEdit} />}
      <Suspense fallback={null}>
        {search.id && <ExclusionSheet id={search.id} onClose={() => set({ id: undefined })} />}
        {made && canEdit && <ExclusionForm key={search.form} kind={search.form === "correction" ? "correction" : "maintenance"} slo={search.slo} service={search.service} onClose={close} onMade={(exclusion) => set({ form: undefined, id: exclusion.id })} />}
        {search.form === "annotation" && canRespond && <AnnotationForm slo={search.slo} service={search.service} onClose={close} onMade={() => set({ form: undefined, tab: "annotations" })} />}
      </Suspense>
    </>
  );
}

function Listed({ search, set, canEdit }: { search: ExclusionsSearch; set: SetSearch; canEdit: boolean }) {
  const { slo, service, state } = search;
  const filter = useMemo((): ExclusionsFilter => ({ ...(slo && { slo }), ...(service && { service }), ...(state && { state }) }), [slo, service, state]);
  const query = useQuery(exclusionsQuery(filter));
  const names = useQuery(actorNamesQuery("exclusions.")).data;
  const columns = useMemo(() => columnsOf((id) => nameOf(id, names)), [names]);
  const open = useCallback((e: Exclusion) => set({ id: e.id }), [set]);
  return (
    <>
      <Loaded query={query} rows={6}>
        {(page) => (
          <>
            <Corrected page={page} />
            <DataTable label="Exclusions" rows={inOrder(page.items)} columns={columns} rowKey={(e) => e.id} onOpen={open} sort={search.sort ?? ""} onSort={(sort) => set({ sort: sort || undefined })} csv primary
              empty={<Empty title={state || slo || service ? "None fits these filters" : "Everything counts"}>
                Maintenance that was announced, and counts that were wrong, can be left out of the budgets: somebody asks, another person approves, and every figure shows both, with and without. {!canEdit && "Asking needs the right to edit; an administrator can grant it under Settings, People."}
              </Empty>} />
          </>
        )}
      </Loaded>
    </>
  );
}

/** Corrections mend figures or flatter them: how much of each budget they took away says which. */
function Corrected({ page }: { page: ExclusionPage }) {
  const shares = page.corrected_share.flatMap((c) => (c.share ? [{ slo: c.slo, share: c.share }] : [])).sort((a, b) => b.share - a.share);
  if (shares.length === 0) return null;
  const most = Math.max(0.01, ...shares.map((c) => c.share));
  return (
    <section className={classes.corrected} aria-label="Corrected away">
      <h2 data-tip="Bad events left out by corrections, as a share of the budget of the quarter">Budget corrected away</h2>
      <ul>
        {shares.slice(0, 6).map((c) => (
          <li key={c.slo}>
            <Link to="/slos/$name" params={{ name: c.slo }}>{c.slo}</Link>
            <svg width="120" height="8" aria-hidden><rect width="120" height="4" y="2" className={classes.track} /><rect width={(c.share / most) * 120} height="4" y="2" className={classes.fill} /></svg>
            <span className="tabular">{ratio(c.share)}</span>
          </li>
        ))}
      </ul>
      {shares.length > 6 && <p className="caption">and {shares.length - 6} more</p>}
    </section>
  );
}
