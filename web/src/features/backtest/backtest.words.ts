/** A backtest in a person's words. Pure. */
import { budget, duration, durationText, parseDuration, ratio, utc } from "@/kit/format";
import { plural } from "@/features/catalog/catalog.words";
import type { Backtest, BacktestAlert, Detection, FrontPoint, Loss, Score, VariantResult, Worth } from "./backtest.api";

export const asItIs = "as it is";

export const worthWords: Record<Worth, string> = { answers: "answers a loss", costly: "costly, unexplained", cheap: "cheap" };
export const worthHints: Record<Worth, string> = {
  answers: "It fired for something that harmed users.",
  costly: "Nothing known explains it, but at least 1 % of the budget burnt while it was open.",
  cheap: "Nothing known explains it, and less than 1 % of the budget burnt: nobody needed to be told.",
};

const ms = (text: string | null | undefined): number | null => (text === null || text === undefined ? null : parseDuration(text));
export const span = (text: string | null | undefined, absent = "–"): string => (text === null || text === undefined ? absent : durationText(text));

/** Its title; an episode of the counts is called by its begin: "15 Nov 13:20". */
export const lossTitle = (loss: Pick<Loss, "title" | "start">): string => loss.title || utc(Date.parse(loss.start)).replace(/ \d{4} (\d\d:\d\d).*/, " $1");
export const lossTitles = (losses: readonly Loss[]): ((id: string) => string) => {
  const known = new Map(losses.map((l) => [l.id, lossTitle(l)]));
  return (id) => known.get(id) ?? id;
};

/** What one alert was worth, as a sentence's end: "answers INC-318, 2 min after it began". */
export function worthOf(alert: BacktestAlert, titleOf: (id: string) => string): string {
  const cost = `${ratio(alert.cost)} of the budget`;
  if (alert.worth === "answers") {
    const after = ms(alert.detected_after);
    return `answers ${alert.answers.map(titleOf).join(", ")}${after === null ? "" : `, ${duration(after)} after it began`}; ${cost}`;
  }
  return `${worthWords[alert.worth]}: ${cost}`;
}

export function alertWords(alert: BacktestAlert, titleOf: (id: string) => string): string {
  const lasted = alert.resolved_at ? `open for ${duration(Date.parse(alert.resolved_at) - Date.parse(alert.fired_at))}` : "still open at the end";
  return `${alert.rule}, ${alert.severity}, ${lasted}${alert.began_open ? ", fired before the range" : ""}\n${worthOf(alert, titleOf)}`;
}

/** "page after 4 min", "ticket only, after 2 h", "no page". */
export function detectionWords(found: Detection | undefined, loss: Loss): { text: string; missed: boolean } {
  if (found?.paged_at) return { text: `${span(found.detected_after)}${found.spent_by_then === null || found.spent_by_then === undefined ? "" : `, ${budget(found.spent_by_then)} spent`}`, missed: false };
  if (found?.ticket_at) return { text: `ticket only, ${duration(Math.max(0, Date.parse(found.ticket_at) - Date.parse(loss.start)))}`, missed: true };
  return { text: "nobody was told", missed: true };
}

export interface Difference { text: string; strong?: boolean }

const more = (by: number, one: string, many?: string): string => `${plural(Math.abs(by), `${by > 0 ? "more" : "fewer"} ${one}`, `${by > 0 ? "more" : "fewer"} ${many ?? `${one}s`}`)}`;

/** What would have been otherwise, in words: the budget first, then whom it wakes, then what it misses. */
export function differences(was: VariantResult, is: VariantResult): Difference[] {
  const [a, b] = [was.score, is.score];
  const said: Difference[] = [];
  const [from, to] = [was.budget_remaining ?? null, is.budget_remaining ?? null];
  if (from !== to && budget(from) !== budget(to)) said.push({ text: `budget ${budget(from)} → ${budget(to)}`, strong: true });
  const counts: [keyof Score, string, string?][] = [["pages", "page"], ["tickets", "ticket"], ["losses_without_page", "loss without a page", "losses without a page"], ["breaches", "breach", "breaches"], ["freezes", "freeze"]];
  for (const [field, one, many] of counts) {
    const by = Number(b[field]) - Number(a[field]);
    if (by !== 0) said.push({ text: more(by, one, many) });
  }
  const [soon, late] = [ms(a.detect_median), ms(b.detect_median)];
  if (soon !== null && late !== null && soon !== late) said.push({ text: `losses seen ${duration(late - soon)} ${late < soon ? "sooner" : "later"}` });
  return said;
}

/** One sentence of what was replayed, and how much of it was measured. */
export function replayedWords(b: Backtest): string {
  const [from, to] = [Date.parse(b.range.start), Date.parse(b.range.end)];
  return `${duration(to - from)} judged every ${durationText(b.step)}${b.coverage === null || b.coverage === undefined ? "" : `, ${ratio(b.coverage)} measured`}`;
}

/** A number of a score and how it differs from the SLO as it is. `worse`: it went the way that nobody wants. */
export interface ScoreRow { id: string; name: string; hint: string; value: (v: VariantResult) => string; number: (v: VariantResult) => number | null; less: boolean }
const share = (v: number | null | undefined): string => (v === null || v === undefined ? "–" : ratio(v));
const per = (n: number): string => (n >= 100 ? n.toFixed(0) : n.toFixed(1));
export const scoreRows: readonly ScoreRow[] = [
  { id: "budget", name: "Budget at the end", hint: "Share of the period's budget that would be left at the end of the range", value: (v) => budget(v.budget_remaining), number: (v) => v.budget_remaining ?? null, less: false },
  { id: "pages", name: "Pages in 30 d", hint: "Alerts that wake somebody, for each 30 days", value: (v) => `${per(v.score.pages_per_month)}`, number: (v) => v.score.pages_per_month, less: true },
  { id: "tickets", name: "Tickets", hint: "Alerts that open a ticket, in the whole range", value: (v) => String(v.score.tickets), number: (v) => v.score.tickets, less: true },
  { id: "precision", name: "Pages that answer a loss", hint: "Precision: pages that fired for something that harmed users, of all pages", value: (v) => (v.score.pages === 0 ? "no pages" : `${v.score.pages_that_answer} of ${v.score.pages}, ${share(v.score.precision)}`), number: (v) => v.score.precision ?? null, less: false },
  { id: "cheap", name: "Cheap pages", hint: "Pages that answer nothing and burnt less than 1 % of the budget", value: (v) => String(v.score.cheap_pages), number: (v) => v.score.cheap_pages, less: true },
  { id: "recall", name: "Losses with a page", hint: "Recall: losses that paged, of all losses", value: (v) => (v.score.losses === 0 ? "no losses" : `${v.score.losses - v.score.losses_without_page} of ${v.score.losses}, ${share(v.score.recall)}`), number: (v) => v.score.recall ?? null, less: false },
  { id: "detect", name: "Seen after", hint: "From the begin of a loss to its page: the median, and the worst", value: (v) => (v.score.detect_median ? `${span(v.score.detect_median)}${v.score.detect_worst ? `, at worst ${span(v.score.detect_worst)}` : ""}` : "–"), number: (v) => ms(v.score.detect_median), less: true },
  { id: "reset", name: "Over after", hint: "From the end of a loss until its alert resolved: the median", value: (v) => span(v.score.reset_median), number: (v) => ms(v.score.reset_median), less: true },
  { id: "breaches", name: "Breaches", hint: "Times that the budget was spent, and how long it stayed so", value: (v) => timesWords(v.score.breaches, v.score.in_breach), number: (v) => v.score.breaches, less: true },
  { id: "freezes", name: "Freezes", hint: "Times that the budget went under the policy's freeze threshold, and how long it stayed there", value: (v) => timesWords(v.score.freezes, v.score.in_freeze), number: (v) => v.score.freezes, less: true },
];
const timesWords = (n: number, length: string): string => (n === 0 ? "none" : `${n}, ${span(length)}`);

/** "" the same, "better" or "worse" than the SLO as it is. */
export function against(row: ScoreRow, was: VariantResult, is: VariantResult): "" | "better" | "worse" {
  const [a, b] = [row.number(was), row.number(is)];
  if (a === null || b === null || Math.abs(a - b) < 1e-12) return "";
  return b < a === row.less ? "better" : "worse";
}

export const frontWords = (p: FrontPoint): string => `${per(p.pages_per_month)} pages in 30 d, losses seen after ${span(p.detect_mean)} on average`;
