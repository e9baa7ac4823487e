/** One source: how it stands and why, how much it brings, which SLOs hang on it, and of a probe its last checks. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { lazy, Suspense, type ReactNode } from "react";
import { bytes, count, countShort, ratio } from "@/kit/format";
import { Facts } from "@/kit/Facts";
import { Loaded, Loading } from "@/kit/states";
import { Time } from "@/kit/Time";
import { Words } from "@/kit/Words";
import { FillingBar } from "./FillingBar";
import { SourceMark } from "./SourceMark";
import { sourceQuery, type SourceDetail as Detail, type SourceView } from "./sources.api";
import { kindWords, lagText, rateText } from "./sources.words";
import classes from "./Sources.module.css";

const ProbeChecks = lazy(() => import("./ProbeChecks").then((m) => ({ default: m.ProbeChecks })));
const Metrics = lazy(() => import("./Metrics").then((m) => ({ default: m.Metrics })));

export function SourceDetail() {
  const { name } = useParams({ from: "/inside/sources/$name" });
  const query = useQuery(sourceQuery(name));
  if (!query.data) return <><p className={classes.crumbs}><Link to="/sources">Sources</Link></p><h1>{name}</h1><Loaded query={query} rows={8}>{() => null}</Loaded></>;
  return <Loaded query={query}>{(detail) => <Page key={name} detail={detail} />}</Loaded>;
}

function Page({ detail }: { detail: Detail }) {
  const { source } = detail;
  const probe = source.kind === "probe" ? source.name.replace(/^probe /, "") : null;
  return (
    <>
      <header>
        <p className={classes.crumbs}><Link to="/sources">Sources</Link> <span aria-hidden>/</span> {kindWords(source.kind)}</p>
        <div className={classes.title}>
          <h1>{source.who || source.name}</h1>
          <SourceMark state={source.state} />
          <nav aria-label="With this source">
            {source.state !== "named" && <Link to="/sources/$name/wizard" params={{ name: source.name }}>Promise something from it</Link>}
            {source.file && <Link to="/catalogue" search={{ tab: "files", file: source.file, line: Math.max(1, source.line) }}>Declared in {source.file}</Link>}
          </nav>
        </div>
        {source.description && <p className={classes.standing}>{source.description}</p>}
        <p className={classes.standing}><Words text={source.why} />.</p>
        {source.remedy && <p className={classes.remedy} data-state={source.state}><Words text={source.remedy} /></p>}
        {source.note && <p className={classes.standing}><Words text={source.note} /></p>}
      </header>
      <Figures source={source} />
      <div className={classes.columns}>
        <div>
          <Suspense fallback={<Loading rows={8} />}>
            {probe !== null ? <ProbeChecks name={probe} /> : source.state !== "named" && <section className="section"><h2>Metrics</h2><Metrics source={source.name} /></section>}
          </Suspense>
        </div>
        <aside>
          {detail.filling.length > 0 && <Filling detail={detail} />}
          {detail.facts.length > 0 && <section><h2>As it is declared</h2><Facts rows={detail.facts.map((f) => [f.name, f.text] as const)} /></section>}
          <Feeds source={source} />
        </aside>
      </div>
    </>
  );
}

function Figures({ source }: { source: SourceView }) {
  if (source.deliveries === 0) return null;
  return (
    <div className={classes.figures}>
      <Figure title="Lag" value={lagText(source.lag_s)}>{source.newest ? <>newest sample <Time at={source.newest} /></> : "no sample yet"}</Figure>
      <Figure title="Samples a second" value={rateText(source)}>{countShort(source.samples)} since the server started</Figure>
      <Figure title="Series" value={source.series > 0 ? countShort(source.series) : "–"}>in its last delivery</Figure>
      <Figure title="Not counted" value={ratio(source.unbound_share ?? null)}>of its samples: no SLI selects them</Figure>
      <Figure title="Refused" value={countShort(source.refused)}>samples that will never be good</Figure>
      <Figure title="Heard" value={countShort(source.deliveries)}>times, the last <Time at={source.heard_at} absent="never" />{source.bytes > 0 && <>; {bytes(source.bytes)} in all</>}</Figure>
    </div>
  );
}

function Figure({ title, value, children }: { title: string; value: string; children: ReactNode }) {
  return <section className={classes.figure}><h2>{title}</h2><p className={classes.big}>{value}</p><p className="caption">{children}</p></section>;
}

const named = 12;
function Feeds({ source }: { source: SourceView }) {
  return (
    <section>
      <h2>{source.slo_count === 0 ? "It feeds no SLO" : source.slo_count === 1 ? "It feeds one SLO" : `It feeds ${count(source.slo_count)} SLOs`}</h2>
      {source.slo_count === 0 ? (
        source.state !== "named" && <p className="quiet">What it brings is dropped until an SLI selects it. <Link to="/sources/$name/wizard" params={{ name: source.name }}>See what could be promised</Link></p>
      ) : (
        <ul className={classes.list}>
          {source.slos.slice(0, named).map((slo) => <li key={slo}><Link to="/slos/$name" params={{ name: slo }}>{slo}</Link></li>)}
          {source.slo_count > named && <li className="caption">and {count(source.slo_count - named)} more</li>}
        </ul>
      )}
    </section>
  );
}

function Filling({ detail }: { detail: Detail }) {
  return (
    <section>
      <h2>Being filled with the past</h2>
      <ul className={classes.list}>
        {detail.filling.map((f) => (
          <li key={f.slo}><Link to="/slos/$name" params={{ name: f.slo }}>{f.slo}</Link> {f.under_way ? <FillingBar done={f.done} /> : <span className="caption">filled</span>}{f.note && <span className="caption">: {f.note}</span>}</li>
        ))}
      </ul>
    </section>
  );
}
