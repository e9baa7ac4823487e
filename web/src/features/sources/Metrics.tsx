/** The metrics that a source has, searched by name. */
import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { DataTable, type Column } from "@/kit/DataTable";
import { count } from "@/kit/format";
import { ErrorNote, Loading } from "@/kit/states";
import { useSettled } from "@/kit/useSettled";
import { metricsQuery, type SourceMetric } from "./sources.api";
import classes from "./Sources.module.css";

const rest = 250;

const columns: Column<SourceMetric>[] = [
  { id: "name", header: "Metric", width: "44%", sort: (m) => m.name, text: (m) => m.name, cell: (m) => <code className={classes.wrap}>{m.name}</code> },
  { id: "type", header: "Type", width: "96px", sort: (m) => m.type, text: (m) => m.type, cell: (m) => m.type || <span className="quiet">not said</span> },
  { id: "series", header: "Series", hint: "About", width: "80px", align: "right", sort: (m) => m.series ?? null, text: (m) => m.series, cell: (m) => <span className="tabular">{m.series === null || m.series === undefined ? "–" : count(m.series)}</span> },
  { id: "about", header: "What it is", narrow: "wide", text: (m) => m.help || m.labels.join(" "), cell: (m) => <span className={`${classes.wrap} quiet`}>{m.recognised && <strong className="word-resolved">Well known. </strong>}{m.help || (m.labels.length > 0 && `by ${m.labels.join(", ")}`)}</span> },
];

export function Metrics({ source, search, onSearch }: { source: string; search?: string | undefined; onSearch?: (search: string) => void }) {
  const [own, setOwn] = useState(search ?? "");
  const settled = useSettled(own, rest);
  const query = useQuery(metricsQuery(source, settled.trim()));
  const change = (text: string): void => {
    setOwn(text);
    onSearch?.(text);
  };
  const page = query.data;
  return (
    <>
      <div className={classes.filters}>
        <TextInput size="xs" aria-label="Part of a metric's name" placeholder="Part of a metric's name" value={own} onChange={(e) => change(e.currentTarget.value)} />
        {page && <span className="caption" role="status">{page.all === 0 ? "none was met yet" : page.items.length < page.matching ? `the first ${count(page.items.length)} of ${count(page.matching)} that fit` : `${count(page.matching)} of ${count(page.all)}`}</span>}
      </div>
      {query.error && <ErrorNote error={query.error} retry={() => void query.refetch()} />}
      {!page && !query.error && <Loading rows={6} />}
      {page && page.items.length > 0 && <DataTable label="Metrics" rows={page.items} columns={columns} rowKey={(m) => m.name} />}
      {page && page.items.length === 0 && page.all > 0 && <p className="quiet">No metric has that in its name.</p>}
      {page && <p className="caption">{page.note}.</p>}
    </>
  );
}
