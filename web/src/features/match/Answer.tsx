/** The answer: labels beside both texts, conditions, what does not count, advice, questions; coverage last, as a note on the table. */
import { Button } from "@mantine/core";
import { useCallback, useMemo, useState } from "react";
import { CopyButton } from "@/kit/CopyButton";
import { useKeys } from "@/kit/keys";
import { TabBar } from "@/kit/TabBar";
import { LabelList } from "./LabelList";
import type { Gate, MatchReply, NotCounted, Span } from "./match.api";
import { formatWords, gateWords, tally, where } from "./match.words";
import { AdviceList, ProbeList } from "./Advice";
import { TextPane, type Jump } from "./TextPane";
import classes from "./Match.module.css";

type OnJump = (side: "resume" | "job", at: Span) => void;

function Gates({ gates, onJump }: { gates: readonly Gate[]; onJump: OnJump }) {
  if (gates.length === 0) return null;
  return (
    <section className="section">
      <h2>Conditions</h2>
      <p className="caption">They are met, not met or unknown, and add to no figure.</p>
      <ul className={classes.plain}>
        {gates.map((g, i) => (
          <li key={i}>
            <strong className={g.result === "fail" ? "word-caution" : undefined}>{gateWords[g.result]}</strong> {g.asked}{g.preferred ? " (a plus)" : ""}: {g.why}{" "}
            <button type="button" className={classes.linkish} onClick={() => onJump("job", g.asked_at.at)}>{where(g.asked_at.at)}</button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Aside({ title, about, list, quoted = false, onJump }: { title: string; about: string; list: readonly NotCounted[]; quoted?: boolean; onJump: OnJump }) {
  if (list.length === 0) return null;
  return (
    <section className="section">
      <h2>{title}</h2>
      <p className="caption">{about}</p>
      <ul className={classes.plain}>
        {list.map((n, i) => (
          <li key={i}>
            <strong>{n.name}</strong> in the {n.where === "job" ? "job description" : "resume"}: {quoted ? <q>{n.why}</q> : n.why}{" "}
            <button type="button" className={classes.linkish} onClick={() => onJump(n.where === "job" ? "job" : "resume", n.at.at)}>{where(n.at.at)}</button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Notices({ reply }: { reply: MatchReply }) {
  const { resume, job } = reply.report;
  const all = [...resume.problems.map((p) => ({ of: "Resume", ...p })), ...job.problems.map((p) => ({ of: "Job description", ...p }))];
  const read = (name: string, t: typeof resume) => `${name}: ${formatWords[t.format] ?? t.format}${t.format === "pdf" || t.format === "docx" ? "" : `, ${t.encoding}`}${t.pages > 1 ? `, ${t.pages} pages` : ""}, ${t.confidence >= 0.995 ? "all of it was read" : `confidence in the reading ${Math.round(t.confidence * 100)} %`}`;
  return (
    <>
      <p className="caption">{read("Resume", resume)}. {read("Job description", job)}.</p>
      {all.length > 0 && (
        <div className="note" role="status">
          <ul className={classes.plain}>{all.map((p, i) => <li key={i}><strong>{p.of}</strong>: {p.text}</li>)}</ul>
        </div>
      )}
    </>
  );
}

export interface AnswerProps {
  reply: MatchReply;
  /** Which part is open: it stands in the page's address as `tab`. */
  tab: "advice" | "plan" | undefined;
  /** Opens the labels. */
  onLabels: () => void;
  title?: string;
  /** Back to the documents; left out where they are not the page's to change. */
  onBack?: () => void;
}

export function Answer({ reply, tab, onLabels, title, onBack }: AnswerProps) {
  const { report } = reply;
  const [chosen, setChosen] = useState<number | null>(report.rows.length > 0 ? 0 : null);
  const [bring, setBring] = useState(0);
  const [jump, setJump] = useState<{ resume: Jump | null; job: Jump | null }>({ resume: null, job: null });
  const onJump = useCallback<OnJump>((side, at) => setJump((before) => ({ ...before, [side]: { begin: at.begin, source: at.source, asked: true, turn: (before[side]?.turn ?? 0) + 1 } })), []);
  const choose = useCallback((at: number) => {
    setChosen(at);
    const row = report.rows[at];
    const place = (span: Span | undefined, before: Jump | null): Jump | null => (span ? { begin: span.begin, source: span.source, asked: false, turn: (before?.turn ?? 0) + 1 } : before);
    setJump((before) => ({ resume: place(row?.evidence[0]?.at, before.resume), job: place(row?.asked_at[0]?.at, before.job) }));
  }, [report.rows]);
  const fromList = useCallback((at: number) => {
    setBring(0);
    choose(at);
  }, [choose]);
  const step = useCallback((by: number) => {
    setBring((n) => n + 1);
    if (report.rows.length > 0) choose(Math.min(report.rows.length - 1, Math.max(0, (chosen ?? -1) + by)));
  }, [chosen, choose, report.rows.length]);
  useKeys(useMemo(() => ({ j: () => step(1), k: () => step(-1) }), [step]));
  const fromText = useCallback((row: number) => {
    setChosen(row);
    setBring((n) => n + 1);
    onLabels();
  }, [onLabels]);
  return (
    <>
      <div className="page-head">
        <h1>{title ?? (report.job.title || "What a resume shows of a job")}</h1>
        <div className={classes.go}>
          <CopyButton text={JSON.stringify(report, null, 2)} label="Copy as JSON" />
          {onBack && <Button size="compact-sm" variant="default" onClick={onBack}>Change the documents</Button>}
        </div>
      </div>
      <Notices reply={reply} />
      <TabBar label="Parts of the answer" current={tab ?? "labels"} items={[{ id: "labels", label: "Labels" }, { id: "advice", label: "For the candidate", count: report.advice.length }, { id: "plan", label: "For the interviewer", count: report.plan.length }]} />
      <div className={classes.answer}>
        <div className={classes.list}>
          {tab === "advice" ? <AdviceList advice={report.advice} onJump={onJump} /> : tab === "plan" ? <ProbeList plan={report.plan} onJump={onJump} /> : (
            <>
              {!report.requirements_detected && <p className="note">Requirements were not detected: no part of the job description says in words that are understood what it asks for, so nothing can be said of gaps.</p>}
              {report.rows.length > 0 && <p className="caption">{tally(report.rows)}. A marked place in either text leads to its label<span className={classes.keys}>; <kbd>j</kbd> and <kbd>k</kbd> go through them</span>.</p>}
              <LabelList rows={report.rows} chosen={chosen} bring={bring} onChoose={fromList} onJump={onJump} />
              <Gates gates={report.gates} onJump={onJump} />
              <Aside title="Named with a no" about="Said not to be there, or not to be needed." list={report.denied} quoted onJump={onJump} />
              <Aside title="Words that may mean a skill" about="Everyday words too, and nothing near them says that the skill is meant. They are not counted." list={report.unresolved} onJump={onJump} />
            </>
          )}
          <footer className={classes.foot}>
            <p>{report.note}</p>
            <p className="caption">
              Coverage {report.coverage.value === null || report.coverage.value === undefined ? `unknown: ${report.coverage.why_empty}` : `${Math.round(report.coverage.value * 100)} %`}, which is {report.coverage.formula}. The weights are proposals; the table says more.
              Rules {report.rules}, skills {report.knowledge_base}, as of {report.as_of}. Nothing was kept.
            </p>
          </footer>
        </div>
        <TextPane title="Resume" side="resume" text={reply.resume} rows={report.rows} chosen={chosen} jump={jump.resume} onChoose={fromText} />
        <TextPane title="Job description" side="job" text={reply.job} rows={report.rows} chosen={chosen} jump={jump.job} onChoose={fromText} />
      </div>
    </>
  );
}
