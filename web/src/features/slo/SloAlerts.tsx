import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { AlertView, PageView } from "@/api/types";
import { alertInWords, alertStateWords, pageStateWords } from "@/features/paging/paging.words";
import { duration, utc } from "@/kit/format";
import { Loaded } from "@/kit/states";
import { Since, Time, useNow } from "@/kit/Time";
import { recentPagesQuery, sloAlertsQuery, versionsQuery } from "./slo.api";
import { alertLength } from "./slo.words";
import classes from "./SloDetail.module.css";

const shown = 6;

/** The newest alerts of an SLO, each with what became of its pages. */
export function SloAlerts({ name }: { name: string }) {
  const query = useQuery(sloAlertsQuery(name));
  // What was imported has burnt without a rule watching it: only since then would an alert be known.
  const known = Math.min(...(useQuery(versionsQuery(name)).data?.items ?? []).map((v) => Date.parse(v.at)));
  const pages = useQuery(recentPagesQuery).data?.items ?? [];
  return (
    <Loaded query={query} rows={2}>
      {({ items }) => items.length === 0 ? <p className="quiet">{Number.isFinite(known) ? <>No alert since {utc(known)}, when this SLO was first known here; history that was imported is not judged again.</> : "No alert."}</p> : (
        <>
          <ul className={classes.alerts}>{items.slice(0, shown).map((alert) => <Alert key={alert.id} alert={alert} pages={pages.filter((p) => p.alert === alert.id)} />)}</ul>
          {items.length > shown && <Link to="/activity" search={{ slo: name, type: "slo." }}>All in the log</Link>}
        </>
      )}
    </Loaded>
  );
}

function Alert({ alert, pages }: { alert: AlertView; pages: readonly PageView[] }) {
  const now = useNow();
  const open = alert.state !== "resolved";
  return (
    <li>
      <div className={classes.ruleHead}>
        <Link to="/paging" search={{ tab: "alerts", alert: alert.id }}>{alert.rule || "stale"}</Link>
        <span className={open ? (alert.state === "firing" && alert.severity === "page" ? "word-breach" : "word-caution") : "quiet"}>{alertStateWords[alert.state]}</span>
        <span className="caption">{open ? <Since at={alert.fired_at} /> : <><Time at={alert.fired_at} />, lasted {duration(alertLength(alert, now))}</>}</span>
      </div>
      <p className="caption">{alertInWords(alert)}</p>
      {pages.length > 0 && (
        <p className="caption">
          {pages.slice(0, 4).map((page, i) => [i > 0 ? ", " : "", <Link key={page.page} to="/paging" search={{ tab: "pages", page: page.page }}>{page.channel}</Link>, ` ${pageStateWords[page.state]}`])}
          {pages.length > 4 ? `, and ${pages.length - 4} more` : ""}
        </p>
      )}
      {alert.state === "frozen" && <p className="caption">Its data stopped: it is neither over nor still true.</p>}
    </li>
  );
}
