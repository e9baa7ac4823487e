/** What a draft would mean: its budget on what was really counted, and when it would have woken somebody. */
import { lazy, Suspense } from "react";
import { LoadLine } from "@/features/slo/LoadLine";
import { burn, budget, count, duration, ratio, utc } from "@/kit/format";
import { Loading } from "@/kit/states";
import type { DraftPreview, DraftSlo } from "./editor.api";
import classes from "./Editor.module.css";

const DraftChart = lazy(() => import("./DraftChart").then((m) => ({ default: m.DraftChart })));

const histories: Record<DraftSlo["history"], string> = {
  own: "Counted by this SLO itself.", same_indicator: "Counted by another SLO with the same queries.", none: "These queries were not counted yet: history begins when it applies.",
};

export function History({ preview }: { preview: DraftPreview }) {
  if (preview.slos.length === 0)
    return <p className="quiet">{preview.problems.some((p) => p.severity === "error") ? "Shown once the errors are mended." : "The text makes no SLO."}</p>;
  return <ul className={classes.drafts}>{preview.slos.map((slo) => <li key={slo.name}><One slo={slo} several={preview.slos.length > 1} /></li>)}{(preview.left_out ?? 0) > 0 && <li className="caption">and {preview.left_out} more SLOs of this text</li>}</ul>;
}

function One({ slo, several }: { slo: DraftSlo; several: boolean }) {
  const thresholds = slo.chart?.thresholds ?? { caution: 0.25, freeze: 0.1 };
  const known = slo.budget_remaining !== null && slo.budget_remaining !== undefined;
  return (
    <>
      {several && <h3>{slo.name}</h3>}
      <LoadLine remaining={slo.budget_remaining ?? null} coverage={slo.coverage ?? null} burn={slo.burn_1h ?? null} thresholds={thresholds} whyEmpty={slo.why_empty} width={360} height={30} scale />
      <p>{known ? <><strong className="tabular">{budget(slo.budget_remaining)}</strong> of the budget would be left, burning {burn(slo.burn_1h)} now; {ratio(slo.coverage ?? null)} measured.</> : slo.why_empty} <span className="caption">{histories[slo.history]}</span></p>
      {slo.chart && slo.chart.at.length > 0 && <Suspense fallback={<Loading rows={4} />}><DraftChart chart={slo.chart} pages={slo.would_have_paged} /></Suspense>}
      {slo.history !== "none" && <Pages pages={slo.would_have_paged} all={slo.pages ?? slo.would_have_paged.length} />}
    </>
  );
}

const shown = 6;
function Pages({ pages, all }: { pages: DraftSlo["would_have_paged"]; all: number }) {
  if (pages.length === 0) return <p className="quiet">No rule would have fired in the last week.</p>;
  return (
    <>
      <p>In the last week it would have fired {all === 1 ? "once" : `${count(all)} times`}:</p>
      <ul className={classes.pages}>
        {pages.slice(0, shown).map((p) => <li key={p.rule + p.at}><span className="tabular">{utc(Date.parse(p.at))}</span> {p.rule} <span className="caption">{p.severity === "ticket" ? "a ticket, " : ""}{p.until ? `for ${duration(Date.parse(p.until) - Date.parse(p.at))}` : "until now"}</span></li>)}
      </ul>
      {all > shown && <p className="caption">and {count(all - Math.min(shown, pages.length))} more</p>}
    </>
  );
}
