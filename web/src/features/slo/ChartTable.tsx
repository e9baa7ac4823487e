import { useMemo } from "react";
import type { SloChart } from "@/api/types";
import { lesser } from "@/kit/charts";
import { DataTable, type Column } from "@/kit/DataTable";
import { budget, burn, count, ratio, utc } from "@/kit/format";

interface Row { at: number; i: number }

/** The charts as a table: the same points, newest first. */
export function ChartTable({ chart }: { chart: SloChart }) {
  const rows = useMemo(() => chart.at.map((at, i): Row => ({ at, i })).reverse(), [chart]);
  const columns = useMemo((): Column<Row>[] => [
    { id: "at", header: "Until", cell: (r) => <span className="tabular">{utc(r.at)}</span>, sort: (r) => r.at, text: (r) => new Date(r.at).toISOString() },
    { id: "budget", header: "Budget", align: "right", cell: (r) => budget(chart.remaining[r.i]), sort: (r) => chart.remaining[r.i], text: (r) => chart.remaining[r.i] },
    ...chart.rules.map((rule): Column<Row> => {
      const decides = lesser(rule.long_burn, rule.short_burn);
      return { id: rule.rule, header: rule.rule, hint: "The lesser of the rule's two windows", align: "right", narrow: "hide", cell: (r) => burn(decides[r.i]), sort: (r) => decides[r.i], text: (r) => decides[r.i] };
    }),
    { id: "good", header: "Good", align: "right", cell: (r) => count((chart.valid[r.i] ?? 0) - (chart.bad[r.i] ?? 0)), text: (r) => (chart.valid[r.i] ?? 0) - (chart.bad[r.i] ?? 0) },
    { id: "bad", header: "Bad", align: "right", cell: (r) => count(chart.bad[r.i] ?? 0), sort: (r) => chart.bad[r.i], text: (r) => chart.bad[r.i] },
    { id: "coverage", header: "Measured", align: "right", cell: (r) => ratio(chart.coverage[r.i]), sort: (r) => chart.coverage[r.i], text: (r) => chart.coverage[r.i] },
  ], [chart]);
  return <DataTable label="Points of the charts" rows={rows} columns={columns} rowKey={(r) => String(r.at)} csv />;
}
