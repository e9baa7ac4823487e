/** One error or warning: where, what rule, what to write instead, and the lines that it is about. */
import type { CatalogProblem } from "@/api/types";
import { Words } from "@/kit/Words";
import { whereOf } from "./catalog.words";
import { excerptOf } from "./yaml";
import { YamlLine } from "./YamlLine";
import classes from "./Catalogue.module.css";

export function ProblemItem({ problem, text, onOpen }: { problem: CatalogProblem; text?: string | undefined; onOpen?: () => void }) {
  const where = whereOf(problem);
  const excerpt = text !== undefined && problem.line > 0 ? excerptOf(text, problem.line) : null;
  return (
    <div className={classes.problem}>
      <div className={classes.problemHead}>
        {where && (onOpen ? <button type="button" className={classes.where} onClick={onOpen}>{where}</button> : <code className={classes.where}>{where}</code>)}
        <span className={classes.rule}><Words text={problem.rule} /></span>
        <span className="caption">{problem.code}</span>
      </div>
      {excerpt && (
        <pre className={classes.excerpt} aria-label={`Lines around ${where}`}>
          {excerpt.lines.map((line, at) => {
            const n = excerpt.first + at;
            return (
              <span key={n}>
                <YamlLine n={n} text={line} marked={n === problem.line} />
                {n === problem.line && problem.column > 0 && <span className={classes.caret} aria-hidden><span className={classes.gutter} />{" ".repeat(Math.min(problem.column - 1, line.length))}^</span>}
              </span>
            );
          })}
        </pre>
      )}
      {problem.remedy && <p className={classes.remedy}><Words text={problem.remedy} /></p>}
    </div>
  );
}
