import { useEffect, useRef } from "react";
import { Problem } from "@/api/client";
import classes from "./Access.module.css";

/** Why a form was not taken, beside its button. Takes the focus, so that it is read out and the keyboard is near the fields. */
export function FormProblem({ error, focus = false }: { error: unknown; focus?: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error && focus) place.current?.focus();
  }, [error, focus]);
  if (!error) return null;
  const problem = error instanceof Problem ? error : null;
  const title = problem?.title ?? "This did not work";
  const detail = problem ? problem.detail : error instanceof Error ? error.message : String(error);
  const slowed = problem !== null && problem.retryAfter !== null;
  return (
    <div role="alert" tabIndex={-1} ref={place} className={classes.problem} data-level={problem?.status === 429 || problem?.status === 0 ? "caution" : "breach"}>
      <strong>{title}</strong>
      {slowed ? <p>Nothing is locked: each further failure makes the wait longer, up to a minute.</p> : detail && detail !== title && <p>{detail}</p>}
      {problem?.fields.map((f) => <p key={f.field + f.rule}>{fieldName(f.field)} {f.rule}{f.remedy ? `: ${f.remedy}` : ""}</p>)}
      {problem?.remedy && !slowed && <p>{problem.remedy}</p>}
    </div>
  );
}

const fieldName = (pointer: string): string => {
  const name = pointer.replace(/^\//, "").replaceAll("_", " ");
  return name === "old" ? "The present password" : name.charAt(0).toUpperCase() + name.slice(1);
};
