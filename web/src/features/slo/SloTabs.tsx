/** The parts of an SLO, above those on its own page and those that have a page of their own. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { SloDetail } from "@/api/types";
import { TabBar } from "@/kit/TabBar";
import { pageOf } from "./slo.links";
import classes from "./SloDetail.module.css";

const apart = ["backtest", "what-if", "target"] as const;
const labels = { backtest: "Backtest", "what-if": "What if", target: "Target" };

export function SloTabs({ slo: { summary, definition }, current }: { slo: SloDetail; current: string }) {
  const parts = definition.composite ? [{ id: "parts", label: "Members", count: definition.composite.members.length }] : definition.grouping || summary.groups ? [{ id: "parts", label: "Groups", count: summary.groups ?? undefined }] : [];
  const page = pageOf.slo(summary.name);
  const elsewhere = apart.some((id) => id === current);
  const own = [{ id: "budget", label: "Budget" }, { id: "spend", label: "What burnt it" }, { id: "calendar", label: "Calendar" }, ...parts];
  const items = [...own.map((item) => (elsewhere ? { ...item, to: item.id === "budget" ? page : `${page}?tab=${item.id}` } : item)), ...apart.map((id) => ({ id, label: labels[id], to: `${page}/${id}` }))];
  return <TabBar label={`Parts of ${summary.name}`} items={items} current={current} />;
}

/** The head of a part that has a page of its own. */
export function SloParts({ slo, current, title, about, children }: { slo: SloDetail; current: string; title: string; about: ReactNode; children?: ReactNode }) {
  const { summary } = slo;
  return (
    <>
      <header className={classes.head}>
        <p className={classes.crumbs}>
          <Link to="/services/$name" params={{ name: summary.service }}>{summary.service}</Link> <span aria-hidden>/</span> <Link to="/slos/$name" params={{ name: summary.name }}>{summary.name}</Link>
          {summary.tier && <span> · {summary.tier}</span>}{summary.owner && <span> · {summary.owner}</span>}
        </p>
        <div className={classes.title}><h1>{title} <span className="quiet">{summary.display_name || summary.name}</span></h1>{children}</div>
        <p className={classes.promise}>{summary.objective} <span className="quiet">{about}</span></p>
      </header>
      <SloTabs slo={slo} current={current} />
    </>
  );
}
