/** How this server itself is: what it checks, the SLOs it holds itself to, and what it carries. */
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import type { Measure, ServerHealth } from "@/api/types";
import { inUnit, measureName, splitUnit } from "@/features/measure/measure.format";
import { DataTable, type Column } from "@/kit/DataTable";
import { absent, duration } from "@/kit/format";
import { Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { SectionHead } from "./SectionHead";
import { factName } from "./settings.words";
import { healthQuery } from "./server.api";
import classes from "./Settings.module.css";

const Sheet = lazy(() => import("@/features/measure/WhyMeasureSheet").then((m) => ({ default: m.WhyMeasureSheet })));

export function Server() {
  const query = useQuery(healthQuery);
  return <Loaded query={query}>{(health) => <Health health={health} />}</Loaded>;
}

function Health({ health }: { health: ServerHealth }) {
  const { why } = useSearch({ from: "/inside/settings/$section" });
  const navigate = useNavigate({ from: "/settings/$section" });
  const asked = health.measures.find((measure) => measure.id === why);
  const wrong = health.checks.filter((check) => !check.ok).length;
  return (
    <>
      <SectionHead title="This server">
        Plimsoll {health.version}, started <Time at={health.started} />{health.url ? <>, reached at {health.url}</> : null}
      </SectionHead>
      <h3 className={classes.sub}>{wrong === 0 ? "Checks: all is well" : `Checks: ${wrong} ${wrong === 1 ? "needs" : "need"} a person`}</h3>
      <ul className={classes.checks}>
        {[...health.checks].sort((a, b) => Number(a.ok) - Number(b.ok)).map((check) => (
          <li key={check.name}>
            {check.ok ? <IconCheck size={16} role="img" aria-label="Well" className={classes.good} /> : <IconAlertTriangle size={16} role="img" aria-label="Needs a person" className={classes.bad} />}
            <strong>{check.name}</strong>
            <div>
              <p>{check.detail}</p>
              {!check.ok && check.remedy && <p className="quiet">{check.remedy}</p>}
            </div>
          </li>
        ))}
      </ul>
      <h3 className={classes.sub}>What this server holds itself to</h3>
      <div className={classes.figures}><DataTable label="Own figures" rows={health.measures} columns={columns} rowKey={(m) => m.id} primary /></div>
      <h3 className={classes.sub}>What it carries</h3>
      <dl className={classes.facts}>
        {health.facts.map((fact) => <div key={fact.name}><dt>{factName(fact.name)}</dt><dd>{fact.text}</dd></div>)}
      </dl>
      {asked && <Suspense fallback={null}><Sheet measure={asked} of="this server" onClose={() => void navigate({ search: (before) => ({ ...before, why: undefined }) as never, replace: true })} /></Suspense>}
    </>
  );
}

function Value({ measure }: { measure: Measure }) {
  const text = inUnit(measure.value, measure);
  if (text === absent) return <span className="caption">{measure.why_empty || "no value"}</span>;
  const [number, unit] = splitUnit(text);
  return <span className="tabular">{number}{unit && <span className="unit">{unit}</span>}</span>;
}

const columns: readonly Column<Measure>[] = [
  { id: "name", header: "Figure", cell: (m) => measureName(m.id) },
  { id: "value", header: "Value", align: "right", width: "220px", cell: (m) => <Value measure={m} /> },
  { id: "window", header: "Over", width: "110px", narrow: "hide", cell: (m) => <span className="quiet">{duration(Date.parse(m.window.end) - Date.parse(m.window.start))}</span> },
  { id: "why", header: "Why", align: "right", width: "60px", cell: (m) => <button type="button" className={classes.why} data-why={m.id} aria-label={`${measureName(m.id)}: why?`}>?</button> },
];
