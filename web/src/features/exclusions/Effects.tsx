/** What leaving the time out does to each budget: with it, and as if it counted. Both, always. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { LoadLine } from "@/features/slo/LoadLine";
import { slosQuery } from "@/features/slo/slo.api";
import { counted } from "@/features/slo/unit";
import { budget } from "@/kit/format";
import type { Effect } from "./exclusions.api";
import classes from "./Exclusions.module.css";

const shown = 12;

export function Effects({ effects }: { effects: readonly Effect[] }) {
  const slos = useQuery(slosQuery({})).data?.items;
  if (effects.length === 0) return <p className="quiet">No SLO is touched: nothing was counted in that time, or it is yet to come.</p>;
  return (
    <>
      <ul className={classes.effects}>
        {effects.slice(0, shown).map((effect) => {
          const thresholds = slos?.find((s) => s.name === effect.slo)?.thresholds ?? { caution: 0.25, freeze: 0 };
          return (
            <li key={effect.slo}>
              <p><Link to="/slos/$name" params={{ name: effect.slo }}>{effect.slo}</Link> <span className="caption">{counted(effect.bad, effect.unit)} bad of {counted(effect.valid, effect.unit)} left out</span></p>
              <div className={classes.sides}>
                <Side word="counted" share={effect.budget_without} thresholds={thresholds} />
                <Side word="left out" share={effect.budget_with} thresholds={thresholds} />
              </div>
              {effect.why_empty && <p className="caption">{effect.why_empty}</p>}
            </li>
          );
        })}
      </ul>
      {effects.length > shown && <p className="caption">and {effects.length - shown} more SLOs</p>}
    </>
  );
}

function Side({ word, share, thresholds }: { word: string; share: number | null | undefined; thresholds: { caution: number; freeze: number } }) {
  return (
    <span className={classes.side}>
      <span className="caption">{word}</span> <strong className="tabular">{budget(share)}</strong>
      <LoadLine remaining={share ?? null} thresholds={thresholds} width={170} />
    </span>
  );
}
