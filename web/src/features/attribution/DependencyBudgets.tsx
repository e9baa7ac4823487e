/** What each upstream must deliver for this service to keep its promise, what it promises, and who spent more than was granted. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed } from "@tabler/icons-react";
import { DataTable, type Column } from "@/kit/DataTable";
import { budget, ratio } from "@/kit/format";
import { Loaded } from "@/kit/states";
import { dependencyBudgetsQuery, type DependencyItem } from "./attribution.api";
import classes from "./Attribution.module.css";

const columns: Column<DependencyItem>[] = [
  { id: "service", header: "Upstream", sort: (i) => i.service, text: (i) => i.service, cell: (i) => <span className={classes.wrap}><Link to="/services/$name" params={{ name: i.service }}>{i.service}</Link> {i.slo && <Link className="caption" to="/slos/$name" params={{ name: i.slo }}>{i.slo}</Link>}</span> },
  { id: "share", header: "Granted", hint: "Its part of this service's error budget", width: "84px", align: "right", sort: (i) => i.share, text: (i) => i.share, cell: (i) => ratio(i.share) },
  { id: "required", header: "Must deliver", width: "110px", align: "right", narrow: "hide", text: (i) => i.required, cell: (i) => <span className="tabular">{i.required || "–"}</span> },
  { id: "promised", header: "Promises", width: "130px", align: "right", text: (i) => i.promised, cell: (i) => <Promised item={i} /> },
  { id: "spent", header: "Spent of it", hint: "What it burnt of what it was granted", width: "150px", align: "right", sort: (i) => i.spent, text: (i) => i.spent, cell: (i) => <Spent item={i} /> },
];

function Promised({ item }: { item: DependencyItem }) {
  if (!item.promised) return <span className="quiet">{item.why_empty || "nothing"}</span>;
  const enough = item.promised_enough;
  const Icon = enough === false ? IconAlertTriangle : enough ? IconCircleCheck : IconCircleDashed;
  return <span className={classes.verdict} data-bad={enough === false || undefined} data-tip={enough === false ? `Too little: this service needs ${item.required}` : undefined}><Icon size={14} aria-hidden /><span>{item.promised}{enough === false && <span className={classes.said}>, too little</span>}</span></span>;
}

function Spent({ item }: { item: DependencyItem }) {
  if (item.spent === null || item.spent === undefined) return <span className="quiet" data-tip={item.why_empty || undefined}>cannot tell</span>;
  return <span className={classes.verdict} data-bad={item.overspent || undefined}>{item.overspent && <IconAlertTriangle size={14} aria-hidden />}{budget(item.spent, 0)}{item.overspent && <span className={classes.said}> overspent</span>}</span>;
}

export function DependencyBudgets({ service }: { service: string }) {
  const query = useQuery(dependencyBudgetsQuery(service));
  return (
    <Loaded query={query} rows={3}>
      {(view) => view.items.length === 0
        ? <p className="quiet">{view.why_empty || "It names no dependency, so its whole budget is its own."}</p>
        : (
          <>
            <p className="caption">For {view.objective} of {view.slo ? <Link to="/slos/$name" params={{ name: view.slo }}>{view.slo}</Link> : view.service}, each upstream is granted a part of the error budget; {ratio(view.own_share)} stays for {view.service} itself.</p>
            <DataTable label={`What ${service} needs of its upstreams`} rows={view.items} columns={columns} rowKey={(i) => `${i.service} ${i.slo}`} />
            {view.why_empty && <p className="caption">{view.why_empty}</p>}
          </>
        )}
    </Loaded>
  );
}
