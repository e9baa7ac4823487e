/** Written answers with known ratings: rate each before a person is rated, then see where one differs, and why. */
import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { DataTable, type Column } from "@/kit/DataTable";
import { ErrorNote, Loaded } from "@/kit/states";
import { calibrationQuery, calibrationSetsQuery, rateItem, type CalibrationItem, type CalibrationSet, type CalibrationSetRow } from "./calibration.api";
import { Rating } from "./CardRead";
import { HireTabs } from "./HireTabs";
import { pointWords } from "./hire.words";
import classes from "./Calibration.module.css";

const columns: Column<CalibrationSetRow>[] = [
  { id: "title", header: "Set", text: (s) => s.title, narrow: "wide", cell: (s) => <span><strong>{s.title}</strong> <span className="caption">{s.purpose}</span></span> },
  { id: "rated", header: "You rated", width: "150px", text: (s) => `${s.rated} of ${s.items}`, cell: (s) => <span className="tabular">{s.rated} of {s.items}</span> },
];

export function CalibrationSets() {
  const navigate = useNavigate();
  const query = useQuery(calibrationSetsQuery);
  return (
    <>
      <div className="page-head"><h1>Calibration</h1></div>
      <HireTabs current="calibration" />
      <p className={classes.lead}>Answers of invented people, with ratings that are known and reasoned. Rating them first shows where you are stricter or kinder than the anchors. No candidate is involved, and it changes nobody's ratings.</p>
      <Loaded query={query}>{(page) => <DataTable label="Calibration sets" rows={page.items} columns={columns} rowKey={(s) => s.id} onOpen={(s) => void navigate({ to: "/hire/calibration/$id", params: { id: s.id } })} primary />}</Loaded>
    </>
  );
}

export function CalibrationPage() {
  const { id } = useParams({ from: "/inside/hire/calibration/$id" });
  const query = useQuery(calibrationQuery(id));
  return <Loaded query={query} rows={12}>{(set) => <Body set={set} />}</Loaded>;
}

function Body({ set }: { set: CalibrationSet }) {
  const done = set.items.filter((i) => i.rated).length;
  const [at, setAt] = useState(Math.max(0, set.items.findIndex((i) => !i.rated)));
  const item = set.items[at];
  return (
    <>
      <div className="page-head"><h1>{set.title}</h1><span className="caption">{done} of {set.items.length} rated · <Link to="/hire/calibration">all sets</Link></span></div>
      {done > 0 && <Mine set={set} />}
      <ol className={classes.items}>{set.items.map((i, n) => <li key={i.id}><button type="button" aria-current={n === at || undefined} onClick={() => setAt(n)}>{n + 1}{i.rated ? " ✓" : ""}</button></li>)}</ol>
      {item && <Item key={item.id} set={set} item={item} onNext={at + 1 < set.items.length ? () => setAt(at + 1) : undefined} />}
    </>
  );
}

const share = (f: { value?: number | null; why_empty: string }): string => (f.value === null || f.value === undefined ? "not enough data" : `${Math.round(f.value * 100)} %`);

function Mine({ set }: { set: CalibrationSet }) {
  const { all } = set.mine;
  const bias = all.bias.value;
  return (
    <dl className={classes.mine}>
      <div><dt>As known</dt><dd>{share(all.exact)}</dd></div>
      <div><dt>Known, or as honest</dt><dd>{share(all.acceptable)}</dd></div>
      <div><dt>Within one point</dt><dd>{share(all.within_one)}</dd></div>
      <div><dt>On average</dt><dd>{bias === null || bias === undefined ? "not enough data" : Math.abs(bias) < 0.05 ? "as the anchors" : `${Math.abs(bias).toFixed(2)} points ${bias > 0 ? "kinder" : "stricter"}`}</dd></div>
      <div><dt>Compared</dt><dd>n = {all.exact.n}</dd></div>
    </dl>
  );
}

function Item({ set, item, onNext }: { set: CalibrationSet; item: CalibrationItem; onNext: (() => void) | undefined }) {
  const [given, setGiven] = useState<Record<string, number | null>>({});
  const queries = useQueryClient();
  const send = useMutation({ mutationFn: rateItem, onSettled: () => queries.invalidateQueries({ queryKey: ["hire", "calibration"] }) });
  const dimensionOf = (id: string) => set.dimensions.find((d) => d.id === id);
  const ready = item.dimensions.every((d) => given[d] !== undefined);
  return (
    <div className={classes.two}>
      <section>
        <h2>{item.question} {item.asked}</h2>
        <blockquote className={classes.words}>{item.answer}</blockquote>
      </section>
      <section>
        {item.dimensions.map((d) => {
          const dimension = dimensionOf(d);
          const mine = item.mine.find((m) => m.dimension === d);
          const known = item.known.find((k) => k.dimension === d);
          return (
            <div key={d} className={classes.dimension}>
              <h3>{dimension?.name ?? d}</h3>
              {item.rated
                ? (
                  <>
                    <p>You: <Rating points={mine?.points} /> · known: <Rating points={known?.points} />{known && known.also.length > 0 && <span className="caption"> or {known.also.join(" or ")}</span>}</p>
                    {known && <p className="quiet">{known.reason}</p>}
                  </>
                )
                : (
                  <div className={classes.anchors} role="radiogroup" aria-label={`Rating of ${dimension?.name ?? d}`}>
                    {[1, 2, 3, 4].map((p) => <button key={p} type="button" role="radio" aria-checked={given[d] === p} onClick={() => setGiven({ ...given, [d]: p })}><strong>{p} {pointWords[p]}</strong><span>{dimension?.anchors.find((a) => a.points === p)?.text}</span></button>)}
                    <button type="button" role="radio" aria-checked={given[d] === null} onClick={() => setGiven({ ...given, [d]: null })}><strong>Not assessed</strong><span>The answer holds nothing on it</span></button>
                  </div>
                )}
            </div>
          );
        })}
        {send.error && <ErrorNote error={send.error} />}
        {item.rated
          ? onNext && <Button size="compact-sm" onClick={onNext}>Next answer</Button>
          : <Button size="compact-sm" disabled={!ready || send.isPending} onClick={() => send.mutate({ set: set.id, item: item.id, version: set.version, ratings: item.dimensions.map((d) => ({ dimension: d, points: given[d] ?? null })) })}>These are my ratings</Button>}
        {!item.rated && <p className="caption">The first ratings count; the known ones are shown then.</p>}
      </section>
    </div>
  );
}
