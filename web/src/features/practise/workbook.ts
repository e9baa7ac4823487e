/** What one person practised, as the browser holds it: an empty one, changes to it, and how two versions of it become one. Pure. */

export const roles = ["sre", "senior", "staff", "manager", "director"] as const;
export type Role = (typeof roles)[number];
export const storyKinds = ["reliability_win", "hard_feedback", "influence", "weakness", "leaving", "other"] as const;
export type StoryKind = (typeof storyKinds)[number];
export const storyLines = ["context", "problem", "action", "result", "learning"] as const;
export type StoryLine = (typeof storyLines)[number];
export const figureFields = ["claim", "baseline", "after", "formula", "window", "sample", "included", "excluded", "mechanism", "caveats", "rework", "confidence"] as const;
export type FigureField = (typeof figureFields)[number];
export const proofKinds = ["reliability", "automation", "leadership"] as const;
export type ProofKind = (typeof proofKinds)[number];

export interface Drill { question: string; version: number; at: string; seconds: number; said: number[]; signals: number; weak: number[] }
export interface Note { question: string; text: string; changed_at: string }
export interface Story extends Record<StoryLine, string> { id: string; kind: StoryKind; title: string; changed_at: string }
export interface Figure extends Record<FigureField, string> { id: string; changed_at: string }
export interface Heard { ask: string; text: string; sounded: "good" | "bad" | "unsure" | null; chosen: boolean; changed_at: string }
export interface Proof { of: ProofKind; need: string; proof: string }
export interface Closing { opening: string; proofs: Proof[]; changed_at: string }
export interface Workbook {
  format: 1;
  role: Role | null;
  words_per_minute: number;
  drills: Drill[];
  notes: Note[];
  stories: Story[];
  figures: Figure[];
  heard: Heard[];
  closing: Closing | null;
}

/** What the server keeps of one person. */
export const most = { drills: 2000, notes: 300, stories: 60, figures: 100, heard: 200, line: 2000, title: 200, bytes: 1 << 20 } as const;

export const empty = (): Workbook => ({ format: 1, role: null, words_per_minute: 150, drills: [], notes: [], stories: [], figures: [], heard: [], closing: null });
export const isEmpty = (w: Workbook): boolean => w.drills.length + w.notes.length + w.stories.length + w.figures.length + w.heard.length === 0 && w.closing === null;

export const now = (): string => new Date().toISOString();
/** An id for a story or a sheet: unlike any other of this person. */
export const newId = (prefix: string): string => `${prefix}${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;

export const newStory = (kind: StoryKind): Story => ({ id: newId("s"), kind, title: "", context: "", problem: "", action: "", result: "", learning: "", changed_at: now() });
export const newFigure = (part: Partial<Record<FigureField, string>> = {}): Figure => ({
  id: newId("f"), claim: "", baseline: "", after: "", formula: "", window: "", sample: "", included: "", excluded: "", mechanism: "", caveats: "", rework: "", confidence: "", ...part, changed_at: now(),
});
export const newClosing = (): Closing => ({ opening: "", proofs: proofKinds.map((of) => ({ of, need: "", proof: "" })), changed_at: now() });

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter((each): each is Record<string, unknown> => typeof each === "object" && each !== null) : []);
const places = (value: unknown): number[] => (Array.isArray(value) ? value.filter((each): each is number => Number.isInteger(each) && each >= 0) : []);
const whole = (value: unknown, otherwise: number): number => (Number.isInteger(value) ? (value as number) : otherwise);
const one = <T extends string>(value: unknown, of: readonly T[]): T | null => of.find((each) => each === value) ?? null;
const time = (value: unknown): string => (typeof value === "string" && Number.isFinite(Date.parse(value)) ? value : "1970-01-01T00:00:00Z");

/** Whatever a file, a server or an earlier version of this page wrote, as a workbook: what is not understood is left out. */
export function readWorkbook(from: unknown): Workbook {
  const w = (typeof from === "object" && from !== null ? from : {}) as Record<string, unknown>;
  const closing = typeof w.closing === "object" && w.closing !== null ? (w.closing as Record<string, unknown>) : null;
  return {
    format: 1,
    role: one(w.role, roles),
    words_per_minute: Math.min(220, Math.max(80, whole(w.words_per_minute, 150))),
    drills: list(w.drills).filter((d) => text(d.question)).map((d) => ({ question: text(d.question), version: whole(d.version, 1), at: time(d.at), seconds: whole(d.seconds, 0), said: places(d.said), signals: whole(d.signals, 0), weak: places(d.weak) })),
    notes: list(w.notes).filter((n) => text(n.question)).map((n) => ({ question: text(n.question), text: text(n.text), changed_at: time(n.changed_at) })),
    stories: list(w.stories).filter((s) => text(s.id)).map((s) => ({
      id: text(s.id), kind: one(s.kind, storyKinds) ?? "other", title: text(s.title), context: text(s.context), problem: text(s.problem), action: text(s.action), result: text(s.result), learning: text(s.learning), changed_at: time(s.changed_at),
    })),
    figures: list(w.figures).filter((f) => text(f.id)).map((f) => ({ ...(Object.fromEntries(figureFields.map((field) => [field, text(f[field])])) as Record<FigureField, string>), id: text(f.id), changed_at: time(f.changed_at) })),
    heard: list(w.heard).filter((h) => text(h.ask)).map((h) => ({ ask: text(h.ask), text: text(h.text), sounded: one(h.sounded, ["good", "bad", "unsure"] as const), chosen: h.chosen === true, changed_at: time(h.changed_at) })),
    closing: closing && { opening: text(closing.opening), proofs: list(closing.proofs).map((p) => ({ of: one(p.of, proofKinds) ?? "reliability", need: text(p.need), proof: text(p.proof) })), changed_at: time(closing.changed_at) },
  };
}

/** With one more go; the oldest ones make room. */
export const withDrill = (w: Workbook, drill: Drill): Workbook => ({ ...w, drills: [...w.drills, drill].slice(-most.drills) });
/** With a note; an empty one is no note. */
export function withNote(w: Workbook, question: string, written: string): Workbook {
  const others = w.notes.filter((n) => n.question !== question);
  return { ...w, notes: written.trim() === "" ? others : [...others, { question, text: written.slice(0, most.line), changed_at: now() }].slice(-most.notes) };
}
const put = <T extends { id: string }>(items: T[], item: T): T[] => (items.some((each) => each.id === item.id) ? items.map((each) => (each.id === item.id ? item : each)) : [...items, item]);
export const withStory = (w: Workbook, story: Story): Workbook => ({ ...w, stories: put(w.stories, { ...story, changed_at: now() }) });
export const withoutStory = (w: Workbook, id: string): Workbook => ({ ...w, stories: w.stories.filter((s) => s.id !== id) });
export const withFigure = (w: Workbook, figure: Figure): Workbook => ({ ...w, figures: put(w.figures, { ...figure, changed_at: now() }) });
export const withoutFigure = (w: Workbook, id: string): Workbook => ({ ...w, figures: w.figures.filter((f) => f.id !== id) });
export function withHeard(w: Workbook, ask: string, part: Partial<Heard>): Workbook {
  const before = w.heard.find((h) => h.ask === ask) ?? { ask, text: "", sounded: null, chosen: false, changed_at: "" };
  const after = { ...before, ...part, changed_at: now() };
  const others = w.heard.filter((h) => h.ask !== ask);
  return { ...w, heard: after.text === "" && after.sounded === null && !after.chosen ? others : [...others, after].slice(-most.heard) };
}

/** One list out of two that began as `base`: what only one side has stays or goes as that side did; of what both changed, the later. */
function merged<T>(base: readonly T[], mine: readonly T[], theirs: readonly T[], key: (item: T) => string, at: (item: T) => string): T[] {
  const [was, here, there] = [base, mine, theirs].map((items) => new Map(items.map((item) => [key(item), item]))) as [Map<string, T>, Map<string, T>, Map<string, T>];
  const same = (a: T | undefined, b: T | undefined) => JSON.stringify(a) === JSON.stringify(b);
  const out: T[] = [];
  for (const id of new Set([...there.keys(), ...here.keys()])) {
    const [o, m, t] = [was.get(id), here.get(id), there.get(id)];
    if (m && t) out.push(same(m, o) ? t : same(t, o) ? m : Date.parse(at(m)) >= Date.parse(at(t)) ? m : t);
    else if (m && !same(m, o)) out.push(m);  // new here, or changed here and removed there: what was written is not lost
    else if (t && !same(t, o)) out.push(t);
  }
  return out;
}

/** Two tabs wrote: `base` is what this one began with. */
export function merge(base: Workbook, mine: Workbook, theirs: Workbook): Workbook {
  const later = <T>(m: T, t: T, o: T): T => (JSON.stringify(m) === JSON.stringify(o) ? t : m);
  const drills = merged(base.drills, mine.drills, theirs.drills, (d) => `${d.question} ${Date.parse(d.at)}`, (d) => d.at).sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return {
    format: 1,
    role: later(mine.role, theirs.role, base.role),
    words_per_minute: later(mine.words_per_minute, theirs.words_per_minute, base.words_per_minute),
    drills: drills.slice(-most.drills),
    notes: merged(base.notes, mine.notes, theirs.notes, (n) => n.question, (n) => n.changed_at).slice(-most.notes),
    stories: merged(base.stories, mine.stories, theirs.stories, (s) => s.id, (s) => s.changed_at).slice(-most.stories),
    figures: merged(base.figures, mine.figures, theirs.figures, (f) => f.id, (f) => f.changed_at).slice(-most.figures),
    heard: merged(base.heard, mine.heard, theirs.heard, (h) => h.ask, (h) => h.changed_at).slice(-most.heard),
    closing: later(mine.closing, theirs.closing, base.closing),
  };
}
