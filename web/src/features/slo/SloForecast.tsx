/** Where the budget will stand when its window ends, with how sure that is, and what it stands on. */
import { useQuery } from "@tanstack/react-query";
import { budget } from "@/kit/format";
import { Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { Words } from "@/kit/Words";
import { forecastQuery, type Forecast } from "./slo.api";
import { spentWords } from "./slo.words";

export function SloForecast({ name }: { name: string }) {
  const query = useQuery(forecastQuery(name));
  return <Loaded query={query} rows={2}>{(forecast) => <Said forecast={forecast} />}</Loaded>;
}

function Said({ forecast }: { forecast: Forecast }) {
  const { remaining_end: end, low, high } = forecast;
  if (end === null || end === undefined) return <p className="quiet">{forecast.why_empty}</p>;
  const ranged = typeof low === "number" && typeof high === "number";
  return (
    <>
      <p><strong className="tabular">{budget(end, 0)}</strong> left <Time at={forecast.window.end} />{ranged && <span className="caption"> {budget(low, 0)} to {budget(high, 0)}</span>}</p>
      <p>{spentWords(forecast).map((part, i) => typeof part === "string" ? part : <Time key={i} at={part.at} />)}</p>
      <p className="caption"><Words text={`${sentence(forecast.method)} ${sentence(forecast.basis)}`} /></p>
    </>
  );
}

/** The server's clause as a sentence. */
const sentence = (clause: string): string => (clause === "" ? "" : `${clause.charAt(0).toUpperCase()}${clause.slice(1)}${/[.!?]$/.test(clause) ? "" : "."}`);
