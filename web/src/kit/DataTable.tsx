/**
 * Rows that can be sorted, walked with j, k, arrows and Enter, and copied as CSV. At phone width a row becomes two lines.
 * Knows no domain words: columns say how a value is drawn, sorted and written.
 */
import { UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { memo, useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { CopyButton } from "./CopyButton";
import { useGrowing } from "./useGrowing";
import { isTyping } from "./keys";

export interface Column<Row> {
  id: string;
  header: string;
  /** What the header's shorthand means, on hover. */
  hint?: string;
  cell: (row: Row) => ReactNode;
  /** Given: the column can be sorted. Absent values (null) go last either way. */
  sort?: (row: Row) => string | number | null | undefined;
  /** For the CSV; without it the column is not copied. */
  text?: (row: Row) => string | number | null | undefined;
  align?: "right";
  width?: string;
  /** At phone width: on the first line (default), a line of its own, or left out. */
  narrow?: "first" | "wide" | "hide";
}

export interface DataTableProps<Row> {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  onOpen?: (row: Row) => void;
  /** "column" or "-column" (descending); empty: the order that the rows came in. Kept by the caller, in the URL. */
  sort?: string;
  onSort?: (sort: string) => void;
  /** The caller has put the rows in order already: `sort` only says which header shows it. */
  ordered?: boolean;
  /** Rows under headings of their own, in the order the rows come. */
  group?: (row: Row) => string;
  csv?: boolean;
  empty?: ReactNode;
  /** This table answers j and k wherever the focus is: one per page. */
  primary?: boolean;
  rowClass?: (row: Row) => string | undefined;
}

function compare(a: string | number | null | undefined, b: string | number | null | undefined): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), "en", { numeric: true });
}

export function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sort: string): readonly Row[] {
  const down = sort.startsWith("-");
  const by = columns.find((c) => c.id === (down ? sort.slice(1) : sort))?.sort;
  if (!by) return rows;
  const missing = (row: Row): boolean => by(row) === null || by(row) === undefined;
  const there = rows.filter((row) => !missing(row));
  there.sort((a, b) => (down ? -1 : 1) * compare(by(a), by(b)));
  return [...there, ...rows.filter(missing)];
}

export function toCsv<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const written = columns.filter((c) => c.text);
  const field = (value: unknown): string => {
    let text = value === null || value === undefined ? "" : String(value);
    // A spreadsheet would run a text that begins like a formula.
    if (typeof value === "string" && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [written.map((c) => field(c.header)), ...rows.map((row) => written.map((c) => field(c.text?.(row))))];
  return lines.map((line) => line.join(",")).join("\r\n") + "\r\n";
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, columns, rowKey, onOpen, group, primary } = props;
  const [ownSort, setOwnSort] = useState("");
  const sort = props.sort ?? ownSort;
  const setSort = props.onSort ?? setOwnSort;
  const ordered = props.ordered ?? false;
  const sorted = useMemo(() => (ordered ? rows : sortRows(rows, columns, sort)), [ordered, rows, columns, sort]);
  const body = useRef<HTMLTableSectionElement>(null);
  const drawn = useGrowing(sorted.length);
  const coming = sorted.length - drawn;

  const step = useCallback((by: number) => {
    const all = [...(body.current?.querySelectorAll<HTMLElement>("tr[data-row]") ?? [])];
    const at = all.findIndex((row) => row.contains(document.activeElement));
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }, []);

  useEffect(() => {
    if (!primary) return;
    const onKey = (event: globalThis.KeyboardEvent): void => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "j") step(1);
      if (event.key === "k") step(-1);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [primary, step]);

  if (rows.length === 0 && props.empty) return <>{props.empty}</>;
  let heading = "";
  return (
    <div className="table-frame">
      {props.csv && rows.length > 0 && <div className="table-tools"><CopyButton label="Copy as CSV" size="compact-xs" text={() => toCsv(sorted, columns)} /></div>}
      <table className="data-table" aria-label={props.label}>
        <colgroup>{columns.map((c) => <col key={c.id} data-column={c.id} style={c.width ? { width: c.width } : undefined} />)}</colgroup>
        <thead>
          <tr>{columns.map((c) => <HeaderCell key={c.id} column={c} sort={sort} setSort={setSort} />)}</tr>
        </thead>
        <tbody ref={body}>
          {(coming > 0 ? sorted.slice(0, drawn) : sorted).map((row) => {
            const title = group?.(row) ?? "";
            const begins = title !== heading;
            heading = title;
            return [
              begins && <tr key={`group ${title}`} className="group-row"><th colSpan={columns.length} scope="colgroup">{title}</th></tr>,
              <BodyRow key={rowKey(row)} id={rowKey(row)} row={row} columns={columns} onOpen={onOpen} step={step} className={props.rowClass?.(row)} />,
            ];
          })}
          {coming > 0 && <tr aria-hidden><td colSpan={columns.length} style={{ height: coming * rowHeight }} /></tr>}
        </tbody>
      </table>
    </div>
  );
}

/** The room that rows still to be drawn will take, so that the scroll bar is right from the start. */
const rowHeight = 36;

interface BodyRowProps<Row> {
  id: string;
  row: Row;
  columns: readonly Column<Row>[];
  onOpen: ((row: Row) => void) | undefined;
  step: (by: number) => void;
  className: string | undefined;
}

/** Drawn again only if its row is another object: a live reading that moves three of 200 rows draws three. */
const BodyRow = memo(function BodyRow<Row>({ id, row, columns, onOpen, step, className }: BodyRowProps<Row>) {
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && event.target === event.currentTarget) onOpen?.(row);
  };
  return (
    <tr data-row={id} tabIndex={-1} className={[onOpen ? "opens" : "", className ?? ""].join(" ")} onKeyDown={onKey}
      onClick={(event) => {
        if (onOpen && !(event.target as HTMLElement).closest("a,button,input,[role=button]")) onOpen(row);
      }}>
      {columns.map((c) => (
        <td key={c.id} data-align={c.align} data-narrow={c.narrow ?? "first"} data-column={c.id}>{c.cell(row)}</td>
      ))}
    </tr>
  );
}) as <Row>(props: BodyRowProps<Row>) => ReactNode;

function HeaderCell<Row>({ column, sort, setSort }: { column: Column<Row>; sort: string; setSort: (sort: string) => void }) {
  const up = sort === column.id;
  const down = sort === `-${column.id}`;
  const next = down ? column.id : up ? "" : `-${column.id}`;
  return (
    <th scope="col" data-column={column.id} data-align={column.align} title={column.hint} aria-sort={up ? "ascending" : down ? "descending" : undefined}>
      {column.sort ? (
        <UnstyledButton className="sorter" onClick={() => setSort(next)}>
          {column.header}
          {up && <IconArrowUp size={12} aria-hidden />}
          {down && <IconArrowDown size={12} aria-hidden />}
        </UnstyledButton>
      ) : column.header}
    </th>
  );
}
