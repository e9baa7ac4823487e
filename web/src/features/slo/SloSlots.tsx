/** The raw slots that a figure stands on: what was counted, slot by slot, and the sums that the defence sheet names. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import type { SloSlots as Slots } from "@/api/types";
import type { CountUnit } from "@/api/types.more";
import { CopyButton } from "@/kit/CopyButton";
import { DataTable, toCsv, type Column } from "@/kit/DataTable";
import { count, duration, durationText, parseDuration, utc } from "@/kit/format";
import { Empty, Loaded } from "@/kit/states";
import { sloQuery, slotsQuery } from "./slo.api";
import type { SlotsSearch } from "./slo.url";
import { rowsOf, sumsOf, type SlotRow } from "./slots.rows";
import { countIn, events } from "./unit";
import classes from "./SloDetail.module.css";

const perPage = 360;
/** What the server gives at once. */
const slotsMost = 50_000;

const number = (n: number | null): string => (n === null ? "–" : count(n));
const columnsOf = (unit: CountUnit): Column<SlotRow>[] => {
  const own = (n: number | null): string => countIn(n, unit);
  return [
  { id: "from", header: "From", cell: (r) => <span className="tabular">{utc(r.at)}</span>, text: (r) => new Date(r.at).toISOString() },
  { id: "valid", header: "Valid", align: "right", cell: (r) => (r.valid === null ? <span className="word-caution">missing</span> : own(r.valid)), text: (r) => r.valid },
  { id: "bad", header: "Bad", align: "right", cell: (r) => own(r.bad), text: (r) => r.bad },
  { id: "good", header: "Good", align: "right", narrow: "hide", cell: (r) => own(r.valid === null ? null : r.valid - (r.bad ?? 0)), text: (r) => (r.valid === null ? null : r.valid - (r.bad ?? 0)) },
  { id: "measured", header: "Measured", hint: "Slots of 10 s in it that something measured", align: "right", narrow: "hide", cell: (r) => number(r.measured), text: (r) => r.measured },
  { id: "reporting", header: "Reporting", hint: "Series that measured it, summed over slots of 10 s", align: "right", narrow: "hide", cell: (r) => number(r.reporting), text: (r) => r.reporting },
  { id: "live", header: "Live", hint: "Series that should have, likewise", align: "right", narrow: "hide", cell: (r) => number(r.live), text: (r) => r.live },
  ];
};

export function SloSlots() {
  const { name } = useParams({ from: "/inside/slos/$name/slots" });
  const search = useSearch({ from: "/inside/slos/$name/slots" });
  const { from, to } = search;
  return (
    <>
      <p className={classes.crumbs}><Link to="/slos/$name" params={{ name }}>{name}</Link> <span aria-hidden>/</span> slots</p>
      <div className="page-head"><h1>Slots of {name}</h1></div>
      {from === undefined || to === undefined
        ? <Empty title="No range was named">Slots are shown for a range: open them from a figure's defence sheet, by its "From" line.</Empty>
        : <Range name={name} search={search} from={from} to={to} />}
    </>
  );
}

function Range({ name, search, from, to }: { name: string; search: SlotsSearch; from: number; to: number }) {
  const query = useQuery(slotsQuery(name, from, to, search.step));
  const unit = useQuery(sloQuery(name)).data?.summary.unit ?? events;
  const navigate = useNavigate();
  const go = (next: SlotsSearch): void => void navigate({ to: "/slos/$name/slots", params: { name }, search: { from, to, ...next } });
  return (
    <>
      <div className={classes.slotTools} role="group" aria-label="Length of a slot">
        <span className="caption">{utc(from)} to {utc(to)}, {duration(to - from)}</span>
        {(["10s", "1m", "5m"] as const).map((step) => (
          <Button key={step} size="compact-xs" variant={query.data?.step === step ? "outline" : "default"} aria-pressed={query.data?.step === step}
            disabled={(to - from) / (parseDuration(step) ?? 1) > slotsMost} onClick={() => go({ step })}>{durationText(step)}</Button>
        ))}
      </div>
      <Loaded query={query} rows={10}>{(slots) => <Table slots={slots} unit={unit} page={search.page ?? 1} onPage={(page) => go({ ...(search.step ? { step: search.step } : {}), page })} />}</Loaded>
    </>
  );
}

function Table({ slots, unit, page, onPage }: { slots: Slots; unit: CountUnit; page: number; onPage: (page: number) => void }) {
  const rows = useMemo(() => rowsOf(slots), [slots]);
  const sums = useMemo(() => sumsOf(rows), [rows]);
  const columns = useMemo(() => columnsOf(unit), [unit]);
  const pages = Math.max(1, Math.ceil(rows.length / perPage));
  const at = Math.min(page, pages);
  return (
    <>
      <p className={classes.sums}>
        <span>valid <strong>{countIn(sums.valid, unit)}</strong></span><span>bad <strong>{countIn(sums.bad, unit)}</strong> <span className="caption">{unit.noun}</span></span>
        <span>{count(rows.length)} slots of {durationText(slots.step)}</span>
        <span className={sums.missing > 0 ? "word-caution" : "quiet"}>{sums.missing > 0 ? `${count(sums.missing)} missing` : "none missing"}</span>
        <CopyButton label="Copy all as CSV" size="compact-xs" text={() => toCsv(rows, columns)} />
      </p>
      <DataTable label="Slots" primary rows={rows.slice((at - 1) * perPage, at * perPage)} columns={columns} rowKey={(r) => String(r.at)} empty={<Empty title="No slots">The ledger holds none in this range.</Empty>} />
      {pages > 1 && (
        <nav className={classes.slotTools} aria-label="Pages of slots">
          <Button size="compact-sm" variant="default" disabled={at <= 1} onClick={() => onPage(at - 1)}>Before</Button>
          <span className="caption">page {at} of {count(pages)}</span>
          <Button size="compact-sm" variant="default" disabled={at >= pages} onClick={() => onPage(at + 1)}>After</Button>
        </nav>
      )}
    </>
  );
}
