/** A file's text with line numbers that can be linked to; errors and warnings stand below the line that they are about. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useMemo, useRef } from "react";
import type { CatalogFile, CatalogProblem } from "@/api/types";
import { CopyButton } from "@/kit/CopyButton";
import { count } from "@/kit/format";
import { Loaded } from "@/kit/states";
import { Words } from "@/kit/Words";
import { fileQuery } from "./catalog.api";
import type { SetSearch } from "./Catalogue";
import { linesOf } from "./yaml";
import { YamlLine } from "./YamlLine";
import classes from "./Catalogue.module.css";

/** A file of a hundred thousand lines would stop the page: this many are drawn around the one that is asked for. */
const mostLines = 4000;

export function FileText({ file, line, set }: { file: CatalogFile; line: number | undefined; set: SetSearch }) {
  const query = useQuery(fileQuery(file.path));
  return (
    <section className={classes.text} aria-label={`Text of ${file.path}`}>
      <div className={classes.textHead}>
        <h2>{file.path}</h2>
        {query.data && <CopyButton text={query.data.text} size="compact-xs" label="Copy the file" />}
      </div>
      <Loaded query={query} rows={14}>{(data) => <Lines text={data.text} file={file} line={line} set={set} />}</Loaded>
    </section>
  );
}

function Lines({ text, file, line, set }: { text: string; file: CatalogFile; line: number | undefined; set: SetSearch }) {
  const all = useMemo(() => linesOf(text), [text]);
  const from = all.length <= mostLines ? 0 : Math.min(Math.max(0, (line ?? 1) - mostLines / 2), all.length - mostLines);
  const notes = useMemo(() => notesByLine(file), [file]);
  const box = useRef<HTMLPreElement>(null);
  useEffect(() => {
    if (line) box.current?.querySelector(`[data-line="${line}"]`)?.scrollIntoView({ block: "center" });
  }, [line, text]);
  return (
    <>
      {all.length > mostLines && <p className="caption">Lines {count(from + 1)} to {count(from + mostLines)} of {count(all.length)}.</p>}
      <pre className={classes.code} ref={box} tabIndex={0} aria-label={file.path}>
        {all.slice(from, from + mostLines).map((words, at) => {
          const n = from + at + 1;
          return (
            <span key={n}>
              <YamlLine n={n} text={words} marked={n === line} number={<LineLink n={n} />} />
              {notes.get(n)?.map(({ problem, warning }) => <Note key={problem.rule} problem={problem} warning={warning} />)}
            </span>
          );
        })}
      </pre>
      {line !== undefined && line > all.length && <p className="caption">The file has only {count(all.length)} lines now. <button type="button" className={classes.where} onClick={() => set({ line: undefined })}>Forget the line</button></p>}
    </>
  );
}

function LineLink({ n }: { n: number }) {
  return <Link to="." search={((before: Record<string, unknown>) => ({ ...before, line: n })) as never} replace resetScroll={false} aria-label={`Line ${n}`} tabIndex={-1}>{n}</Link>;
}

interface LineNote { problem: CatalogProblem; warning: boolean }

function notesByLine(file: CatalogFile): Map<number, LineNote[]> {
  const notes = new Map<number, LineNote[]>();
  const put = (problem: CatalogProblem, warning: boolean): void => {
    const at = Math.max(1, problem.line);
    notes.set(at, [...(notes.get(at) ?? []), { problem, warning }]);
  };
  for (const problem of file.problems) put(problem, false);
  for (const warning of file.warnings) put(warning, true);
  return notes;
}

function Note({ problem, warning }: LineNote) {
  return (
    <span className={classes.lineNote} data-warning={warning || undefined} role="note">
      <strong>{warning ? "Warning" : "Error"}{problem.column > 0 ? ` at column ${problem.column}` : ""}:</strong> <Words text={problem.rule} />{problem.remedy && <span className={classes.lineRemedy}><Words text={problem.remedy} /></span>}
    </span>
  );
}
