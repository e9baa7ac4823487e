/** True stories of one's own in five lines, and what an interviewer would miss, with the words. Three are to be had ready. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "@mantine/core";
import { useMemo } from "react";
import { useSettled } from "@/kit/useSettled";
import { ErrorNote } from "@/kit/states";
import { storiesQuery, type StoryCheck, type StoryFinding, type StoryReady } from "./practise.api";
import type { ItemSearch } from "./practise.url";
import { kindWords, leavingAsks, lineAsks, plain } from "./practise.words";
import { PractiseHead, Privacy } from "./PractiseHead";
import { useWorkbook } from "./store";
import { most, newStory, storyKinds, storyLines, withoutStory, withStory, type Story, type StoryKind } from "./workbook";
import classes from "./Practise.module.css";

export function Stories() {
  const { id } = useSearch({ strict: false }) as ItemSearch;
  const navigate = useNavigate();
  const { workbook, edit, kept } = useWorkbook();
  const settled = useSettled(workbook.stories, 350);
  const answer = useQuery({ ...storiesQuery(settled, workbook.words_per_minute), enabled: kept !== "loading" });
  const checks = useMemo(() => new Map(answer.data?.checks.map((c) => [c.id, c])), [answer.data]);
  const story = workbook.stories.find((s) => s.id === id);
  const go = (to: string | undefined) => void navigate({ to: "/practise/stories", search: to ? { id: to } : {}, resetScroll: false } as never);
  const begin = (kind: StoryKind) => {
    const fresh = newStory(kind);
    edit((w) => withStory(w, fresh));
    go(fresh.id);
  };
  const full = workbook.stories.length >= most.stories;
  return (
    <>
      <PractiseHead title="Stories" current="stories" caption={workbook.stories.length > 0 ? `${workbook.stories.length} written` : undefined} />
      {answer.error && !answer.data ? <ErrorNote error={answer.error} retry={() => void answer.refetch()} /> : null}
      {answer.data && <Ready ready={answer.data.ready} onBegin={begin} full={full} />}
      <div className={classes.two}>
        <div>{story ? <Form key={story.id} story={story} check={checks.get(story.id)} pace={workbook.words_per_minute} onRemove={() => { edit((w) => withoutStory(w, story.id)); go(undefined); }} />
          : <p className="quiet">{workbook.stories.length > 0 ? "Choose a story, or begin one." : "A story is five lines that are true: context, problem, action, result, learning. Begin with one of the three above."}</p>}</div>
        <div>
          <h2>Your stories</h2>
          <ul className={classes.items}>
            {workbook.stories.map((s) => (
              <li key={s.id}><Link to={"/practise/stories" as "/"} search={{ id: s.id } as never} data-current={s.id === id || undefined} resetScroll={false}>
                <span>{s.title || kindWords[s.kind]}</span><span className="caption">{checks.has(s.id) ? said(checks.get(s.id)!) : ""}</span></Link></li>
            ))}
          </ul>
          <div className={classes.row}>{(["weakness", "leaving", "other"] as const).map((kind) => <Button key={kind} size="compact-sm" variant="default" disabled={full} onClick={() => begin(kind)}>{kindWords[kind]}</Button>)}</div>
          <p className="caption">The rules know English words, not truth: a finding is a prompt to look again, and none of them is a score.</p>
        </div>
      </div>
      <Privacy />
    </>
  );
}

const said = (c: StoryCheck): string => (c.findings.length === 0 ? `nothing missed, ${c.seconds} s` : `${c.findings.length} to look at, ${c.seconds} s`);

function Ready({ ready, onBegin, full }: { ready: StoryReady[]; onBegin: (kind: StoryKind) => void; full: boolean }) {
  return (
    <ul className={classes.ready} aria-label="Three stories to have ready">
      {ready.map((r) => (
        <li key={r.kind} data-missing={r.story === "" || undefined}>
          <strong>{kindWords[r.kind]}</strong>
          <p>{r.what}</p>
          {r.story ? <Link to={"/practise/stories" as "/"} search={{ id: r.story } as never}>{r.findings === 0 ? "ready" : `written, ${r.findings} to look at`}</Link> : <Button size="compact-sm" onClick={() => onBegin(r.kind)} disabled={full}>Begin it</Button>}
        </li>
      ))}
    </ul>
  );
}

function Form({ story, check, pace, onRemove }: { story: Story; check: StoryCheck | undefined; pace: number; onRemove: () => void }) {
  const { edit } = useWorkbook();
  const set = (part: Partial<Story>) => edit((w) => withStory(w, { ...(w.stories.find((s) => s.id === story.id) ?? story), ...part }));
  const asks = story.kind === "leaving" ? leavingAsks : lineAsks;
  const of = (field: string) => check?.findings.filter((f) => f.field === field && f.rule !== "missing_line") ?? [];
  return (
    <div className={classes.fill}>
      <div className={classes.pair}>
        <div className={classes.field}><label>Title<input value={story.title} maxLength={most.title} placeholder={kindWords[story.kind]} onChange={(event) => set({ title: event.currentTarget.value })} /></label></div>
        <div className={classes.field}><label>What it is to show<select value={story.kind} onChange={(event) => set({ kind: event.currentTarget.value as StoryKind })}>{storyKinds.map((k) => <option key={k} value={k}>{kindWords[k]}</option>)}</select></label></div>
      </div>
      {storyLines.map((line) => (
        <div key={line} className={classes.field}>
          <label>{line[0]?.toUpperCase() + line.slice(1)}<span className={classes.hint}>{asks[line]}</span>
            <textarea value={story[line]} maxLength={most.line} rows={2} onChange={(event) => set({ [line]: event.currentTarget.value })} />
          </label>
          {of(line).map((f) => <Finding key={f.rule} finding={f} />)}
        </div>
      ))}
      {check && (
        <div aria-live="polite">
          {check.findings.filter((f) => f.field === "").map((f) => <Finding key={f.rule} finding={f} />)}
          <ul className={classes.there} aria-label="What is there">{check.shows.map((s) => <li key={s.part}><b>{plain(s.part)}</b> “{s.words}”</li>)}</ul>
          <p className="caption">{check.words} words, {check.seconds} s at {pace} words a minute; 90 s is what a listener bears. <Pace /></p>
        </div>
      )}
      <div><button type="button" className={classes.link} onClick={onRemove}>Remove this story</button></div>
    </div>
  );
}

function Pace() {
  const { workbook, edit } = useWorkbook();
  return (
    <label>You speak <select value={workbook.words_per_minute} aria-label="Words a minute" onChange={(event) => { const pace = Number(event.currentTarget.value); edit((w) => ({ ...w, words_per_minute: pace })); }}>
      {[...new Set([110, 130, 150, 170, 190, workbook.words_per_minute])].sort((a, b) => a - b).map((n) => <option key={n} value={n}>{n}</option>)}</select> words a minute</label>
  );
}

export function Finding({ finding }: { finding: StoryFinding }) {
  return <p className={classes.finding}>{finding.text} {finding.words.map((w) => <span key={w}><q>{w}</q> </span>)}<em>{finding.remedy}.</em></p>;
}
