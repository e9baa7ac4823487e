/**
 * SLOs as rows. Their links are plain ones that this table follows: a thousand rows then cost one listener instead of two
 * thousand subscriptions to the router.
 */
import { useRouter } from "@tanstack/react-router";
import { useCallback, type MouseEvent, type ReactNode } from "react";
import type { SloSummary } from "@/api/types";
import { DataTable, type Column } from "@/kit/DataTable";
import { pageOf } from "./slo.links";
import classes from "./SloList.module.css";

export interface SloTableProps {
  label: string;
  rows: readonly SloSummary[];
  columns: readonly Column<SloSummary>[];
  sort?: string;
  onSort?: (sort: string) => void;
  csv?: boolean;
  empty: ReactNode;
}

const rowKey = (row: SloSummary): string => row.name;

export function SloTable(props: SloTableProps) {
  const router = useRouter();
  const open = useCallback((row: SloSummary) => router.history.push(pageOf.slo(row.name)), [router]);
  const follow = (event: MouseEvent): void => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-inside]");
    // A new tab or window is the browser's business.
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    router.history.push(link.getAttribute("href") ?? "/");
  };
  return (
    <div className={classes.table} onClick={follow}>
      <DataTable {...props} rowKey={rowKey} onOpen={open} primary />
    </div>
  );
}
