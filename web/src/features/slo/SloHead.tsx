import { Link } from "@tanstack/react-router";
import type { Measure, SloDetail } from "@/api/types";
import { budget, burn, ratio } from "@/kit/format";
import { Time } from "@/kit/Time";
import { Figure, WhyButton } from "./Figure";
import { LoadLine } from "./LoadLine";
import { PolicyMark } from "@/features/policy/PolicyMark";
import { groupWords, pagesNow, promise, stateSentence } from "./slo.words";
import { SloFilling } from "./SloFilling";
import { StateWord } from "./StateWord";
import classes from "./SloDetail.module.css";

/** The promise, the state, the load line and the figures: what a person woken at 03:00 reads first. */
export function SloHead({ slo }: { slo: SloDetail }) {
  const { summary, definition } = slo;
  const quiet = summary.state === "ok";
  return (
    <header className={classes.head}>
      <p className={classes.crumbs}>
        <Link to="/services/$name" params={{ name: summary.service }}>{summary.service}</Link> <span aria-hidden>/</span>{" "}
        {summary.group_of && <><Link to="/slos/$name" params={{ name: summary.group_of }} search={{ tab: "parts" }}>{summary.group_of}</Link> <span aria-hidden>/</span> </>}
        {summary.group_of ? groupWords(summary.group) : summary.name}
        {summary.tier && <span> · {summary.tier}</span>}{summary.owner && <span> · {summary.owner}</span>}
      </p>
      <div className={classes.title}>
        <h1>{summary.display_name || summary.name}</h1>
        <StateWord state={summary.state} ticketOnly={!pagesNow(slo.rules)} />
        {summary.policy_state && summary.policy_state !== "healthy" && <span className={classes.policy}>policy: <PolicyMark state={summary.policy_state} /></span>}
        {summary.as_of && <span className="caption">as of <Time at={summary.as_of} /></span>}
        <nav className={classes.ways} aria-label="With this SLO">
          <Link to="/editor" search={{ slo: summary.document || summary.name }}>Edit</Link>
          <Link to="/slos/compare" search={{ a: summary.name }}>Compare</Link>
          <Link to="/portfolio" search={{ tab: "downtime", objective: summary.objective.replace(/\s*%$/, "") }}>Downtime</Link>
        </nav>
      </div>
      <p className={classes.promise}>{promise(summary, definition)}.{definition.description && <span className="quiet"> {definition.description}</span>}</p>
      {!quiet && <p className={classes.state} data-state={summary.state} data-ticket={summary.state === "burning" && !pagesNow(slo.rules) ? true : undefined}>{stateSentence(summary.state, slo.rules)}</p>}
      <SloFilling filling={summary.filling} />
      <div className={classes.figures}>
        <div className={classes.line}>
          <WhyButton measure="slo.budget_remaining">
            <LoadLine remaining={summary.budget_remaining} projected={summary.projected_end} projectedLow={summary.projected_low} projectedHigh={summary.projected_high}
              coverage={summary.coverage} burn={summary.burn_1h} thresholds={summary.thresholds} tier={summary.tier} whyEmpty={summary.why_empty} width={480} height={36} scale />
          </WhyButton>
          {summary.budget_without_exclusions !== null && summary.budget_without_exclusions !== undefined && (
            <p className="caption"><Link to="/exclusions" search={{ slo: summary.name }}>Time is left out</Link>: with everything counted {budget(summary.budget_without_exclusions)} would remain.</p>
          )}
        </div>
        {summary.as_of && <Tiles slo={slo} />}
      </div>
    </header>
  );
}

function Tiles({ slo: { summary, measures } }: { slo: SloDetail }) {
  const of = (id: string): Measure | undefined => measures.find((m) => m.id === id);
  const [events, minutes, spent] = [of("slo.budget_events"), of("slo.budget_minutes"), of("slo.time_to_exhaustion")];
  const known = summary.burn_1h !== null && summary.burn_1h !== undefined;
  const low = summary.projected_low;
  return (
    <>
      <Tile title="Budget left" measure={of("slo.budget_remaining")}>
        {events && <Figure measure={events} />} <span aria-hidden>·</span> {minutes && <Figure measure={minutes} />}
      </Tile>
      <section className={classes.tile}>
        <h2>Burn now</h2>
        <WhyButton measure="slo.burn_rate" window="1h"><span className={classes.big}>{burn(summary.burn_1h).replace(/x$/, "")}{known && <span className="unit">x</span>}</span></WhyButton>
        <p className="caption">over 1 h{spent && spent.value !== null && spent.value !== undefined ? <>; at that, spent in <Figure measure={spent} /></> : known ? "; 1x spends it in one period" : ": no events"}</p>
      </section>
      <Tile title="Projected end" measure={of("slo.budget_projected")}>
        {low !== null && low !== undefined ? <>{budget(low, 0)} to {budget(summary.projected_high, 0)}, at the burn of 3 d</> : "at the burn of 3 d"}
      </Tile>
      <Tile title="So far" measure={of("slo.good_ratio")}>
        <WhyButton measure="slo.coverage">{ratio(summary.coverage)} measured</WhyButton>
      </Tile>
    </>
  );
}

function Tile({ title, measure, children }: { title: string; measure: Measure | undefined; children: React.ReactNode }) {
  if (!measure) return null;
  return (
    <section className={classes.tile}>
      <h2>{title}</h2>
      <Figure measure={measure} big />
      <p className="caption">{measure.value === null || measure.value === undefined ? measure.why_empty : children}</p>
    </section>
  );
}
