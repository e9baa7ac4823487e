/** A scorecard as it is being written: what may be done to it, and what it still lacks. The server checks it again. */
import type { Card, CardDimension } from "./hire.api";

export interface Lack { where: string; text: string }

export function emptyCard(dimensions: readonly string[], questions: readonly string[]): Card {
  return {
    answers: questions.map((question, at) => ({ id: `a${at + 1}`, question, asked: "", words: "", minute: null })),
    dimensions: dimensions.map((dimension) => ({ dimension, evidence: [], rating: null, not_assessed: "", note: "" })),
    flags: [], recommendation: "no_decision", why: "", minutes: null, why_changed: "",
  };
}

/** A draft from before the plan changed gets what it lacks; nothing that was written is taken away. */
export function completed(card: Card, dimensions: readonly string[], questions: readonly string[]): Card {
  const blank = emptyCard(dimensions, questions);
  const asked = new Set(card.answers.map((a) => a.question));
  const rated = new Set(card.dimensions.map((d) => d.dimension));
  let next = card.answers.reduce((most, a) => Math.max(most, Number(a.id.replace(/\D/g, "")) || 0), 0);
  return {
    ...blank, ...card,
    answers: [...card.answers, ...blank.answers.filter((a) => !asked.has(a.question)).map((a) => ({ ...a, id: `a${++next}` }))],
    dimensions: [...card.dimensions, ...blank.dimensions.filter((d) => !rated.has(d.dimension))],
  };
}

export const nextAnswerId = (card: Card): string => `a${card.answers.reduce((most, a) => Math.max(most, Number(a.id.replace(/\D/g, "")) || 0), 0) + 1}`;

export const setWords = (card: Card, id: string, words: string, minute: number | null): Card => ({
  ...card,
  answers: card.answers.map((a) => (a.id === id ? { ...a, words, minute: a.minute ?? (words.trim() ? minute : null) } : a)),
  // A quote that is no longer among the words is no evidence any more.
  dimensions: card.dimensions.map((d) => ({ ...d, evidence: d.evidence.filter((e) => e.answer !== id || (words.trim() !== "" && words.includes(e.quote))) })).map(withoutGround),
});

const withoutGround = (d: CardDimension): CardDimension => (d.evidence.length === 0 && d.rating !== null ? { ...d, rating: null } : d);

export const change = (card: Card, dimension: string, part: Partial<CardDimension>): Card => ({
  ...card,
  dimensions: card.dimensions.map((d) => (d.dimension === dimension ? { ...d, ...part } : d)),
});

export function addEvidence(card: Card, dimension: string, evidence: CardDimension["evidence"][number]): Card {
  const now = card.dimensions.find((d) => d.dimension === dimension);
  if (!now || now.evidence.some((e) => e.answer === evidence.answer && e.quote === evidence.quote && e.observed === evidence.observed)) return card;
  return change(card, dimension, { evidence: [...now.evidence, evidence] });
}

export const removeEvidence = (card: Card, dimension: string, at: number): Card => ({
  ...card,
  dimensions: card.dimensions.map((d) => (d.dimension === dimension ? withoutGround({ ...d, evidence: d.evidence.filter((_, i) => i !== at) }) : d)),
});

/** Rates, or takes the rating back where it stood already. Without evidence nothing happens. */
export function rate(card: Card, dimension: string, rating: number): Card {
  const now = card.dimensions.find((d) => d.dimension === dimension);
  if (!now || now.evidence.length === 0) return card;
  return change(card, dimension, { rating: now.rating === rating ? null : rating, not_assessed: "" });
}

/** What is sent: answers that nobody gave are left out. */
export const finished = (card: Card): Card => ({ ...card, answers: card.answers.filter((a) => a.words.trim() !== "") });

/** Everything that stands between this card and its submission, in the order of the page. */
export function lacks(card: Card, toAssess: readonly string[], named: (dimension: string) => string, second: boolean): Lack[] {
  const out: Lack[] = [];
  if (!card.answers.some((a) => a.words.trim() !== "") && !card.dimensions.some((d) => d.evidence.some((e) => e.observed))) out.push({ where: "words", text: "The candidate's own words: none are written down" });
  for (const d of card.dimensions) {
    const must = toAssess.includes(d.dimension);
    if (d.rating !== null && d.evidence.length === 0) out.push({ where: d.dimension, text: `${named(d.dimension)}: a rating stands on evidence` });
    else if (must && d.rating === null && !d.not_assessed.trim()) out.push({ where: d.dimension, text: d.evidence.length === 0 ? `${named(d.dimension)}: evidence and a rating, or why it was not assessed` : `${named(d.dimension)}: a rating, or why it was not assessed` });
  }
  for (const f of card.flags) if (!f.seen.trim() || !f.against.trim()) out.push({ where: f.prompt, text: "A prompt: what came up, and what speaks against it" });
  if (!card.why.trim()) out.push({ where: "why", text: "The recommendation's reason" });
  if (second && !card.why_changed.trim()) out.push({ where: "why_changed", text: "Why this card is changed" });
  return out;
}
