/** From a history to a promise: what was delivered, what each objective would have brought, and what was proposed. */
import { Button, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import type { SloDetail } from "@/api/types";
import { useRight } from "@/features/access/rights";
import { actorNamesQuery, nameOf } from "@/features/activity/names";
import { ranges } from "@/features/backtest/backtest.url";
import { rounded } from "@/features/backtest/trial";
import { SloParts } from "@/features/slo/SloTabs";
import { sloQuery } from "@/features/slo/slo.api";
import { sentence } from "@/features/slo/slo.words";
import { DataTable } from "@/kit/DataTable";
import { durationText, ratio } from "@/kit/format";
import { Empty, ErrorNote, Loaded, Loading } from "@/kit/states";
import { useSettled } from "@/kit/useSettled";
import { Words } from "@/kit/Words";
import { ownZone, zoneNames } from "@/kit/zones";
import { Baseline } from "./Baseline";
import { LevelTable } from "./LevelTable";
import { suggestionQuery, targetsQuery, type TargetQuestion, type TargetSuggestion } from "./targets.api";
import { columnsOf } from "./Targets";
import type { TargetSearch } from "./targets.url";
import { answer, plain, readNotice, writeNotice } from "./targets.words";
import classes from "./Targets.module.css";

const ProposeForm = lazy(() => import("./ProposeForm").then((m) => ({ default: m.ProposeForm })));
const TargetSheet = lazy(() => import("./TargetSheet").then((m) => ({ default: m.TargetSheet })));

/** Two pages a week are what people bear. */
const usualPages = 8;
const rest = 150;
const days = { "30d": 30, "60d": 60, all: 3650 } as const;
type Part = { [K in keyof TargetSearch]?: TargetSearch[K] | undefined };

export function TargetPage() {
  const { name } = useParams({ from: "/inside/slos/$name/target" });
  const query = useQuery(sloQuery(name));
  return query.data ? <Page key={name} slo={query.data} /> : <><h1 className={classes.waiting}>{name}</h1><Loaded query={query} rows={12}>{() => null}</Loaded></>;
}

function Page({ slo }: { slo: SloDetail }) {
  const { name } = slo.summary;
  const search = useSearch({ from: "/inside/slos/$name/target" });
  const navigate = useNavigate({ from: "/slos/$name/target" });
  const set = useCallback((part: Part, replace = false) => void navigate({ params: { name }, search: ((before: TargetSearch) => ({ ...before, ...part })) as never, resetScroll: false, replace }), [navigate, name]);
  // An instant that stands still while the page is open: each answer is then one to the same past.
  const [now] = useState(() => Date.now());
  const question = useMemo((): TargetQuestion => {
    const range = search.range && search.range !== "90d" ? search.range : null;
    return {
      ...(range ? { from: new Date(now - days[range] * 86_400_000).toISOString() } : {}), ...(search.zone ? { zone: search.zone } : {}), ...(search.most ? { most_pages: search.most } : {}),
      ...(readNotice(search.notice) ? { notice: search.notice as string } : {}), ...(search.level ? { level: search.level } : {}),
    };
  }, [search.range, search.zone, search.most, search.notice, search.level, now]);
  const query = useQuery(suggestionQuery(name, question));
  const canEdit = useRight("edit");
  const zones = useMemo(() => [...new Set(["UTC", ownZone(), ...(search.zone ? [search.zone] : []), ...zoneNames()])], [search.zone]);
  return (
    <>
      <SloParts slo={slo} current="target" title="Target" about={`is promised ${query.data ? `over ${query.data.window}` : ""}; what its history says of that`}>
        {canEdit && <Button size="compact-sm" className={classes.proposeNew ?? ""} disabled={!query.data || query.data.why_empty !== ""} onClick={() => set({ propose: plain(query.data?.tightest_affordable ?? slo.summary.objective) })}>Propose another</Button>}
      </SloParts>
      <div className={classes.tools}>
        <div role="group" aria-label="History" className={classes.presets}>
          {ranges.map((r) => <button key={r} type="button" aria-pressed={(search.range ?? "90d") === r} onClick={() => set({ range: r === "90d" ? undefined : r })}>{r === "all" ? "All there is" : durationText(r)}</button>)}
        </div>
        <NativeSelect size="xs" aria-label="Days on the clocks of" value={search.zone ?? "UTC"} onChange={(e) => set({ zone: e.currentTarget.value === "UTC" ? undefined : e.currentTarget.value })} data={zones} />
      </div>
      <div className={classes.answer} aria-busy={query.isFetching}>
        {query.error ? <ErrorNote error={query.error} retry={() => void query.refetch()} /> : null}
        {query.data ? <Answer suggestion={query.data} search={search} set={set} allowance={1 - slo.definition.objective.numerator / slo.definition.objective.denominator} canPropose={canEdit} /> : !query.error && <Loading rows={14} label="Loading its history" />}
      </div>
      <Suspense fallback={null}>
        {search.propose && canEdit && query.data && <ProposeForm suggestion={query.data} objective={search.propose} onClose={() => set({ propose: undefined })} onMade={(made) => set({ propose: undefined, id: made.id })} />}
        {search.id && <TargetSheet id={search.id} onClose={() => set({ id: undefined })} />}
      </Suspense>
    </>
  );
}

function Answer({ suggestion, search, set, allowance, canPropose }: { suggestion: TargetSuggestion; search: TargetSearch; set: (part: Part, replace?: boolean) => void; allowance: number; canPropose: boolean }) {
  if (suggestion.why_empty) return <Empty title="Its history says nothing yet"><Words text={suggestion.why_empty} /></Empty>;
  const [first, ...more] = answer(suggestion);
  return (
    <>
      <div className={classes.lead} role="status"><p>{first}</p>{more.map((m) => <p key={m}>{m}</p>)}</div>
      {suggestion.warnings.map((w) => <p key={w} className={classes.warning}><Words text={sentence(w)} /></p>)}
      <section className="section">
        <h2>What each objective would have brought</h2>
        <Limits search={search} set={set} why={suggestion.noticed_why} />
        <LevelTable suggestion={suggestion} mostPages={search.most ?? usualPages} canPropose={canPropose} onPropose={(objective) => set({ propose: objective })} />
      </section>
      <section className="section"><h2>What was delivered</h2><Baseline baseline={suggestion.baseline} slo={suggestion.slo} noun={suggestion.noun} allowance={allowance} /></section>
      {suggestion.dependencies.length > 0 && <section className="section"><h2>What it stands on</h2><Dependencies suggestion={suggestion} /></section>}
      <section className="section"><h2>What was proposed</h2><Proposed slo={suggestion.slo} onOpen={(id) => set({ id })} /></section>
      {suggestion.caveats.length > 0 && <section className="section"><h2>How far this can be believed</h2><ul className={classes.caveats}>{suggestion.caveats.map((c) => <li key={c}><Words text={sentence(c)} /></li>)}</ul></section>}
    </>
  );
}

const lengths = ["1m", "5m", "15m", "1h", "6h"];

/** What people bear, and from when on users notice. Both move while one looks; the address follows when they rest. */
function Limits({ search, set, why }: { search: TargetSearch; set: (part: Part, replace?: boolean) => void; why: string }) {
  const [most, setMost] = useState(search.most ?? usualPages);
  const [notice, setNotice] = useState(() => readNotice(search.notice));
  const wanted = useSettled(`${most} ${notice ? writeNotice(notice) : ""}`, rest);
  const now = `${search.most ?? usualPages} ${search.notice ?? ""}`;
  const latest = `${most} ${notice ? writeNotice(notice) : ""}`;
  useEffect(() => {
    if (wanted !== latest || wanted === now) return;
    set({ most: most === usualPages ? undefined : most, notice: notice ? writeNotice(notice) : undefined }, true);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once what is wanted rests
  }, [wanted]);
  return (
    <div className={classes.limits}>
      <label>Pages in 30 d that people bear <strong className="tabular">{most}</strong>
        <input type="range" className={classes.slider} min={1} max={40} step={1} value={Math.min(40, most)} onChange={(e) => setMost(Number(e.currentTarget.value))} />
      </label>
      <div className={classes.notice}>
        <label>Users notice <strong className="tabular">{notice ? `${notice.percent} % bad` : "not asked"}</strong>
          <input type="range" className={classes.slider} aria-valuetext={notice ? `${notice.percent} percent bad` : "not asked"} min={-1.05} max={1.7} step={0.05} value={notice ? Math.log10(notice.percent) : -1.05}
            onChange={(e) => setNotice(Number(e.currentTarget.value) <= -1.04 ? null : { percent: rounded(10 ** Number(e.currentTarget.value)), over: notice?.over ?? "5m" })} />
        </label>
        <NativeSelect size="xs" aria-label="For how long users bear it" disabled={!notice} value={notice?.over ?? "5m"} data={[...new Set([...lengths, notice?.over ?? "5m"])].map((l) => ({ value: l, label: `over ${durationText(l)}` }))} onChange={(e) => notice && setNotice({ ...notice, over: e.currentTarget.value })} />
      </div>
      {why && <p className="caption"><Words text={why} /></p>}
    </div>
  );
}

function Dependencies({ suggestion }: { suggestion: TargetSuggestion }) {
  const share = (v: number | null | undefined): string => ratio(v);
  return (
    <>
      {suggestion.dependencies_deliver !== null && suggestion.dependencies_deliver !== undefined && <p>In a row they promise <strong>{ratio(suggestion.dependencies_deliver)}</strong>: what is left for a caller that needs them all, and has no retries, caches or fallbacks.</p>}
      <DataTable label="What it stands on" rows={suggestion.dependencies} rowKey={(d) => `${d.service} ${d.slo}`} columns={[
        { id: "service", header: "Upstream", sort: (d) => d.service, text: (d) => d.service, cell: (d) => <><Link to="/services/$name" params={{ name: d.service }}>{d.service}</Link> {d.slo && <Link className="caption" to="/slos/$name" params={{ name: d.slo }}>{d.slo}</Link>}</> },
        { id: "promises", header: "Promises", width: "130px", align: "right", sort: (d) => d.objective, text: (d) => d.objective, cell: (d) => (d.objective === null || d.objective === undefined ? <span className="quiet">nothing</span> : <span className="tabular">{share(d.objective)}</span>) },
        { id: "delivered", header: "Delivered", width: "130px", align: "right", sort: (d) => d.delivered, text: (d) => d.delivered, cell: (d) => <span className="tabular">{share(d.delivered)}</span> },
      ]} />
    </>
  );
}

function Proposed({ slo, onOpen }: { slo: string; onOpen: (id: string) => void }) {
  const query = useQuery(targetsQuery({ slo }));
  const names = useQuery(actorNamesQuery("targets.")).data;
  const columns = useMemo(() => columnsOf((id) => nameOf(id, names)).filter((c) => c.id !== "slo"), [names]);
  return <Loaded query={query} rows={2}>{(page) => <DataTable label="Proposals for this SLO" rows={page.items} columns={columns} rowKey={(t) => t.id} onOpen={(t) => onOpen(t.id)} empty={<p className="quiet">Nobody has proposed another target for it.</p>} />}</Loaded>;
}
