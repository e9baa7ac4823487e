/** The defence sheet of one figure of an SLO, at the side of whatever page asked. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Measure, SloExplain } from "@/api/types";
import { WhyMeasure } from "@/features/measure/WhyMeasure";
import { measureName } from "@/features/measure/measure.format";
import { durationText, parseDuration } from "@/kit/format";
import { SideSheet } from "@/kit/SideSheet";
import { Empty, Loaded } from "@/kit/states";
import { explainQuery } from "./slo.api";
import { nearestWindow } from "./why.find";

export interface WhyProps { slo: string; measure: string; window: string; onClose: () => void }

export function Why({ slo, measure, window, onClose }: WhyProps) {
  const query = useQuery(explainQuery(slo));
  const title = measureName(measure) + (window ? ` over ${durationText(window)}` : "");
  return (
    <SideSheet opened onClose={onClose} title={title}>
      <Loaded query={query}>{(explain) => <Sheet explain={explain} measure={measure} window={window} />}</Loaded>
    </SideSheet>
  );
}

function Sheet({ explain, measure, window }: { explain: SloExplain; measure: string; window: string }) {
  const found = nearestWindow(explain.sheets, measure, parseDuration(window));
  if (!found) return <Empty title="No such figure">{explain.name} has no {measure}{window ? ` over ${window}` : ""}. Its figures are named by <code>plimsoll slo explain {explain.name}</code>.</Empty>;
  return (
    <WhyMeasure measure={found.measure} text={found.text} missing={missingOf(explain, found.measure)}
      of={<Link to="/slos/$name" params={{ name: explain.name }}>{explain.name}</Link>} />
  );
}

/** The coverage sheet counts slots; it speaks for figures over the same window only. */
function missingOf(explain: SloExplain, measure: Measure): { slots: number; of: number } | null {
  const cover = explain.sheets.find((s) => s.measure.id === "slo.coverage")?.measure;
  if (!cover || cover.window.start !== measure.window.start || cover.window.end !== measure.window.end) return null;
  const slots = cover.inputs.find((i) => i.name === "slots")?.numerator;
  const measured = cover.inputs.find((i) => i.name === "measured slots")?.numerator;
  return slots === undefined || measured === undefined ? null : { slots: slots - measured, of: slots };
}
