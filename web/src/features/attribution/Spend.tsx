/** What burnt the budget: episodes on the time axis and by size, what each is charged to, and what nobody has explained. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useRight } from "@/features/access/rights";
import { counted } from "@/features/slo/unit";
import { DataTable, type Column } from "@/kit/DataTable";
import { budget, burn, count, duration, ratio, utc } from "@/kit/format";
import { PartsBar } from "@/kit/PartsBar";
import { Empty, Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { episodesQuery, type CauseShare, type Episode, type Episodes } from "./attribution.api";
import { bySize, causeWords, chargedShare, largest, partsOf, waiting } from "./attribution.words";
import { EpisodeSheet } from "./EpisodeSheet";
import { Timeline } from "./Timeline";
import classes from "./Attribution.module.css";

export interface SpendProps { slo: string; episode: string | undefined; onEpisode: (id: string | undefined) => void }

export function Spend({ slo, episode, onEpisode }: SpendProps) {
  const query = useQuery(episodesQuery(slo));
  const canRespond = useRight("respond");
  return (
    <Loaded query={query} rows={10}>
      {(view) => {
        const open = view.episodes.find((e) => e.id === episode);
        return (
          <>
            <Whole view={view} />
            <Found view={view} canRespond={canRespond} onEpisode={onEpisode} />
            {view.by_cause.length > 0 && <section className="section"><h2>By cause</h2><Causes view={view} /></section>}
            <p className="caption">{view.note}</p>
            {open && <EpisodeSheet episode={open} view={view} canRespond={canRespond} onClose={() => onEpisode(undefined)} />}
          </>
        );
      }}
    </Loaded>
  );
}

function Whole({ view }: { view: Episodes }) {
  const { parts, missing } = useMemo(() => partsOf(view), [view]);
  if (view.total.bad === 0) return <Empty title="Nothing burnt it">No {view.unit.noun.replace(/s$/, "")} was bad between {utc(Date.parse(view.range.start))} and {utc(Date.parse(view.range.end))}.</Empty>;
  return (
    <section aria-label="The whole of it">
      <h2 className={classes.title}>{counted(view.total.bad, view.unit)} bad of {counted(view.total.valid, view.unit)}, {duration(Date.parse(view.range.end) - Date.parse(view.range.start))} to <Time at={view.range.end} /></h2>
      <PartsBar label="What the bad ones are charged to" parts={parts} />
      {view.excluded.bad > 0 && <p className="caption">{counted(view.excluded.bad, view.unit)} more are left out by approved exclusions.</p>}
      {missing !== 0 && <p className="word-breach">These parts miss the ledger by {count(missing)}: please tell whoever runs this server.</p>}
    </section>
  );
}

/** Most of a budget goes in few episodes: so many are listed before all of them are asked for. */
const first = 25;

function Found({ view, canRespond, onEpisode }: { view: Episodes; canRespond: boolean; onEpisode: SpendProps["onEpisode"] }) {
  const rows = useMemo(() => bySize(view.episodes), [view.episodes]);
  const likely = waiting(view.episodes).length;
  const [all, setAll] = useState(false);
  const columns = useMemo(() => columnsOf(view), [view]);
  if (rows.length === 0) return view.total.bad > 0 ? <p className="quiet">What was bad came in ones and twos: at no time more than the objective allows, so there is no episode to explain.</p> : null;
  return (
    <section className="section">
      <h2>{rows.length === 1 ? "1 episode" : `${count(rows.length)} episodes`}{likely > 0 && <span className={classes.likely}>{likely} with a likely cause to confirm</span>}</h2>
      <Timeline view={view} onOpen={onEpisode} />
      <DataTable label="Episodes, the largest first" rows={all ? rows : rows.slice(0, first)} columns={columns} rowKey={(e) => e.id} onOpen={(e) => onEpisode(e.id)} csv primary />
      {rows.length > first && !all && (
        <p className={classes.more}>These {first} burnt {ratio(largest(rows, first))} of what all episodes did. <Button size="compact-sm" variant="default" onClick={() => setAll(true)}>Show all {count(rows.length)}</Button></p>
      )}
      {view.smaller && view.smaller.count > 0 && <p className="caption">{count(view.smaller.count)} smaller episodes are not listed: {counted(view.smaller.bad, view.unit)} bad in all.</p>}
      {!canRespond && <p className="caption">Charging an episode to its cause needs the right to respond. An administrator can grant it under Settings, People.</p>}
    </section>
  );
}

function columnsOf(view: Episodes): Column<Episode>[] {
  return [
    { id: "start", header: "Began", width: "190px", sort: (e) => Date.parse(e.start), text: (e) => e.start, cell: (e) => <span className="tabular">{utc(Date.parse(e.start))}</span> },
    { id: "lasted", header: "Lasted", width: "100px", align: "right", sort: (e) => lengthOf(e), text: (e) => duration(lengthOf(e)), cell: (e) => <>{duration(lengthOf(e))}{e.open && <span className="word-caution"> so far</span>}</> },
    { id: "bad", header: "Bad", width: "130px", align: "right", sort: (e) => e.bad, text: (e) => e.bad / view.unit.per_one, cell: (e) => <span className="tabular">{counted(e.bad, view.unit)}</span> },
    { id: "share", header: "Of the budget", width: "110px", align: "right", sort: (e) => e.budget_share, text: (e) => e.budget_share, cell: (e) => <strong className="tabular">{ratio(e.budget_share ?? null)}</strong> },
    { id: "peak", header: "Peak burn", width: "96px", align: "right", narrow: "hide", sort: (e) => e.peak_burn, text: (e) => e.peak_burn, cell: (e) => burn(e.peak_burn) },
    { id: "cause", header: "Charged to", narrow: "wide", text: (e) => e.charges.map((c) => c.cause.title || c.cause.ref).join(", "), cell: (e) => <ChargedTo episode={e} /> },
  ];
}
const lengthOf = (e: Episode): number => Date.parse(e.end) - Date.parse(e.start);

function ChargedTo({ episode }: { episode: Episode }) {
  const likely = episode.proposals.find((p) => p.strength === "strong");
  const share = chargedShare(episode);
  if (episode.charges.length > 0)
    return <span className={classes.wrap}>{episode.charges.map((c) => c.cause.title || c.cause.ref).join(", ")}{share < 0.9995 && <span className="caption"> {budget(1 - share, 0)} unexplained</span>}</span>;
  return <span className={classes.wrap}>{likely ? <><span className="word-caution">confirm:</span> {likely.cause.title || likely.cause.ref}?</> : <span className="quiet">unexplained{episode.proposals.length > 0 ? `, ${episode.proposals.length} guessed` : ""}</span>}</span>;
}

function Causes({ view }: { view: Episodes }) {
  const columns = useMemo((): Column<CauseShare>[] => [
    { id: "title", header: "Cause", sort: (c) => c.title, text: (c) => c.title, cell: (c) => <span className={classes.wrap}>{c.title || c.ref} <span className="caption">{causeWords[c.kind]}{c.ref && c.ref !== c.title ? ` ${c.ref}` : ""}</span></span> },
    { id: "bad", header: "Bad", width: "140px", align: "right", sort: (c) => c.bad, text: (c) => c.bad / view.unit.per_one, cell: (c) => <span className="tabular">{counted(c.bad, view.unit)}</span> },
    { id: "share", header: "Of all bad", width: "110px", align: "right", sort: (c) => c.share, text: (c) => c.share, cell: (c) => ratio(c.share) },
    { id: "budget", header: "Of the budget", width: "120px", align: "right", sort: (c) => c.budget_share, text: (c) => c.budget_share, cell: (c) => ratio(c.budget_share ?? null) },
  ], [view.unit]);
  return <DataTable label="Causes" rows={view.by_cause} columns={columns} rowKey={(c) => `${c.kind} ${c.ref}`} csv />;
}
