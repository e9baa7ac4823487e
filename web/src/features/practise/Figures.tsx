/** The sheet behind each figure that one claims: recomputed, contradicted where it must be, and asked of as an interviewer would. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "@mantine/core";
import { useState } from "react";
import { CopyButton } from "@/kit/CopyButton";
import { ErrorNote } from "@/kit/states";
import { useSettled } from "@/kit/useSettled";
import { figureQuery, findClaims, type ClaimFound, type FigureCheck } from "./practise.api";
import type { ItemSearch } from "./practise.url";
import { fieldWords } from "./practise.words";
import { PractiseHead, Privacy } from "./PractiseHead";
import { useWorkbook } from "./store";
import { figureFields, most, newFigure, withFigure, withoutFigure, type Figure, type FigureField } from "./workbook";
import classes from "./Practise.module.css";

const long: ReadonlySet<FigureField> = new Set(["claim", "mechanism", "caveats"]);

export function Figures() {
  const { id } = useSearch({ strict: false }) as ItemSearch;
  const navigate = useNavigate();
  const { workbook, edit } = useWorkbook();
  const figure = workbook.figures.find((f) => f.id === id);
  const go = (to: string | undefined) => void navigate({ to: "/practise/figures", search: to ? { id: to } : {}, resetScroll: false } as never);
  const add = (part: Partial<Record<FigureField, string>> = {}) => {
    const fresh = newFigure(part);
    edit((w) => withFigure(w, fresh));
    go(fresh.id);
  };
  const full = workbook.figures.length >= most.figures;
  return (
    <>
      <PractiseHead title="Figures" current="figures" caption={workbook.figures.length > 0 ? `${workbook.figures.length} ${workbook.figures.length === 1 ? "sheet" : "sheets"}` : undefined} />
      <div className={classes.two}>
        <div>{figure ? <Sheet key={figure.id} figure={figure} onRemove={() => { edit((w) => withoutFigure(w, figure.id)); go(undefined); }} />
          : <p className="quiet">Every figure that you claim will be asked for: from what, to what, over which time, out of how many, what is left out, what moved it. Begin a sheet, or let your resume's figures be found.</p>}</div>
        <div>
          <h2>Your figures</h2>
          <ul className={classes.items}>
            {workbook.figures.map((f) => (
              <li key={f.id}><Link to={"/practise/figures" as "/"} search={{ id: f.id } as never} data-current={f.id === id || undefined} resetScroll={false}><span>{f.claim || "A figure without a claim"}</span>
                <span className="caption">{figureFields.filter((field) => f[field].trim() === "").length || "nothing"} missing</span></Link></li>
            ))}
          </ul>
          <Button size="compact-sm" onClick={() => add()} disabled={full}>New sheet</Button>
          <FromText onTake={(claim) => add(Object.fromEntries(figureFields.map((field) => [field, claim.figure[field].slice(0, most.line)])))} full={full} />
        </div>
      </div>
      <Privacy />
    </>
  );
}

function Sheet({ figure, onRemove }: { figure: Figure; onRemove: () => void }) {
  const { edit } = useWorkbook();
  const settled = useSettled(figure, 350);
  const check = useQuery(figureQuery(settled));
  const set = (field: FigureField, text: string) => edit((w) => withFigure(w, { ...(w.figures.find((f) => f.id === figure.id) ?? figure), [field]: text }));
  const asked = new Map(check.data?.asks.map((a) => [a.field, a]));
  const findings = (field: FigureField) => check.data?.findings.filter((f) => f.fields[0] === field) ?? [];
  const one = (field: FigureField) => {
    const [label, example] = fieldWords[field];
    const hint = asked.get(field)?.question ?? "";
    return (
      <div key={field} className={classes.field} data-asked={asked.has(field) || undefined}>
        <label>{label}<span className={classes.hint}>{hint || `such as: ${example}`}</span>
          {long.has(field) ? <textarea value={figure[field]} maxLength={most.line} rows={2} placeholder={example} onChange={(event) => set(field, event.currentTarget.value)} />
            : <input value={figure[field]} maxLength={most.line} placeholder={example} onChange={(event) => set(field, event.currentTarget.value)} />}
        </label>
        {findings(field).map((f) => <p key={f.rule} className={classes.finding} data-strong={check.data?.contradicted || undefined}>{f.text}<em>{f.remedy}.</em></p>)}
      </div>
    );
  };
  return (
    <div className={classes.fill}>
      {one("claim")}
      <div className={classes.pair}>{one("baseline")}{one("after")}</div>
      {check.data && <Result check={check.data} />}
      <div className={classes.pair}>{(["formula", "window", "sample", "included", "excluded", "rework"] as const).map(one)}</div>
      {one("mechanism")}
      {one("caveats")}
      {one("confidence")}
      {check.error ? <ErrorNote error={check.error} retry={() => void check.refetch()} /> : null}
      {check.data?.defence && (
        <section>
          <h3 className={classes.topic}>As you can say it, mechanism and caveat first</h3>
          <p className={classes.said}>{check.data.defence}</p>
          <div className={classes.row}><span className="caption">{check.data.words} words, {check.data.seconds} s</span><CopyButton text={() => check.data.defence} label="Copy it" /></div>
        </section>
      )}
      <div><button type="button" className={classes.link} onClick={onRemove}>Remove this sheet</button></div>
    </div>
  );
}

function Result({ check }: { check: FigureCheck }) {
  return (
    <div aria-live="polite">
      {check.computed ? <p className={classes.computed}>{check.computed.words}{check.contradicted ? <span className="word-breach">: not what the claim says</span> : ""}.</p> : <p className="quiet">Not recomputed: {check.why_not_computed}.</p>}
      {check.asks[0] && <p className="caption">Asked next: {check.asks[0].question} {check.asks[0].why}.</p>}
    </div>
  );
}

function FromText({ onTake, full }: { onTake: (claim: ClaimFound) => void; full: boolean }) {
  const [text, setText] = useState("");
  const [taken, setTaken] = useState<ReadonlySet<number>>(new Set());
  const find = useMutation({ mutationFn: findClaims, onSuccess: () => setTaken(new Set()) });
  return (
    <section className="section">
      <h2>From your resume</h2>
      <div className={classes.field}><label>Its text<span className={classes.hint}>It is read for figures and forgotten at once</span>
        <textarea rows={4} value={text} onChange={(event) => setText(event.currentTarget.value)} /></label></div>
      <Button size="compact-sm" variant="default" mt={8} disabled={text.trim() === "" || find.isPending} onClick={() => find.mutate(text)}>Find the figures</Button>
      {find.error ? <ErrorNote error={find.error} /> : null}
      {find.data && (find.data.claims.length === 0 ? <p className="quiet">No figure is claimed in it.</p> : (
        <ul className={classes.list}>
          {find.data.claims.map((c, i) => (
            <li key={`${c.line}-${i}`}>{c.figure.claim}<p className="caption">line {c.line}{c.post && `, ${c.post}`} · {c.check.contradicted ? <span className="word-breach">its own numbers disagree</span> : `${c.check.asks.length} things would be asked`}</p>
              <button type="button" className={classes.link} disabled={full || taken.has(i)} onClick={() => { setTaken((t) => new Set(t).add(i)); onTake(c); }}>{taken.has(i) ? "taken" : "Begin its sheet"}</button></li>
          ))}
        </ul>
      ))}
    </section>
  );
}
