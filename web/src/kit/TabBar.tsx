/** Parts of a page as links: which one is open stands in the address, so it can be sent, and opened in another tab. */
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import classes from "./TabBar.module.css";

export interface TabItem {
  id: string;
  label: string;
  /** A number beside the label: how many wait there. */
  count?: number | undefined;
  /** The number asks for a person. */
  urgent?: boolean | undefined;
  /** A part with a page of its own: its address, with the search that it needs. */
  to?: string | undefined;
}

/** The first item is what the page shows without `?tab=`. */
export function TabBar({ label, items, current }: { label: string; items: readonly TabItem[]; current: string }) {
  const bar = useRef<HTMLElement>(null);
  // Where tabs do not fit, the open one is the one to be seen.
  useEffect(() => {
    const open = bar.current?.querySelector<HTMLElement>("[data-current]");
    if (bar.current && open) bar.current.scrollLeft = open.offsetLeft - bar.current.offsetLeft - (bar.current.clientWidth - open.offsetWidth) / 2;
  }, [current]);
  return (
    <nav ref={bar} className={classes.bar} aria-label={label}>
      {items.map((item, at) => (
        <Link key={item.id} to={item.to?.replace(/\?.*/, "") ?? "."} search={(item.to ? Object.fromEntries(new URLSearchParams(item.to.split("?")[1])) : at === 0 ? {} : { tab: item.id }) as never} className={classes.tab} resetScroll={false} activeOptions={{ includeSearch: true, exact: true }}
          aria-current={item.id === current ? "page" : undefined} data-current={item.id === current || undefined}>
          {item.label}
          {item.count !== undefined && item.count > 0 && <span className={classes.count} data-urgent={item.urgent || undefined}>{item.count}</span>}
        </Link>
      ))}
    </nav>
  );
}
