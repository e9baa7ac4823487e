/** Each objective, and what it would have brought: breaches, freezes, pages. The tightest that its past affords is marked. */
import { IconAnchor, IconCircleCheck, IconCircleMinus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { budget, durationText, minutes } from "@/kit/format";
import type { Level, TargetSuggestion } from "./targets.api";
import { barShare, levelSaid, plain, timesWords } from "./targets.words";
import classes from "./Targets.module.css";

export interface LevelTableProps { suggestion: TargetSuggestion; mostPages: number; canPropose: boolean; onPropose: (objective: string) => void }

export function LevelTable({ suggestion, mostPages, canPropose, onPropose }: LevelTableProps) {
  const { levels, tightest_affordable: best, loosest_noticed: noticed, slo } = suggestion;
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Objectives compared">
      <table className={classes.levels} aria-label="What each objective would have brought">
        <thead>
          <tr><th scope="col">Objective</th><th scope="col" data-tip="How long everything may be down in one period">Outage allowed</th><th scope="col">Breaches</th><th scope="col">Freezes</th><th scope="col">Pages in 30 d</th><th scope="col">Left now</th><th scope="col">Verdict</th><td /></tr>
        </thead>
        <tbody>
          {levels.map((level) => {
            const tightest = best !== null && best !== undefined && plain(best) === plain(level.objective);
            const loosest = noticed !== null && noticed !== undefined && plain(noticed) === plain(level.objective);
            return (
              <tr key={level.objective} data-best={tightest || undefined} data-now={level.as_it_is || undefined}>
                <th scope="row"><span className="tabular">{level.objective}</span>{level.as_it_is && <span className={classes.tag}>as it is</span>}{tightest && <span className={classes.tag} data-strong><IconAnchor size={12} aria-hidden /> tightest affordable</span>}{loosest && <span className={classes.tag}>users notice below</span>}</th>
                <td className="tabular" data-name="outage">{minutes(level.budget_minutes)}</td>
                <td data-name="breaches"><Bar value={level.breaches} share={barShare(level.breaches, 2)} said={timesWords(level.breaches, level.in_breach)} tone="breach" /></td>
                <td data-name="freezes"><Bar value={level.freezes} share={barShare(level.freezes, 2)} said={timesWords(level.freezes, level.in_freeze)} tone="caution" /></td>
                <td data-name="pages"><Bar value={level.pages_per_month} share={barShare(level.pages_per_month, mostPages)} limit={0.5} said={level.pages_per_month.toFixed(1)} tone={level.pages_per_month > mostPages ? "breach" : "plain"} hint={level.detect_median ? `seen after ${durationText(level.detect_median)}, the median` : undefined} /></td>
                <td className="tabular" data-name="left">{budget(level.budget_now, 0)}</td>
                <td><Verdict level={level} /></td>
                <td className={classes.take}>
                  {!level.as_it_is && canPropose && <button type="button" onClick={() => onPropose(plain(level.objective))} aria-label={`Propose ${level.objective}`}>Propose</button>}
                  {!level.as_it_is && <Link to="/slos/$name/what-if" params={{ name: slo }} search={{ v: `o${plain(level.objective)}` }} aria-label={`What if it were ${level.objective}`}>What if</Link>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Verdict({ level }: { level: Level }) {
  const Icon = level.affordable ? IconCircleCheck : IconCircleMinus;
  return <span className={classes.verdict} data-yes={level.affordable || undefined}><Icon size={14} aria-hidden /> <span>{levelSaid(level)}</span></span>;
}

/** `limit`: where on the bar the line stands beyond which nobody wants to go. */
function Bar({ value, share, said, tone, limit, hint }: { value: number; share: number; said: string; tone: "breach" | "caution" | "plain"; limit?: number; hint?: string | undefined }) {
  return (
    <span className={classes.bar} data-tip={hint}>
      <svg width="72" height="10" aria-hidden><rect width="72" height="6" y="2" rx="1" className={classes.track} />{value > 0 && <rect width={Math.max(2, share * 72)} height="6" y="2" rx="1" data-tone={tone} />}{limit !== undefined && <line x1={limit * 72} x2={limit * 72} y1="0" y2="10" />}</svg>
      <span className="tabular">{said}</span>
    </span>
  );
}
