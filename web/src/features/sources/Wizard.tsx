/** From what a source has to an SLO: proposals with what they count and what not, tried on the counts that are there. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { useRight } from "@/features/access/rights";
import { draftQuery } from "@/features/editor/editor.api";
import { History } from "@/features/editor/History";
import { CopyButton } from "@/kit/CopyButton";
import { Empty, ErrorNote, Loaded } from "@/kit/states";
import { Words } from "@/kit/Words";
import { Metrics } from "./Metrics";
import { proposalsQuery, sourcesQuery, type Proposal } from "./sources.api";
import type { WizardSearch } from "./sources.url";
import { trafficText } from "./sources.words";
import classes from "./Sources.module.css";

export function Wizard() {
  const { name } = useParams({ from: "/inside/sources/$name/wizard" });
  const search = useSearch({ from: "/inside/sources/$name/wizard" });
  const navigate = useNavigate({ from: "/sources/$name/wizard" });
  const set = useCallback((part: { [K in keyof WizardSearch]?: WizardSearch[K] | undefined }) => void navigate({ search: (before: WizardSearch) => ({ ...before, ...part }) as WizardSearch, resetScroll: false, replace: true }), [navigate]);
  const query = useQuery(proposalsQuery(name));
  const who = useQuery(sourcesQuery).data?.items.find((s) => s.name === name)?.who;
  return (
    <>
      <p className={classes.crumbs}><Link to="/sources">Sources</Link> <span aria-hidden>/</span> <Link to="/sources/$name" params={{ name }}>{who || name}</Link></p>
      <div className="page-head"><h1>What could be promised</h1><Link to="/editor">Write an SLO from a template</Link></div>
      <Loaded query={query} rows={8}>
        {({ items, note }) => items.length === 0 ? <Empty title="Nothing here is recognised">{note}. Any counter or gauge can still become an SLO: find its name below, and write it from a template.</Empty> : <Proposals items={items} source={name} pick={search.pick} onPick={(pick) => set({ pick })} />}
      </Loaded>
      <section className="section"><h2>All its metrics</h2><Metrics source={name} search={search.search} onSearch={(text) => set({ search: text || undefined })} /></section>
    </>
  );
}

function Proposals({ items, source, pick, onPick }: { items: readonly Proposal[]; source: string; pick: string | undefined; onPick: (id: string) => void }) {
  const picked = items.find((p) => p.id === pick) ?? items[0];
  return (
    <div className={classes.wizard}>
      <ul className={classes.picks} aria-label="Proposals">
        {items.map((p) => (
          <li key={p.id}>
            <button type="button" aria-pressed={p === picked} onClick={() => onPick(p.id)}>
              <strong>{p.title}</strong>
              <span className="caption">{[p.system, trafficText(p.events_a_day), p.exists && "an SLO of this name applies already"].filter(Boolean).join(" · ")}</span>
            </button>
          </li>
        ))}
      </ul>
      {picked && <Picked key={picked.id} proposal={picked} source={source} />}
    </div>
  );
}

function Picked({ proposal, source }: { proposal: Proposal; source: string }) {
  const traffic = trafficText(proposal.events_a_day);
  return (
    <section className={classes.pick} aria-label={proposal.title}>
      <h2>{proposal.title}</h2>
      <p>{proposal.why}</p>
      <h3>Not counted</h3>
      <p className="quiet">{proposal.not_counted}</p>
      <h3>Counted</h3>
      {proposal.bad && <p className={classes.query}><span className="caption">bad </span>{proposal.bad}</p>}
      {proposal.good && <p className={classes.query}><span className="caption">good </span>{proposal.good}</p>}
      <p className={classes.query}><span className="caption">{proposal.bad || proposal.good ? "all " : "value "}</span>{proposal.total}</p>
      {traffic && <p className="caption">{traffic}, as the source says</p>}
      <p className="caption">For {proposal.new_service ? <>a new service <strong>{proposal.service}</strong>, which the text declares: give it an owner</> : <>the service <Link to="/services/$name" params={{ name: proposal.service }}>{proposal.service}</Link></>}. The objective is a place to begin: adjust it to what users accept.</p>
      <div className={classes.take}>
        <Button size="compact-md" renderRoot={(props) => <Link {...props} to="/editor" search={{ source, proposal: proposal.id }} />}>Open in the editor</Button>
        <CopyButton label="Copy the YAML" size="compact-md" text={proposal.yaml} />
      </div>
      <Tried yaml={proposal.yaml} />
    </section>
  );
}

/** What it would say of the past, as far as its series are counted already. */
function Tried({ yaml }: { yaml: string }) {
  const canEdit = useRight("edit");
  const query = useQuery({ ...draftQuery(yaml), enabled: canEdit });
  if (!canEdit) return null;
  const errors = query.data?.problems.filter((p) => p.severity === "error") ?? [];
  return (
    <>
      <h3>On the history that was counted</h3>
      {query.error && <ErrorNote error={query.error} />}
      {!query.data && !query.error && <p className="quiet">Judging…</p>}
      {errors.map((p) => <p key={p.rule + p.line}><Words text={p.rule} /> <span className="quiet"><Words text={p.remedy} /></span></p>)}
      {query.data && errors.length === 0 && <History preview={query.data} />}
    </>
  );
}
