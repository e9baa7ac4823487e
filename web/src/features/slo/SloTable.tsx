/**
 * SLOs as rows. Their links are plain ones that this table follows: a thousand rows then cost one listener instead of two
 * thousand subscriptions to the router.
 */
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useCallback, useMemo, type MouseEvent, type ReactNode } from "react";
import type { BurningNow, SloSummary } from "@/api/types";
import { overviewQuery } from "@/features/overview/overview.api";
import { ticketsOnly } from "@/features/overview/overview.rows";
import { DataTable, type Column } from "@/kit/DataTable";
import { pageOf } from "./slo.links";
import { useLineWidth } from "./useLineWidth";
import classes from "./SloList.module.css";

export interface SloTableProps {
  label: string;
  rows: readonly SloSummary[];
  columns: (lineWidth: number, tickets: ReadonlySet<string>) => readonly Column<SloSummary>[];
  /** Beside the table: its lines are shorter. */
  narrow?: boolean;
  sort?: string;
  onSort?: (sort: string) => void;
  csv?: boolean;
  empty: ReactNode;
}

const none: readonly BurningNow[] = [];
const rowKey = (row: SloSummary): string => row.name;

export function SloTable({ columns: columnsOf, narrow = false, ...props }: SloTableProps) {
  const room = useLineWidth();
  const tickets = ticketsOnly(useQuery(overviewQuery).data?.burning ?? none, "slo").join("\n");
  const columns = useMemo(() => columnsOf(narrow ? Math.min(room, 260) : room, new Set(tickets.split("\n"))), [columnsOf, narrow, room, tickets]);
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
      <DataTable {...props} columns={columns} rowKey={rowKey} onOpen={open} primary />
    </div>
  );
}
