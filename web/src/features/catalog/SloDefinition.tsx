/** An SLO as it is judged: its promise, its queries, its rules with what was filled in, and where each of that came from. */
import { Link } from "@tanstack/react-router";
import type { CatalogObject } from "@/api/types";
import { burn, durationText, parseDuration } from "@/kit/format";
import { areWorkbookRules, defaultStaleAfter, objectiveText, windowOf, type Rule } from "./catalog.words";
import { methodWords } from "@/features/slo/unit";
import { Facts, Quiet } from "./ObjectSheet";
import classes from "./Catalogue.module.css";

type Slo = NonNullable<CatalogObject["slo"]>;
type Service = CatalogObject["service"];

export function SloDefinition({ slo, service }: { slo: Slo; service: Service | null }) {
  const stale = parseDuration(slo.stale_after) ?? 0;
  const fromService = service?.channels.join(", ") || "none";
  return (
    <>
      <p className={classes.promise}>{objectiveText(slo.objective)} {windowOf(slo)}</p>
      <Facts rows={[
        ["Page", <Link to="/slos/$name" params={{ name: slo.name }}>{slo.name}</Link>], ["In words", slo.display_name], ["Description", slo.description],
        ["Service", <Link to="/services/$name" params={{ name: slo.service }}>{slo.service}</Link>],
        ["Counted", slo.method && slo.method !== "occurrences" && methodWords[slo.method]], ["Slices", slo.slicing && `${durationText(slo.slicing.length)}, empty ones ${slo.slicing.empty === "gap" ? "are gaps" : `count as ${slo.slicing.empty}`}`],
        ["Members", slo.composite && slo.composite.members.map((m) => <p key={m.slo}><Link to="/slos/$name" params={{ name: m.slo }}>{m.slo}</Link> <Quiet>weight {m.weight}</Quiet></p>)],
        ["Groups", slo.grouping && `by ${slo.grouping.by.join(", ")}, at most ${slo.grouping.limit}, ${slo.grouping.roll_up === "worst" ? "the worst counts" : "summed"}`],
        ["Without data", stale === 0 ? "no alert" : <>an alert after {durationText(slo.stale_after)} <Quiet>{stale === parseDuration(defaultStaleAfter) ? "the default, unless the file says the same" : "from the file"}</Quiet></>],
        ["Told then", stale > 0 && (slo.stale_channels.join(", ") || <>{fromService} <Quiet>the service's channels</Quiet></>)],
        ["Runbook", slo.runbook && <>{slo.runbook}{slo.runbook === service?.runbook && <Quiet> the service's</Quiet>}</>],
        ["Labels", Object.entries(slo.labels).map(([k, v]) => `${k}=${v}`).join(", ")],
      ]} />
      {!slo.composite && <section className="section">
        <h2>Counted</h2>
        {(["total", "good", "bad"] as const).filter((key) => slo.indicator[key] !== "").map((key) => (
          <div key={key} className={classes.query}><span className="caption">{key}</span><pre tabIndex={0} aria-label={`Query of ${key} events`}>{slo.indicator[key]}</pre></div>
        ))}
      </section>}
      <section className="section">
        <h2>Alerts when</h2>
        <p className="caption">{slo.rules.length === 0 ? "No burn rule: the file says that no alert is wanted." : areWorkbookRules(slo.rules, slo.period) ? "The pairs of the SRE Workbook, scaled to the period: the default where no policy is named." : "From the policy that the file names."}</p>
        {slo.rules.length > 0 && <Rules rules={slo.rules} fromService={fromService} />}
      </section>
      <Facts rows={[["Definition", <code>{slo.definition_version}</code>], ["Indicator", <code>{slo.sli_version}</code>]]} />
    </>
  );
}

function Rules({ rules, fromService }: { rules: readonly Rule[]; fromService: string }) {
  const extras = (rule: Rule): string => [
    parseDuration(rule.entry_delay) ? `after ${durationText(rule.entry_delay)}` : "", parseDuration(rule.clear_delay) ? `clears after ${durationText(rule.clear_delay)}` : "",
    rule.notify_resolved ? "" : "its end is not told",
  ].filter(Boolean).join(", ");
  return (
    <table className={classes.rules}>
      <thead><tr><th scope="col">Rule</th><th scope="col">Told as</th><th scope="col">Burn</th><th scope="col">Over</th><th scope="col">Channels</th></tr></thead>
      <tbody>
        {rules.map((rule) => (
          <tr key={rule.name}>
            <th scope="row">{rule.name}{extras(rule) && <span className="caption"> {extras(rule)}</span>}</th>
            <td>{rule.severity}</td>
            <td className="tabular">{rule.at_or_above ? "≥" : ">"} {burn(rule.factor)}</td>
            <td>{durationText(rule.long_window)}{parseDuration(rule.short_window) ? ` and ${durationText(rule.short_window)}` : ""}</td>
            <td>{rule.channels.join(", ") || <>{fromService} <Quiet>of the service</Quiet></>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
