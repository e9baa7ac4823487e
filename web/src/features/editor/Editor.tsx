/** Writes an SLO: the text is the one truth; a form changes it, the server judges it while one types, history says what it means. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useRef, useState, type KeyboardEvent } from "react";
import { Problem } from "@/api/client";
import type { SloDetail } from "@/api/types";
import { useRight } from "@/features/access/rights";
import type { Rule } from "@/features/backtest/backtest.api";
import { withTrial } from "@/features/backtest/change.yaml";
import { decodeTrial } from "@/features/backtest/trial";
import { CatalogueTabs } from "@/features/catalog/CatalogueTabs";
import { fileQuery } from "@/features/catalog/catalog.api";
import { plural } from "@/features/catalog/catalog.words";
import { slosQuery, sloQuery } from "@/features/slo/slo.api";
import { proposalsQuery } from "@/features/sources/sources.api";
import { Choice } from "@/kit/Choice";
import { CopyButton } from "@/kit/CopyButton";
import { LineDiff } from "@/kit/LineDiff";
import { Empty, ErrorNote, Loaded } from "@/kit/states";
import { useSettled } from "@/kit/useSettled";
import { CodeArea, type CodeAreaHandle } from "./CodeArea";
import { draftQuery, type DraftProblem } from "./editor.api";
import { FormFields } from "./FormFields";
import { History } from "./History";
import { documentAt, fileWith, textOf, type Source } from "./source";
import { templateOf, templates } from "./templates";
import { Unreadable } from "./yaml-tree";
import classes from "./Editor.module.css";

export function Editor() {
  const search = useSearch({ from: "/inside/editor" });
  const navigate = useNavigate({ from: "/editor" });
  const slos = useQuery(slosQuery({})).data?.items ?? [];
  const documents = [...new Set(slos.filter((s) => !s.group_of).map((s) => s.document || s.name))];
  return (
    <>
      <div className="page-head">
        <h1>{search.slo ? `Edit ${search.slo}` : "Write an SLO"}</h1>
        <div className={classes.begin}>
          <Choice label="Begin with a template" all="begin with a template" value={search.slo ? undefined : templateOf(search.template).id} options={templates.map((t) => [t.id, `${t.label}: ${t.about}`])} onChange={(template) => void navigate({ search: template ? { template } : {} })} />
          <Choice label="or with an SLO" all="or with an SLO that applies" value={search.slo} options={documents.map((name) => [name, name])} onChange={(slo) => void navigate({ search: slo ? { slo } : {} })} />
        </div>
      </div>
      <CatalogueTabs current="editor" />
      {search.source && search.proposal ? <Proposed key={`${search.source} ${search.proposal}`} source={search.source} proposal={search.proposal} /> : search.slo ? <Existing key={`${search.slo} ${search.change}`} name={search.slo} change={search.change} member={slos.find((s) => (s.document || s.name) === search.slo)?.name ?? search.slo} /> : <Desk key={`template ${search.template}`} begin={templateOf(search.template).text} source={null} />}
    </>
  );
}

/** Begins with what the wizard proposed. */
function Proposed({ source, proposal }: { source: string; proposal: string }) {
  const query = useQuery(proposalsQuery(source));
  return (
    <Loaded query={query} rows={14}>
      {({ items }) => {
        const found = items.find((p) => p.id === proposal);
        if (!found) return <Empty title={`${source} proposes no ${proposal} now`}>What is proposed follows what the source has. <Link to="/sources/$name/wizard" params={{ name: source }}>See what it proposes</Link></Empty>;
        return <Desk begin={found.yaml} source={null} />;
      }}
    </Loaded>
  );
}

/** `member`: one of the SLOs that the document makes. */
function Existing({ name, member, change }: { name: string; member: string; change: string | undefined }) {
  const slo = useQuery(sloQuery(member));
  const place = slo.data?.definition.source;
  const file = useQuery({ ...fileQuery(place?.file ?? ""), enabled: place !== undefined, refetchInterval: false });
  const waiting: { data: unknown; error: unknown; refetch: () => unknown } = place === undefined ? slo : file;
  return (
    <Loaded query={waiting} rows={14}>
      {() => {
        if (!place || !file.data) return null;
        const source = documentAt(place.file, file.data.text, place.line);
        return <Desk key={name} begin={textOf(source)} changed={slo.data ? changedText(textOf(source), change, slo.data) : undefined} source={source} />;
      }}
    </Loaded>
  );
}

/** The document with what was tried in it; as it stands where that cannot be put there. */
function changedText(text: string, change: string | undefined, slo: SloDetail): string {
  if (!change) return text;
  try {
    return withTrial(text, decodeTrial(change), slo.summary.name, slo.definition.rules as Rule[]);
  } catch (problem) {
    if (problem instanceof Unreadable) return text; // the text says more about it than a message would: it is not changed
    throw problem;
  }
}

/** Long enough that a word is typed, short enough that the answer belongs to it. */
const rest = 350;

function Desk({ begin, changed = begin, source }: { begin: string; changed?: string | undefined; source: Source | null }) {
  const [text, setText] = useState(changed);
  const code = useRef<CodeAreaHandle>(null);
  const canEdit = useRight("edit");
  const settled = useSettled(text, rest);
  const preview = useQuery({ ...draftQuery(settled), enabled: canEdit && settled.trim() !== "" });
  const problems = useMemo(() => [...(preview.data?.problems ?? [])].sort((a, b) => a.line - b.line || a.column - b.column), [preview.data]);
  const at = useRef(-1);
  const next = (back: boolean): void => {
    if (problems.length === 0) return;
    at.current = (at.current + (back ? -1 : 1) + problems.length) % problems.length;
    const problem = problems[at.current];
    if (problem) code.current?.goTo(Math.max(1, problem.line), problem.column);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void preview.refetch();
    }
  };
  const whole = source ? fileWith(source, text) : text;
  return (
    <div className={classes.desk} onKeyDown={onKey}>
      <div className={classes.left}>
        <div className={classes.tools}>
          <Status problems={problems} checked={canEdit && preview.data !== undefined} busy={text !== settled || preview.isFetching} onNext={() => next(false)} />
          <span className={classes.take}>
            {text !== begin && <Button size="compact-xs" variant="subtle" onClick={() => setText(begin)}>Back to how it was</Button>}
            <CopyButton size="compact-xs" label={source ? "Copy the document" : "Copy"} text={text} />
            <Button size="compact-xs" variant="default" onClick={() => download(source?.path.split("/").at(-1) ?? "slo.yaml", whole)}>Download{source && whole !== text ? " the file" : ""}</Button>
          </span>
        </div>
        <CodeArea ref={code} value={text} onChange={setText} problems={problems} onNextProblem={next} />
        <p className="caption" id="editor-keys">F8 goes to the next problem, Shift F8 back; Ctrl ] and Ctrl [ indent; Tab leaves the text; Ctrl Enter judges it now.</p>
        <Problems problems={problems} onOpen={(p) => code.current?.goTo(Math.max(1, p.line), p.column)} />
        {preview.error && <Failed error={preview.error} />}
        {!canEdit && <p className="note">Judging a draft needs the right to edit. An administrator can grant it under Settings, People. The text can be written and copied all the same.</p>}
      </div>
      <div className={classes.right}>
        <FormFields text={text} onText={setText} />
        {canEdit && <section className={classes.part}><h2>On the history that was counted</h2>{preview.data ? <History preview={preview.data} /> : <p className="quiet">Judging…</p>}</section>}
        {source && <section className={classes.part}><h2>Against what applies</h2><LineDiff label="Lines that differ from what applies" before={begin.split("\n")} after={text.split("\n")} none="It says what already applies." /></section>}
        <HowToApply path={source?.path} />
      </div>
    </div>
  );
}

/** A draft that cannot be read at all is no fault of the page: the server's words stand where the problems do. */
function Failed({ error }: { error: unknown }) {
  return error instanceof Problem && error.status === 403 ? null : <ErrorNote error={error} />;
}

function Status({ problems, checked, busy, onNext }: { problems: readonly DraftProblem[]; checked: boolean; busy: boolean; onNext: () => void }) {
  const errors = problems.filter((p) => p.severity === "error").length;
  const warnings = problems.length - errors;
  const said = [errors > 0 && plural(errors, "error"), warnings > 0 && plural(warnings, "warning")].filter(Boolean).join(", ");
  return (
    <span className={classes.status} role="status" data-busy={busy || undefined}>
      {!checked ? <span className="quiet">not judged yet</span> : problems.length === 0 ? "No problem" : <button type="button" data-errors={errors > 0 || undefined} onClick={onNext}>{said}</button>}
    </span>
  );
}

function Problems({ problems, onOpen }: { problems: readonly DraftProblem[]; onOpen: (problem: DraftProblem) => void }) {
  if (problems.length === 0) return null;
  return (
    <ol className={classes.problems} aria-label="Problems">
      {problems.map((p) => (
        <li key={`${p.line}:${p.column}:${p.rule}`} data-severity={p.severity}>
          <button type="button" onClick={() => onOpen(p)}>{p.line > 0 ? `line ${p.line}` : "the whole"}</button>
          <span><strong>{p.severity === "warning" ? "Warning: " : ""}{p.field ? <code>{p.field.replace(/^\//, "").replaceAll("/", ".")}</code> : null} {p.rule}</strong> {p.remedy && <span className="quiet">{p.remedy}</span>}</span>
        </li>
      ))}
    </ol>
  );
}

function HowToApply({ path }: { path: string | undefined }) {
  return (
    <section className={classes.part}>
      <h2>To apply it</h2>
      <p className="quiet">Nothing here changes the server. Write it to {path ? <Link to="/catalogue" search={{ tab: "files", file: path }}>{path}</Link> : "a file"} in the catalogue's folder, best as a commit that somebody reviews; <code>plimsoll check DIR</code> says the same problems in CI.</p>
    </section>
  );
}

function download(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
