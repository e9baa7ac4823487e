/** The variants side by side: what each changes, and what it would have been worth. */
import { IconArrowDownRight, IconArrowUpRight, IconPencil, IconPlus, IconX } from "@tabler/icons-react";
import type { Backtest, VariantResult } from "./backtest.api";
import { against, asItIs, scoreRows } from "./backtest.words";
import { LineSwatch } from "./LineSwatch";
import { ruleText, draftOf } from "./trial";
import type { Rule } from "./backtest.api";
import classes from "./Backtest.module.css";

export interface ScoreTableProps { backtest: Backtest; canAdd: boolean; onAdd: () => void; onEdit: (trial: number) => void; onRemove: (trial: number) => void }

export function ScoreTable({ backtest, canAdd, onAdd, onEdit, onRemove }: ScoreTableProps) {
  const { variants } = backtest;
  const was = variants[0];
  if (!was) return null;
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Variants beside each other">
      <table className={classes.scores} aria-label="What each variant would have been worth">
        <thead>
          <tr>
            <td />
            {variants.map((v, n) => (
              <th key={n} scope="col">
                <span className={classes.variant}>
                  <LineSwatch variant={n} /> <span>{v.name || asItIs}</span>
                  {n > 0 && <button type="button" className={classes.tool} aria-label={`Change ${v.name}`} data-tip="Change it" onClick={() => onEdit(n - 1)}><IconPencil size={14} aria-hidden /></button>}
                  {n > 0 && <button type="button" className={classes.tool} aria-label={`Take ${v.name} out`} data-tip="Take it out" onClick={() => onRemove(n - 1)}><IconX size={14} aria-hidden /></button>}
                </span>
              </th>
            ))}
            {canAdd && <th scope="col" className={classes.add}><button type="button" onClick={onAdd}><IconPlus size={14} aria-hidden /> Try something else</button></th>}
          </tr>
        </thead>
        <tbody>
          <Setting name="Promise" variants={variants} of={(v) => `${v.objective}, ${v.window}`} />
          <Setting name="Rules" variants={variants} of={(v) => v.rules.map((r) => ruleText(draftOf(r as Rule))).join("\n") || "none"} />
          {variants.some((v) => v.traffic !== 1) && <Setting name="Traffic" variants={variants} of={(v) => `${v.traffic}x`} />}
          {scoreRows.filter((row) => row.id !== "freezes" || variants.some((v) => v.score.freezes > 0)).map((row, i) => (
            <tr key={row.id} data-first={i === 0 || undefined}>
              <th scope="row" data-tip={row.hint}>{row.name}</th>
              {variants.map((v, n) => <td key={n} className="tabular">{row.value(v)}{n > 0 && <Against how={against(row, was, v)} up={(row.number(v) ?? 0) > (row.number(was) ?? 0)} />}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What differs from the SLO as it is stands out; what does not steps back. */
function Setting({ name, variants, of }: { name: string; variants: readonly VariantResult[]; of: (v: VariantResult) => string }) {
  const was = of(variants[0] as VariantResult);
  const known = new Set(was.split("\n"));
  return (
    <tr className={classes.setting}>
      <th scope="row">{name}</th>
      {variants.map((v, n) => <td key={n}>{of(v).split("\n").map((line, i) => <span key={i} data-changed={(n > 0 && !known.has(line)) || undefined}>{line}</span>)}</td>)}
    </tr>
  );
}

function Against({ how, up }: { how: "" | "better" | "worse"; up: boolean }) {
  if (!how) return null;
  const Icon = up ? IconArrowUpRight : IconArrowDownRight;
  return <span className={classes.against} data-how={how}><Icon size={13} aria-hidden /> {how}</span>;
}

