/** The answer to "what would this change do?": errors with their lines, or changes and effects; and how to apply it. */
import { IconAlertTriangle, IconArrowRight, IconBellRinging, IconCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { CatalogChange, CatalogPreview, PreviewEffect } from "@/api/types";
import { LoadLine, type LoadLineProps } from "@/features/slo/LoadLine";
import { slosQuery } from "@/features/slo/slo.api";
import { FieldDiff } from "@/kit/FieldDiff";
import { budget, count } from "@/kit/format";
import { Words } from "@/kit/Words";
import type { DraftFile } from "./catalog.api";
import { countedChanges, plural } from "./catalog.words";
import { ProblemItem } from "./ProblemItem";
import classes from "./Catalogue.module.css";

export function PreviewResult({ preview, files }: { preview: CatalogPreview; files: readonly DraftFile[] }) {
  const nameless = files.filter((file) => file.path === "");
  // The server calls a file without a name "(pasted)".
  const textOf = (path: string): string | undefined =>
    files.find((file) => file.path === path)?.text ?? (path.startsWith("(pasted") && nameless.length === 1 ? nameless[0]?.text : undefined);
  const Icon = preview.ok ? IconCircleCheck : IconAlertTriangle;
  return (
    <section className={classes.result} aria-label="What the change would do" role="status">
      <h2 className={classes.verdict}>
        <Icon size={18} aria-hidden /> {preview.ok ? countedChanges(preview.changes) : `It could not apply: ${plural(preview.problems.length, "error")}`}
      </h2>
      {preview.held && <p className="word-caution">It removes so much at once that it would wait until somebody allows it.</p>}
      <Problems problems={preview.problems} textOf={textOf} />
      {preview.effects.length > 0 && <Effects effects={preview.effects} leftOut={preview.effects_left_out} />}
      {preview.changes.length > 0 && <Changes changes={preview.changes} />}
      {preview.warnings.length > 0 && <section className="section"><h2>{plural(preview.warnings.length, "warning")}</h2><Problems problems={preview.warnings} textOf={textOf} /></section>}
      {preview.ok && preview.changes.length > 0 && <HowToApply files={files} />}
    </section>
  );
}

type Lines = LoadLineProps["thresholds"];

function Problems({ problems, textOf }: { problems: CatalogPreview["problems"]; textOf: (path: string) => string | undefined }) {
  if (problems.length === 0) return null;
  return <ol className={classes.problems}>{problems.map((p) => <li key={`${p.file}:${p.line}:${p.column}:${p.rule}`}><ProblemItem problem={p} text={textOf(p.file)} /></li>)}</ol>;
}

function Effects({ effects, leftOut }: { effects: readonly PreviewEffect[]; leftOut: number }) {
  const slos = useQuery(slosQuery({})).data?.items;
  const thresholdsOf = (name: string): Lines => slos?.find((s) => s.name === name)?.thresholds ?? { caution: 0.25, freeze: 0 };
  return (
    <section className="section">
      <h2>On budgets and alerts, at once</h2>
      <ul className={classes.effects}>
        {effects.map((effect) => (
          <li key={effect.slo}>
            <p className={classes.effectHead}>{effect.action === "added" ? <strong>{effect.slo}</strong> : <Link to="/slos/$name" params={{ name: effect.slo }}><strong>{effect.slo}</strong></Link>} <span className="caption">{effect.action}</span></p>
            {(effect.budget_now !== null && effect.budget_now !== undefined || effect.budget_then !== null && effect.budget_then !== undefined) && (
              <div className={classes.budgets}>
                <Budget word="now" share={effect.budget_now} thresholds={thresholdsOf(effect.slo)} />
                <IconArrowRight size={16} aria-hidden className="quiet" />
                <Budget word="then" share={effect.budget_then} thresholds={thresholdsOf(effect.slo)} />
              </div>
            )}
            <p>{effect.fires.length > 0 && <IconBellRinging size={15} aria-hidden className={classes.fires} />}<Words text={effect.text} /></p>
          </li>
        ))}
      </ul>
      {leftOut > 0 && <p className="caption">{plural(leftOut, "more SLO")} would change; their effects are not computed here.</p>}
    </section>
  );
}

function Budget({ word, share, thresholds }: { word: string; share: number | null | undefined; thresholds: Lines }) {
  return (
    <span className={classes.budget}>
      <span className="caption">{word}</span> <span className="tabular">{budget(share)}</span>
      <LoadLine remaining={share ?? null} thresholds={thresholds} width={180} />
    </span>
  );
}

const mostChanges = 200;

function Changes({ changes }: { changes: readonly CatalogChange[] }) {
  return (
    <section className="section">
      <h2>On objects</h2>
      <ul className={classes.changes}>
        {changes.slice(0, mostChanges).map((change) => (
          <li key={`${change.kind}/${change.name}`}>
            <p><span className="caption">{change.kind}</span> <strong>{change.name}</strong> {change.action}</p>
            {change.action === "changed" && <FieldDiff changes={change.fields} label={`Fields of ${change.name}`} />}
          </li>
        ))}
      </ul>
      {changes.length > mostChanges && <p className="caption">and {count(changes.length - mostChanges)} more</p>}
    </section>
  );
}

function HowToApply({ files }: { files: readonly DraftFile[] }) {
  const name = files.find((file) => file.path !== "")?.path ?? "the file";
  return (
    <section className="section">
      <h2>Nothing was applied. To apply it</h2>
      <ol className={classes.how}>
        <li>Write it to {name} in the catalogue's folder, best as a commit that somebody reviews.</li>
        <li><code>plimsoll check DIR</code> says the same errors before it is merged; let CI run it.</li>
        <li>The server reads the folder by itself; <code>plimsoll catalog apply</code> makes it do so now.</li>
      </ol>
    </section>
  );
}
