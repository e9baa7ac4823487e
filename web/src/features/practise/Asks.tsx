/** Questions to ask an employer, what good and bad answers sound like, what one heard, and a closing of 60 seconds made of it. */
import { useQuery } from "@tanstack/react-query";
import { CopyButton } from "@/kit/CopyButton";
import { Loaded } from "@/kit/states";
import { useSettled } from "@/kit/useSettled";
import { asksQuery, closingQuery, type AskBack } from "./practise.api";
import { plain } from "./practise.words";
import { PractiseHead, Privacy } from "./PractiseHead";
import { useWorkbook } from "./store";
import { most, newClosing, now, withHeard, type Closing, type Heard, type Proof } from "./workbook";
import classes from "./Practise.module.css";

export function Asks() {
  const query = useQuery(asksQuery);
  const { workbook } = useWorkbook();
  const chosen = workbook.heard.filter((h) => h.chosen).length;
  return (
    <>
      <PractiseHead title="Ask back" current="asks" caption={chosen > 0 ? `${chosen} chosen` : undefined} />
      <p className="quiet">Measurement and pains first: what they answer shapes the rest, and your closing. Benefits belong to the offer.</p>
      <Loaded query={query} rows={8}>
        {(page) => [...new Set(page.items.map((a) => a.topic))].map((topic) => (
          <section key={topic}>
            <h2 className={classes.topic}>{plain(topic)[0]?.toUpperCase() + plain(topic).slice(1)}</h2>
            <ul className={classes.backs}>{page.items.filter((a) => a.topic === topic).map((a) => <Ask key={a.id} ask={a} heard={workbook.heard.find((h) => h.ask === a.id)} />)}</ul>
          </section>
        ))}
      </Loaded>
      <ClosingForm />
      <Privacy />
    </>
  );
}

function Ask({ ask, heard }: { ask: AskBack; heard: Heard | undefined }) {
  const { edit } = useWorkbook();
  const set = (part: Partial<Heard>) => edit((w) => withHeard(w, ask.id, part));
  const after = heard?.sounded === "good" ? ask.after_good : heard?.sounded === "bad" ? ask.after_bad : "";
  return (
    <li>
      <details>
        <summary>{ask.text} {heard?.chosen && <span className="caption">chosen</span>}</summary>
        <div className={classes.inside}>
          <p>{ask.why}</p>
          <div className={classes.sounds}>
            <div><h4>Sounds good</h4><ul>{ask.good.map((g) => <li key={g}>{g}</li>)}</ul></div>
            <div><h4>Sounds bad</h4><ul>{ask.bad.map((b) => <li key={b}>{b}</li>)}</ul></div>
          </div>
          {ask.follow_up && <p><strong>Then:</strong> {ask.follow_up}</p>}
          <div className={classes.row}>
            <label><input type="checkbox" checked={heard?.chosen ?? false} onChange={(event) => set({ chosen: event.currentTarget.checked })} /> I want to ask this</label>
            <label>What I heard sounded <select value={heard?.sounded ?? ""} onChange={(event) => set({ sounded: (event.currentTarget.value || null) as Heard["sounded"] })}>
              <option value="">not asked yet</option><option value="good">good</option><option value="bad">bad</option><option value="unsure">unsure</option></select></label>
          </div>
          <div className={classes.field}><label>What they said<textarea rows={2} maxLength={most.line} value={heard?.text ?? ""} onChange={(event) => set({ text: event.currentTarget.value })} /></label></div>
          {after && <p className={classes.said}>{after}</p>}
        </div>
      </details>
    </li>
  );
}

function ClosingForm() {
  const { workbook, edit } = useWorkbook();
  const closing = workbook.closing ?? newClosing();
  const settled = useSettled(workbook.closing, 350);
  const check = useQuery({ ...closingQuery(settled ?? closing), enabled: settled !== null });
  const set = (part: Partial<Closing>) => edit((w) => ({ ...w, closing: { ...(w.closing ?? closing), ...part, changed_at: now() } }));
  const proof = (i: number, part: Partial<Proof>) => edit((w) => {
    const before = w.closing ?? closing;
    return { ...w, closing: { ...before, proofs: before.proofs.map((p, n) => (n === i ? { ...p, ...part } : p)), changed_at: now() } };
  });
  return (
    <section className="section">
      <h2>Closing, 60 seconds</h2>
      <p className="caption">Three proofs, each against something that they said they need.</p>
      <div className={classes.fill}>
        <div className={classes.field}><label>Opening<input value={closing.opening} maxLength={most.line} placeholder="What you told me about Mondays is the kind of problem I like" onChange={(event) => set({ opening: event.currentTarget.value })} /></label></div>
        {closing.proofs.map((p, i) => (
          <div key={p.of} className={classes.pair}>
            <div className={classes.field}><label>They need ({p.of})<input value={p.need} maxLength={most.line} onChange={(event) => proof(i, { need: event.currentTarget.value })} /></label></div>
            <div className={classes.field}><label>Your proof of {p.of}<input value={p.proof} maxLength={most.line} onChange={(event) => proof(i, { proof: event.currentTarget.value })} /></label></div>
          </div>
        ))}
        {check.data && settled && (
          <div aria-live="polite">
            {check.data.findings.map((f) => <p key={f.rule + f.field + f.text} className={classes.finding}>{f.text}<em>{f.remedy}.</em></p>)}
            {check.data.said && <><p className={classes.said}>{check.data.said}</p><div className={classes.row}><span className="caption">{check.data.words} words, {check.data.seconds} s</span><CopyButton text={() => check.data.said} label="Copy it" /></div></>}
          </div>
        )}
      </div>
    </section>
  );
}
