/**
 * A text area that looks like code: numbered lines, YAML's shape in colour, problems marked at their line. The text itself is
 * a plain textarea, so that selection, undo, dictation and every keyboard work; the picture of it lies behind.
 */
import { forwardRef, useImperativeHandle, useMemo, useRef, type KeyboardEvent } from "react";
import { piecesOf } from "@/features/catalog/yaml";
import type { DraftProblem } from "./editor.api";
import { indentBy, newLine } from "./code-area.keys";
import classes from "./Editor.module.css";

export interface CodeAreaHandle { goTo: (line: number, column: number) => void }
export interface CodeAreaProps { value: string; onChange: (value: string) => void; problems: readonly DraftProblem[]; onNextProblem: (back: boolean) => void }

export const CodeArea = forwardRef<CodeAreaHandle, CodeAreaProps>(function CodeArea({ value, onChange, problems, onNextProblem }, ref) {
  const area = useRef<HTMLTextAreaElement>(null);
  const lines = useMemo(() => value.split("\n"), [value]);
  const marks = useMemo(() => {
    const found = new Map<number, "error" | "warning">();
    for (const p of problems) if (found.get(p.line) !== "error") found.set(p.line, p.severity === "warning" ? "warning" : "error");
    return found;
  }, [problems]);
  useImperativeHandle(ref, () => ({
    goTo: (line, column) => {
      const at = lines.slice(0, line - 1).reduce((sum, l) => sum + l.length + 1, 0) + Math.max(0, column - 1);
      area.current?.focus();
      area.current?.setSelectionRange(at, at);
      area.current?.closest("[data-code]")?.querySelector(`[data-line="${line}"]`)?.scrollIntoView({ block: "nearest" });
    },
  }), [lines]);
  /** Through the browser's own editing, so that undo knows of it. */
  const edit = (change: { from: number; to: number; text: string; caret: [number, number] } | null): void => {
    const field = area.current;
    if (!field || !change) return;
    field.setSelectionRange(change.from, change.to);
    document.execCommand("insertText", false, change.text);
    field.setSelectionRange(...change.caret);
  };
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    const { selectionStart: from, selectionEnd: to } = event.currentTarget;
    const ctrl = event.ctrlKey || event.metaKey;
    if (event.key === "F8") {
      event.preventDefault();
      onNextProblem(event.shiftKey);
    } else if (event.key === "Enter" && !ctrl && !event.shiftKey) {
      event.preventDefault();
      edit(newLine(value, from, to));
    } else if (ctrl && (event.key === "]" || event.key === "[")) {
      event.preventDefault();
      edit(indentBy(value, from, to, event.key === "]" ? 1 : -1));
    }
  };
  return (
    <div className={classes.code} data-code>
      <div className={classes.paper}>
        <pre className={classes.shown} aria-hidden>
          {lines.map((line, i) => (
            <span key={i} className={classes.line} data-line={i + 1} data-mark={marks.get(i + 1)}>
              <span className={classes.number}>{i + 1}</span>
              {piecesOf(line).map((piece, at) => (piece.kind === "plain" ? piece.text : <span key={at} className={classes[piece.kind]}>{piece.text}</span>))}
              {"\n"}
            </span>
          ))}
        </pre>
        <textarea ref={area} className={classes.area} aria-label="The SLO as YAML" aria-describedby="editor-keys" value={value} spellCheck={false} autoCapitalize="off" autoComplete="off" wrap="off"
          onChange={(event) => onChange(event.currentTarget.value)} onKeyDown={onKey} />
      </div>
    </div>
  );
});
