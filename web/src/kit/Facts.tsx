import type { ReactNode } from "react";
import classes from "./Facts.module.css";

/** Names and values under each other. A row whose value is empty is left out. */
export function Facts({ rows }: { rows: readonly (readonly [string, ReactNode])[] }) {
  const shown = rows.filter(([, value]) => value !== "" && value !== null && value !== undefined && value !== false);
  return <dl className={classes.facts}>{shown.map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}=`}>{value}</dd>])}</dl>;
}
