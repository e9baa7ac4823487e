import { useId } from "react";
import type { TierLine } from "./portfolio.api";
import classes from "./Portfolio.module.css";

export const standWords = (t: TierLine): string => [`${t.meeting} of ${t.services} keep their promises`, t.breached > 0 && `${t.breached} overspent`, t.cannot_tell > 0 && `${t.cannot_tell} cannot be told`, t.without_slo > 0 && `${t.without_slo} promise nothing`].filter(Boolean).join(", ");

/** How the services of a tier stand: promises kept (plain), overspent (hatched), cannot be told or nothing promised (hollow). */
export function StandBar({ tier }: { tier: TierLine }) {
  const id = useId();
  const all = Math.max(1, tier.meeting + tier.breached + tier.cannot_tell + tier.without_slo);
  const width = (n: number): string => `${(n / all) * 100}%`;
  const words = standWords(tier);
  return (
    <svg width="100%" height="14" className={classes.stand} role="img" aria-label={words} data-tip={words}>
      <defs><pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="2.4" height="5" className={classes.hatch} /></pattern></defs>
      <rect x="0" width={width(tier.meeting)} y="2" height="10" className={classes.met} />
      <rect x={width(tier.meeting)} width={width(tier.breached)} y="2" height="10" fill={`url(#${id})`} className={classes.over} />
      <rect x={width(tier.meeting + tier.breached)} width={width(tier.cannot_tell + tier.without_slo)} y="2" height="10" className={classes.hollow} />
    </svg>
  );
}
