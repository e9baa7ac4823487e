/** What an objective allows to be down, by length of time. The objective is in the address, so that the answer can be sent. */
import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { count } from "@/kit/format";
import { ErrorNote, Loading } from "@/kit/states";
import { useSettled } from "@/kit/useSettled";
import { downtimeQuery } from "./policy.api";
import { readDowntime, readObjective } from "./policy.words";
import classes from "./Policy.module.css";

const usual = ["99", "99.5", "99.9", "99.95", "99.99", "99.999"];

export function DowntimeTable({ objective, onObjective }: { objective: string; onObjective: (objective: string) => void }) {
  const [typed, setTyped] = useState(objective);
  const read = readDowntime(typed);
  const settled = useSettled(typed, 150);
  const query = useQuery(downtimeQuery(readDowntime(settled)));
  const keep = (): void => {
    if (read) onObjective(readObjective(typed) ?? typed.trim());
  };
  return (
    <div className={classes.downtime}>
      <TextInput label="Objective, or minutes in 30 d" description="such as 99.95, or 20 min" value={typed} autoFocus onChange={(e) => setTyped(e.currentTarget.value)} onBlur={keep}
        onKeyDown={(e) => e.key === "Enter" && keep()} error={read === null ? "above 0 and below 100, such as 99.95, or minutes: 20 min" : undefined} />
      <div className={classes.presets}>{usual.map((u) => <button key={u} type="button" aria-pressed={read?.objective === u} onClick={() => { setTyped(u); onObjective(u); }}>{u} %</button>)}</div>
      {query.error && read !== null ? <ErrorNote error={query.error} /> : !query.data ? <Loading rows={6} /> : (
        <><p className={classes.objective}>{query.data.objective}{query.data.rounded_down && <span className="caption"> rounded down</span>}</p><table className={classes.allowed} aria-label={`What ${query.data.objective} allows`} data-old={read === null || undefined}>
          <thead><tr><th scope="col">In a</th><th scope="col">may be down</th><th scope="col">seconds</th></tr></thead>
          <tbody>{query.data.rows.map((row) => <tr key={row.period}><th scope="row">{row.period}</th><td className="tabular">{row.allowed_words}</td><td className="caption tabular">{row.allowed_seconds >= 100 ? count(Math.round(row.allowed_seconds)) : row.allowed_seconds.toFixed(2)}</td></tr>)}</tbody>
        </table></>
      )}
      <p className="caption">Of a full outage, and by time alone.{query.data?.year ? ` A year is ${query.data.year}.` : ""} What an SLO allows is counted in its own events: a page of an SLO says it in both.</p>
    </div>
  );
}
