/** Every alert that would have fired, of all variants, and what each was worth. */
import { useMemo } from "react";
import { DataTable, type Column } from "@/kit/DataTable";
import { duration, ratio, utc } from "@/kit/format";
import { Empty } from "@/kit/states";
import type { Backtest, BacktestAlert, Worth } from "./backtest.api";
import { worths } from "./backtest.url";
import { lossTitles, span, worthHints, worthWords } from "./backtest.words";
import { LineSwatch } from "./LineSwatch";
import classes from "./Backtest.module.css";

export interface AlertRow { key: string; alert: BacktestAlert; variant: number; variantName: string }
export const rowsOf = (backtest: Backtest): AlertRow[] =>
  backtest.variants.flatMap((v, variant) => v.alerts.map((alert, i) => ({ key: `${variant}:${i}`, alert, variant, variantName: v.name }))).sort((a, b) => Date.parse(a.alert.fired_at) - Date.parse(b.alert.fired_at) || a.variant - b.variant);

const lasted = ({ alert: a }: AlertRow): number | null => (a.resolved_at ? Date.parse(a.resolved_at) - Date.parse(a.fired_at) : null);

export function AlertTable({ backtest, worth, onWorth, onOpen }: { backtest: Backtest; worth: Worth | undefined; onWorth: (worth: Worth | undefined) => void; onOpen: (key: string) => void }) {
  const rows = useMemo(() => rowsOf(backtest), [backtest]);
  const shown = worth ? rows.filter((r) => r.alert.worth === worth) : rows;
  const many = backtest.variants.length > 1;
  const columns = useMemo((): Column<AlertRow>[] => {
    const titleOf = lossTitles(backtest.losses);
    return [
      ...(many ? [{ id: "variant", header: "Variant", width: "160px", sort: (r: AlertRow) => r.variant, text: (r: AlertRow) => r.variantName, cell: (r: AlertRow) => <span className={classes.cut}><LineSwatch variant={r.variant} /> {r.variantName}</span> }] : []),
      { id: "fired", header: "Fired", width: "190px", sort: (r) => Date.parse(r.alert.fired_at), text: (r) => r.alert.fired_at, cell: (r) => <span className="tabular">{utc(Date.parse(r.alert.fired_at)).replace(/:\d\d UTC/, "")}</span> },
      { id: "rule", header: "Rule", sort: (r) => r.alert.rule, text: (r) => r.alert.rule, cell: (r) => <>{r.alert.rule} <span className={r.alert.severity === "page" ? classes.page : "caption"}>{r.alert.severity}</span></> },
      { id: "worth", header: "Worth", narrow: "wide", sort: (r) => worths.indexOf(r.alert.worth), text: (r) => r.alert.worth, cell: (r) => <span data-tip={worthHints[r.alert.worth]}>{r.alert.worth === "answers" ? <>answers {r.alert.answers.map(titleOf).join(", ")}</> : worthWords[r.alert.worth]}</span> },
      { id: "cost", header: "Budget", hint: "What burnt while it was open, or since what it answers began, as a share of the period's budget", align: "right", width: "90px", sort: (r) => r.alert.cost, text: (r) => r.alert.cost, cell: (r) => <span className="tabular">{ratio(r.alert.cost)}</span> },
      { id: "after", header: "Seen after", align: "right", width: "100px", narrow: "hide", text: (r) => r.alert.detected_after, cell: (r) => <span className="tabular">{span(r.alert.detected_after)}</span> },
      { id: "open", header: "Open for", align: "right", width: "110px", narrow: "hide", sort: lasted, text: (r) => lasted(r), cell: (r) => <span className="tabular">{r.alert.resolved_at ? duration(lasted(r) as number) : "still open"}</span> },
    ];
  }, [backtest, many]);
  const of = (w: Worth): number => rows.filter((r) => r.alert.worth === w).length;
  return (
    <>
      <div className={classes.chips} role="group" aria-label="Alerts by worth">
        <button type="button" aria-pressed={!worth} onClick={() => onWorth(undefined)}>all {rows.length}</button>
        {worths.map((w) => <button key={w} type="button" aria-pressed={worth === w} data-tip={worthHints[w]} onClick={() => onWorth(worth === w ? undefined : w)}>{worthWords[w]} {of(w)}</button>)}
      </div>
      <DataTable label="Alerts that would have fired" rows={shown} columns={columns} rowKey={(r) => r.key} onOpen={(r) => onOpen(r.key)} csv primary
        empty={<Empty title={worth ? `No alert was ${worth === "answers" ? "an answer to a loss" : worthWords[worth]}` : "No alert would have fired"}>{worth ? "" : "With these rules nobody would have been told of anything in this range."}</Empty>} />
    </>
  );
}
