/** A submitted card, to be read: evidence before ratings, and what the first version said where it was another. */
import type { Card, Kit } from "./hire.api";
import { pointWords, recommendationWords, type Recommendation } from "./hire.words";
import classes from "./Scorecard.module.css";

export function CardRead({ card, first, kit }: { card: Card; first?: Card; kit: Kit }) {
  const named = (id: string): string => kit.dimensions.find((d) => d.id === id)?.name ?? id;
  const words = (id: string): string => card.answers.find((a) => a.id === id)?.words ?? "";
  return (
    <div className={classes.read}>
      <p><strong>{recommendationWords[card.recommendation as Recommendation]}.</strong> {card.why}{card.why_changed && <span className="caption"> Changed: {card.why_changed}</span>}</p>
      <dl>
        {card.dimensions.map((d) => {
          const before = first?.dimensions.find((x) => x.dimension === d.dimension);
          const moved = before && (before.rating ?? null) !== (d.rating ?? null);
          return (
            <div key={d.dimension}>
              <dt>{named(d.dimension)} <Rating points={d.rating} />{moved && <span className="caption"> first {before.rating ?? "not assessed"}</span>}</dt>
              <dd>
                {d.evidence.map((e) => <p key={`${e.answer}${e.quote}${e.observed}`}>{e.observed ? <><em>seen</em> {e.observed}</> : <q>{e.quote || words(e.answer ?? "")}</q>}</p>)}
                {d.not_assessed && <p className="quiet">Not assessed: {d.not_assessed}</p>}
                {d.note && <p className="quiet">{d.note}</p>}
              </dd>
            </div>
          );
        })}
      </dl>
      {card.flags.length > 0 && <ul>{card.flags.map((f) => <li key={f.prompt}><strong>{kit.red_flags.find((p) => p.id === f.prompt)?.text ?? f.prompt}</strong> {f.seen} <span className="quiet">Against it: {f.against}</span></li>)}</ul>}
      <details><summary>The candidate's words</summary>{card.answers.map((a) => <p key={a.id}><strong>{a.question || a.asked}</strong> {a.words}</p>)}</details>
    </div>
  );
}

export function Rating({ points }: { points: number | null | undefined }) {
  if (points === null || points === undefined) return <span className="quiet">not assessed</span>;
  return (
    <span className={classes.points} aria-label={`${points} of 4, ${pointWords[points]}`}>
      <svg width="44" height="10" aria-hidden>{[1, 2, 3, 4].map((p) => <rect key={p} x={(p - 1) * 11} y="1" width="9" height="8" rx="1" data-on={p <= points || undefined} />)}</svg>
      {points} {pointWords[points]}
    </span>
  );
}
