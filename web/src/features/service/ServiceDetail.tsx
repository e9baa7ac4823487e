/** One service: who owns it, what it stands on and what stands on it, its SLOs, what happened of late. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useEffect, type ReactNode } from "react";
import type { BurningNow, LogEntry, ServiceDetail as Detail, ServiceLine } from "@/api/types";
import { isTechnical } from "@/features/activity/event-types";
import { overviewQuery } from "@/features/overview/overview.api";
import { ticketsOnly } from "@/features/overview/overview.rows";
import { DependencyBudgets } from "@/features/attribution/DependencyBudgets";
import { Standing } from "@/features/policy/Standing";
import { WhyButton } from "@/features/slo/Figure";
import { LoadLine } from "@/features/slo/LoadLine";
import { slosQuery } from "@/features/slo/slo.api";
import { serviceColumns } from "@/features/slo/slo.columns";
import { safeLink } from "@/features/slo/slo.words";
import { worstFirst } from "@/features/slo/slos.filter";
import { SloTable } from "@/features/slo/SloTable";
import { StateWord } from "@/features/slo/StateWord";
import { budget, durationText } from "@/kit/format";
import { Empty, Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { Neighbours } from "./Neighbours";
import { recentQuery, recentShown, serviceQuery } from "./service.api";
import { tierSentence, tierWords } from "./service.words";
import classes from "./ServiceDetail.module.css";

export function ServiceDetail() {
  const { name } = useParams({ from: "/inside/services/$name" });
  const query = useQuery(serviceQuery(name));
  const title = query.data?.service.display_name || name;
  useEffect(() => {
    document.title = `${title} · Plimsoll`;
    return () => {
      document.title = "Plimsoll";
    };
  }, [title]);
  if (!query.data) return <><div className="page-head"><h1>{name}</h1></div><Loaded query={query} rows={10}>{() => null}</Loaded></>;
  return <Loaded query={query}>{(service) => <Page detail={service} />}</Loaded>;
}

function Page({ detail }: { detail: Detail }) {
  const { service } = detail;
  const overview = useQuery(overviewQuery).data;
  const lines = overview?.services ?? [];
  const line = lines.find((l) => l.name === service.name) ?? null;
  return (
    <>
      <Head detail={detail} line={line} burning={overview?.burning ?? []} />
      <div className={classes.columns}>
        <div className={classes.main}>
          <Section title="SLOs"><Slos service={service.name} /></Section>
          <Section title="Policy and gate"><Standing service={service.name} /></Section>
          <Section title="What stands on what"><Neighbours name={service.display_name || service.name} dependents={detail.dependents} dependencies={service.dependencies} lines={lines} tickets={ticketsOnly(overview?.burning ?? [], "service")} /></Section>
          {service.dependencies.length > 0 && <Section title="What it needs of its upstreams"><DependencyBudgets service={service.name} /></Section>}
          {service.journeys.length > 0 && <Section title="Journeys"><Journeys journeys={service.journeys} name={service.name} /></Section>}
        </div>
        <aside className={classes.aside} aria-label="Facts and recent events">
          <Section title="Facts"><Facts detail={detail} /></Section>
          <Section title="Recent events"><Recent service={service.name} /></Section>
        </aside>
      </div>
    </>
  );
}

const Section = ({ title, children }: { title: string; children: ReactNode }) => <section className={classes.section}><h2>{title}</h2>{children}</section>;

function Head({ detail, line, burning }: { detail: Detail; line: ServiceLine | null; burning: readonly BurningNow[] }) {
  const { service, tier } = detail;
  return (
    <header className={classes.head}>
      <p className={classes.crumbs}>{service.name}{service.owner && <> · {service.owner}</>}{service.tier && <> · {service.tier}</>}</p>
      <div className={classes.title}>
        <h1>{service.display_name || service.name}</h1>
        {line && <StateWord state={line.state} ticketOnly={ticketsOnly(burning, "service").includes(service.name)} />}
        {line?.as_of && <span className="caption">as of <Time at={line.as_of} /></span>}
      </div>
      <p className={classes.words}>
        {service.description} {tier && <span className="quiet">{tierSentence(tier)}</span>}
      </p>
      {line?.slo && (
        <div className={classes.line}>
          <WhyButton slo={line.slo} measure="slo.budget_remaining">
            <LoadLine remaining={line.budget_remaining} projected={line.projected_end} projectedLow={line.projected_low} projectedHigh={line.projected_high}
              coverage={line.coverage} burn={line.burn_1h} thresholds={line.thresholds} tier={line.tier} whyEmpty={line.why_empty} width={480} height={36} scale />
          </WhyButton>
          <p className="caption">Its worst SLO: <Link to="/slos/$name" params={{ name: line.slo }}>{line.slo}</Link>, {line.objective}{line.period ? ` over ${durationText(line.period)}` : ""}; {line.budget_remaining === null || line.budget_remaining === undefined ? line.why_empty : `${budget(line.budget_remaining)} of the budget left`}</p>
        </div>
      )}
    </header>
  );
}

function Slos({ service }: { service: string }) {
  const query = useQuery(slosQuery({ service }));
  return (
    <Loaded query={query} rows={3}>
      {({ items }) => (
        <SloTable label={`SLOs of ${service}`} rows={worstFirst(items)} columns={serviceColumns} narrow
          empty={<Empty title="No SLO promises anything about this service yet">Add an SLO whose service is {service} to the catalogue; it appears here by itself.</Empty>} />
      )}
    </Loaded>
  );
}

function Journeys({ journeys, name }: { journeys: Detail["service"]["journeys"]; name: string }) {
  return (
    <ul className={classes.journeys}>
      {journeys.map((journey) => (
        <li key={journey.name}>
          <strong>{journey.name}</strong>
          <ol className={classes.steps} aria-label={`Steps of ${journey.name}`}>
            {journey.steps.map((step, i) => <li key={`${step} ${i}`}>{step === name ? <span className={classes.self}>{step}</span> : <Link to="/services/$name" params={{ name: step }}>{step}</Link>}</li>)}
          </ol>
          {journey.unacceptable.length > 0 && <p className="caption">Must never happen: {journey.unacceptable.join("; ")}</p>}
        </li>
      ))}
    </ul>
  );
}

function Facts({ detail: { service, tier } }: { detail: Detail }) {
  const runbook = safeLink(service.runbook);
  const source = service.source;
  return (
    <dl className={classes.facts}>
      <dt>Owner</dt><dd>{service.owner || <span className="quiet">nobody named</span>}</dd>
      <dt>Tier</dt><dd>{service.tier || <span className="quiet">none</span>}{tier && tierWords(tier) && <p className="caption">{tierWords(tier)}</p>}</dd>
      {tier && tier.controls.length > 0 && <><dt>Controls</dt><dd><ul className={classes.controls}>{tier.controls.map((c) => <li key={c}>{c}</li>)}</ul></dd></>}
      <dt>Pages to</dt><dd>{service.channels.length > 0 ? service.channels.map((c, i) => [i > 0 ? ", " : "", <Link key={c} to="/paging" search={{ tab: "channels" }}>{c}</Link>]) : <span className="quiet">no channel: nobody is told</span>}</dd>
      {service.runbook && <><dt>Runbook</dt><dd>{runbook ? <a href={runbook} target="_blank" rel="noopener noreferrer">{service.runbook}</a> : service.runbook}</dd></>}
      <dt>Source</dt><dd><Link to="/catalogue" search={{ tab: "files", file: source.file, line: source.line }}>{source.file}:{source.line}</Link></dd>
    </dl>
  );
}

/** What people decided and what came of it; attempts and the like are in the log. */
const told = (items: readonly LogEntry[]): LogEntry[] => items.filter((e) => !isTechnical(e.type));

function Recent({ service }: { service: string }) {
  const query = useQuery(recentQuery(service));
  return (
    <Loaded query={query} rows={5}>
      {({ items, next_cursor }) => told(items).length === 0
        ? <p className="quiet">Nothing in the newest part of the log. <Link to="/activity" search={{ service }}>Search all of it</Link></p>
        : (
          <>
            <ol className={classes.recent}>
              {told(items).slice(0, recentShown).map((e) => (
                <li key={e.seq}><span className="caption"><Time at={e.at} /></span><Link to="/activity" search={{ service, seq: e.seq }}>{e.text}</Link></li>
              ))}
            </ol>
            {next_cursor && <Link to="/activity" search={{ service }}>All in the log</Link>}
          </>
        )}
    </Loaded>
  );
}
