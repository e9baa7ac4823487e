/** Beside the charts: what will page, when it last did, what it is defined as, and how that changed. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { RuleView, SloDetail } from "@/api/types";
import { burn, durationText, ratio } from "@/kit/format";
import { LeftOut } from "@/features/exclusions/LeftOut";
import { objectiveText } from "@/features/catalog/catalog.words";
import { CopyButton } from "@/kit/CopyButton";
import { Since } from "@/kit/Time";
import { WhyButton } from "./Figure";
import { burnNow, ruleStateWords, ruleWords, safeLink, windowWords } from "./slo.words";
import { SloAlerts } from "./SloAlerts";
import { SloForecast } from "./SloForecast";
import { SloVersions } from "./SloVersions";
import { kindWords, methodWords } from "./unit";
import classes from "./SloDetail.module.css";

export function SloAside({ slo }: { slo: SloDetail }) {
  return (
    <aside className={classes.aside} aria-label="Rules, alerts and definition">
      <Part title="What will page"><Rules slo={slo} /></Part>
      <Part title="Where it ends"><SloForecast name={slo.summary.name} /></Part>
      <Part title="When it last did"><SloAlerts name={slo.summary.name} /></Part>
      <Part title="Left out"><LeftOut slo={slo.summary.name} /></Part>
      <Part title="Definition"><Definition slo={slo} /></Part>
      <Part title="Versions"><SloVersions name={slo.summary.name} /></Part>
    </aside>
  );
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => <section className={classes.part}><h2>{title}</h2>{children}</section>;

function Rules({ slo }: { slo: SloDetail }) {
  if (slo.rules.length === 0) return <p className="quiet">Nothing: this SLO has no rules.</p>;
  return (
    <ul className={classes.rules}>
      {slo.rules.map((rule) => <Rule key={rule.definition.name} rule={rule} />)}
      {slo.definition.stale_after !== "0s" && (
        <li>
          <div className={classes.ruleHead}>
            <strong>stale</strong>
            <span className="caption">ticket{slo.definition.stale_channels.length > 0 ? ` to ${slo.definition.stale_channels.join(", ")}` : ""}</span>
            <span className={slo.summary.state === "stale" ? "word-caution" : "quiet"}>{slo.summary.state === "stale" ? "firing" : "quiet"}</span>
          </div>
          <p className="caption">no data for {durationText(slo.definition.stale_after)}</p>
        </li>
      )}
      <li><Link to="/slos/$name/backtest" params={{ name: slo.summary.name }}>What these rules would have done over the past</Link></li>
    </ul>
  );
}

/** How near a rule is to firing: the burn that decides against its threshold, as a bar on a logarithmic scale. */
function Rule({ rule }: { rule: RuleView }) {
  const { definition, evidence } = rule;
  const now = burnNow(rule);
  const decisive = evidence.find((e) => e.burn === now)?.window ?? definition.long_window;
  const share = now === null || now <= 0 ? 0 : Math.min(1, Math.max(0, 1 + Math.log10(now / definition.factor) / 2));
  return (
    <li data-severity={definition.severity}>
      <div className={classes.ruleHead}>
        <strong>{definition.name}</strong>
        <span className="caption">{definition.severity}{definition.channels.length > 0 ? ` to ${definition.channels.join(", ")}` : ""}</span>
        <span className={rule.state === "firing" && definition.severity === "page" ? "word-breach" : rule.state === "inactive" ? "quiet" : "word-caution"}>
          {ruleStateWords[rule.state]}{rule.since ? <> <Since at={rule.since} /></> : null}
        </span>
      </div>
      <p className="caption">{ruleWords(definition)}</p>
      <div className={classes.near}>
        <svg height="8" width="100%" aria-hidden>
          <rect className={classes.nearTrack} width="100%" height="4" y="2" rx="1" />
          <rect className={classes.nearBar} width={`${share * 100}%`} height="4" y="2" rx="1" data-over={now !== null && now > definition.factor ? true : undefined} />
        </svg>
        <span className="tabular" data-tip={evidence.map((e) => `${durationText(e.window)}: ${burn(e.burn)}`).join("\n") || undefined}>
          {now === null ? <span className="caption">no events</span> : <WhyButton measure="slo.burn_rate" window={decisive}>{burn(now)} <span className="caption">of {burn(definition.factor).replace(".0x", "x")}</span></WhyButton>}
        </span>
      </div>
    </li>
  );
}

function Definition({ slo }: { slo: SloDetail }) {
  const { definition, summary } = slo;
  const runbook = safeLink(definition.runbook);
  const { slicing, grouping, low_traffic: low } = definition;
  const queries = (["total", "good", "bad"] as const).map((kind) => [kind, definition.indicator[kind]] as const).filter(([, query]) => query);
  return (
    <dl className={classes.definition}>
      <dt>Objective</dt><dd>{summary.objective} <span className="caption">{windowWords(summary)}; <Link to="/slos/$name/target" params={{ name: summary.name }}>what its history affords</Link></span></dd>
      {summary.kind && summary.kind !== "ratio" && <><dt>Kind</dt><dd>{kindWords[summary.kind]}</dd></>}
      {summary.method && summary.method !== "occurrences" && <><dt>Method</dt><dd>{methodWords[summary.method]}</dd></>}
      {slicing && <><dt>Slices</dt><dd>{durationText(slicing.length)}{slicing.target.numerator > 0 && <>, good from {objectiveText(slicing.target)}</>} <span className="caption">empty ones {slicing.empty === "gap" ? "are gaps" : `count as ${slicing.empty}`}</span></dd></>}
      {grouping && <><dt>Groups</dt><dd>by {grouping.by.join(", ")} <span className="caption">at most {grouping.limit}, {grouping.roll_up === "worst" ? "the worst counts" : "summed"}</span></dd></>}
      {low && (low.least_events > 0 || low.interval) && <><dt>Believed</dt><dd>{low.least_events > 0 ? `from ${low.least_events} events in a window` : ""}{low.interval ? `${low.least_events > 0 ? ", and " : ""}when Wilson's interval is above` : ""}</dd></>}
      {definition.coverage_floor !== undefined && definition.coverage_floor !== 0.9 && <><dt>Floor</dt><dd>{ratio(definition.coverage_floor)} <span className="caption">measured at least</span></dd></>}
      {definition.reviewed && <><dt>Reviewed</dt><dd>{definition.reviewed}</dd></>}
      {queries.map(([kind, query]) => [<dt key={kind}>{kind}</dt>, <dd key={`${kind} query`}><code>{query}</code> <CopyButton text={query} size="compact-xs" /></dd>])}
      {definition.runbook && <><dt>Runbook</dt><dd>{runbook ? <a href={runbook} target="_blank" rel="noopener noreferrer">{definition.runbook}</a> : definition.runbook}</dd></>}
      <dt>Source</dt><dd><Link to="/catalogue" search={{ tab: "files", file: definition.source.file, line: definition.source.line }}>{definition.source.file}:{definition.source.line}</Link></dd>
      <dt>Thresholds</dt><dd><span className="caption">{summary.thresholds.source}</span></dd>
    </dl>
  );
}
