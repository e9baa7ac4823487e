/** Alerts that fire: who, since when, by which rule, and the way to acknowledge them. */
import { Link } from "@tanstack/react-router";
import type { BurningNow } from "@/api/types";
import { encodeWhy } from "@/features/slo/why.url";
import { burn } from "@/kit/format";
import { bySlo } from "./overview.rows";
import { Since } from "@/kit/Time";
import classes from "./Overview.module.css";

const most = 8;

export function BurnsNow({ items }: { items: readonly BurningNow[] }) {
  const groups = bySlo(items);
  return (
    <section className={classes.burning} aria-labelledby="burns-now" data-empty={items.length === 0 || undefined}>
      <h2 id="burns-now">Burns now</h2>
      {items.length === 0 && <p className="quiet">Nothing. Alerts that fire will stand here, with their rule and the way to acknowledge them.</p>}
      <ul>
        {groups.slice(0, most).map(([first, ...others]) => <Item key={first.alert} item={first} others={others} />)}
      </ul>
      {groups.length > most && <Link to="/paging" className={classes.more}>{groups.length - most} more on Paging</Link>}
    </section>
  );
}

const level = (item: BurningNow): string => (item.severity === "page" ? "breach" : "caution");

function Item({ item, others }: { item: BurningNow; others: readonly BurningNow[] }) {
  return (
    <li className={classes.alert} data-level={level(item)}>
      <div className={classes.alertHead}>
        <Link to="/slos/$name" params={{ name: item.slo }} className={classes.alertName}>{item.slo}</Link>
        <button type="button" className={classes.figure} data-why={encodeWhy({ slo: item.slo, measure: "slo.burn_rate" })} aria-label={`Burn ${burn(item.burn)}, why?`}>{burn(item.burn)}</button>
      </div>
      <p className="caption">{item.rule}: {item.condition}</p>
      {others.length > 0 && <p className="caption">also {others.map((other) => `${other.rule} ${burn(other.burn)}`).join(", ")}</p>}
      <p className={`caption ${classes.alertFoot}`}>
        <span>{item.severity} · {item.state} <Since at={item.since} /></span>
        <Link to="/paging" search={{ alert: item.alert }}>Acknowledge</Link>
      </p>
    </li>
  );
}
