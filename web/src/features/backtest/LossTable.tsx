/** What harmed users, those that nobody was told of first, and when each variant would have said so. */
import { useMemo } from "react";
import { Link } from "@tanstack/react-router";
import { DataTable, type Column } from "@/kit/DataTable";
import { burn, duration, ratio, utc } from "@/kit/format";
import { Empty } from "@/kit/states";
import type { Backtest, Loss } from "./backtest.api";
import { detectionWords, lossTitle } from "./backtest.words";
import classes from "./Backtest.module.css";

const length = (l: Loss): number => Date.parse(l.end) - Date.parse(l.start);

export function LossTable({ backtest }: { backtest: Backtest }) {
  const { losses, variants } = backtest;
  const rows = useMemo(() => {
    const missed = (l: Loss): number => variants.filter((v) => !v.detections.find((d) => d.loss === l.id)?.paged_at).length;
    return [...losses].sort((a, b) => missed(b) - missed(a) || b.share - a.share);
  }, [losses, variants]);
  const columns = useMemo((): Column<Loss>[] => [
    { id: "title", header: backtest.losses_are_known ? "Incident" : "Loss", narrow: "wide", sort: lossTitle, text: lossTitle, cell: (l) => <span className={classes.wrap}><Link to="/slos/$name" params={{ name: backtest.slo }} search={{ from: Date.parse(l.start) - length(l) / 2 - 900_000, to: Date.parse(l.end) + length(l) / 2 + 900_000 }}>{lossTitle(l)}</Link></span> },
    { id: "start", header: "Began", width: "180px", sort: (l) => Date.parse(l.start), text: (l) => l.start, cell: (l) => <span className="tabular">{utc(Date.parse(l.start)).replace(/:\d\d UTC/, "")}</span> },
    { id: "length", header: "For", width: "100px", align: "right", sort: length, text: length, cell: (l) => <span className="tabular">{duration(length(l))}</span> },
    { id: "share", header: "Budget", hint: "Share of the period's budget that it spent, by the SLO as it is", width: "90px", align: "right", sort: (l) => l.share, text: (l) => l.share, cell: (l) => <span className="tabular">{ratio(l.share)}</span> },
    { id: "peak", header: "Peak burn", hint: "Over 5 minutes", width: "90px", align: "right", narrow: "hide", sort: (l) => l.peak_burn, text: (l) => l.peak_burn, cell: (l) => <span className="tabular">{burn(l.peak_burn)}</span> },
    ...variants.map((v, n): Column<Loss> => ({
      id: `seen ${n}`, header: variants.length > 1 ? `${v.name}: paged after` : "Paged after", width: "170px", narrow: "wide", text: (l) => v.detections.find((d) => d.loss === l.id)?.detected_after ?? "",
      cell: (l) => {
        const { text, missed } = detectionWords(v.detections.find((d) => d.loss === l.id), l);
        return <span className={missed ? "word-caution" : "tabular"} data-name={variants.length > 1 ? v.name : undefined}>{text}</span>;
      },
    })),
  ], [backtest.slo, backtest.losses_are_known, variants]);
  return <DataTable label="Losses" rows={rows} columns={columns} rowKey={(l) => l.id} csv empty={<Empty title="Nothing harmed users">{backtest.losses_are_known ? "None of the incidents lies in this range." : "No episode of this range spent 1 % of the budget. Alerts are then worth what burnt while they were open."}</Empty>} />;
}
