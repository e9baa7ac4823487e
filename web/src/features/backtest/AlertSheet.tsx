/** One alert that would have fired: what it knew, what it was worth, and where to look. */
import { Link } from "@tanstack/react-router";
import { counted } from "@/features/slo/unit";
import { Facts } from "@/kit/Facts";
import { budget, burn, duration, durationText, ratio, utc } from "@/kit/format";
import { SideSheet } from "@/kit/SideSheet";
import type { Backtest } from "./backtest.api";
import { rowsOf } from "./AlertTable";
import { lossTitles, span, worthHints, worthWords } from "./backtest.words";

export function AlertSheet({ backtest, id, onClose }: { backtest: Backtest; id: string; onClose: () => void }) {
  const row = rowsOf(backtest).find((r) => r.key === id);
  if (!row) return null;
  const { alert, variantName } = row;
  const [from, to] = [Date.parse(alert.fired_at), alert.resolved_at ? Date.parse(alert.resolved_at) : Date.parse(backtest.range.end)];
  const around = Math.max(30 * 60_000, (to - from) / 2);
  const titleOf = lossTitles(backtest.losses);
  return (
    <SideSheet opened onClose={onClose} title={`${alert.rule}, ${utc(from)}`}>
      <p><strong>{worthWords[alert.worth].replace(/^./, (c) => c.toUpperCase())}</strong>. {worthHints[alert.worth]}</p>
      <Facts rows={[
        ["Variant", variantName], ["Would open", alert.severity === "page" ? "a page" : "a ticket"], ["Fired", <>{utc(from)}{alert.began_open && <span className="caption"> before the range</span>}</>],
        ["Resolved", alert.resolved_at ? <>{utc(to)} <span className="caption">after {duration(to - from)}</span></> : "not until the end of the range"],
        ["Frozen", alert.frozen !== "0s" && alert.frozen !== "0" && `${durationText(alert.frozen)}, while nobody could say`],
        ["Answers", alert.answers.length > 0 && alert.answers.map(titleOf).join(", ")],
        ["Seen after", alert.detected_after && span(alert.detected_after)], ["Over after", alert.reset_after && span(alert.reset_after)],
        ["Burnt", <>{ratio(alert.cost)} of the budget <span className="caption">{counted(alert.bad, backtest.unit)} bad</span></>],
        ["Budget then", alert.budget_remaining !== null && alert.budget_remaining !== undefined && budget(alert.budget_remaining)],
        ["See", <Link to="/slos/$name" params={{ name: backtest.slo }} search={{ from: Math.floor(from - around), to: Math.ceil(to + around) }}>the SLO's charts around it</Link>],
      ]} />
      {alert.evidence.length > 0 && (
        <section className="section">
          <h2>What it knew</h2>
          <ul>{alert.evidence.map((e) => <li key={e.window}>over {durationText(e.window)}: burn {burn(e.burn)} <span className="caption">{counted(e.bad, { noun: e.noun ?? backtest.unit.noun, per_one: e.per_one ?? backtest.unit.per_one })} bad of {counted(e.valid, { noun: e.noun ?? backtest.unit.noun, per_one: e.per_one ?? backtest.unit.per_one })}</span></li>)}</ul>
        </section>
      )}
    </SideSheet>
  );
}
