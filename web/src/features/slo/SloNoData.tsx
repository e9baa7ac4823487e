/** Why an SLO has no figures: what its queries asked for and what they found. */
import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Schemas } from "@/api/types";
import { count, durationText } from "@/kit/format";
import { Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { debugQuery } from "./slo.api";
import { sentence } from "./slo.words";
import classes from "./SloDetail.module.css";

export function SloNoData({ name }: { name: string }) {
  const query = useQuery(debugQuery(name));
  return <Loaded query={query} rows={3}>{(debug) => <Diagnosis debug={debug} />}</Loaded>;
}

function Diagnosis({ debug }: { debug: Schemas["SloDebug"] }) {
  const [all, setAll] = useState(false);
  return (
    <section className={classes.debug} aria-label="Why there is no data">
      <h2>Why there is no data</h2>
      <p>{sentence(debug.why)}</p>
      {debug.remedy && <p className="quiet">{sentence(debug.remedy)}</p>}
      <p className="caption">
        {count(debug.series)} series bound, {count(debug.live_series)} live; {debug.watermark ? <>newest sample of its sources <Time at={debug.watermark} /></> : "none of its sources ever sent a sample"}
      </p>
      {debug.selectors.length > 0 && (
        <ul className={classes.selectors}>
          {debug.selectors.map((s) => (
            <li key={s.query + s.selector}>
              <code>{s.sign < 0 ? "− " : ""}{s.selector}</code>
              <span className="caption">{s.query}: {count(s.matched)} matched, {count(s.live)} live</span>
              {all && s.examples.slice(0, 5).map((e) => (
                <div key={e.labels} className={classes.series}><code>{e.labels}</code> <span className="caption">last <Time at={e.last_at} absent="never" />{e.expected_interval ? `, every ${durationText(e.expected_interval)}` : ""}</span></div>
              ))}
            </li>
          ))}
        </ul>
      )}
      {debug.selectors.some((s) => s.examples.length > 0) && <Anchor component="button" type="button" size="sm" onClick={() => setAll(!all)}>{all ? "Hide the series" : "Show the series"}</Anchor>}
    </section>
  );
}

