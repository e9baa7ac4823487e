import { expect, it } from "vitest";
import { empty, isEmpty, merge, most, newFigure, newStory, readWorkbook, withDrill, withHeard, withNote, withStory, withoutStory, type Drill } from "./workbook";

const go = (question: string, day: number): Drill => ({ question, version: 1, at: `2026-11-${String(day).padStart(2, "0")}T10:00:00Z`, seconds: 80, said: [0], signals: 3, weak: [] });

it("reads what it wrote, and leaves out what it does not understand", () => {
  const w = withNote(withStory(withDrill(empty(), go("A1", 1)), { ...newStory("influence"), title: "T" }), "A1", "note");
  expect(readWorkbook(JSON.parse(JSON.stringify(w)))).toEqual(w);
  expect(readWorkbook(null)).toEqual(empty());
  expect(readWorkbook({ drills: "x", stories: [{ id: 7 }, { id: "s1", kind: "magic" }], words_per_minute: 9999, role: "king" })).toEqual({
    ...empty(), words_per_minute: 220, stories: [{ id: "s1", kind: "other", title: "", context: "", problem: "", action: "", result: "", learning: "", changed_at: "1970-01-01T00:00:00Z" }],
  });
  expect(isEmpty(empty())).toBe(true);
  expect(isEmpty(w)).toBe(false);
});

it("keeps no empty note and no empty answer, and lets the oldest goes make room", () => {
  expect(withNote(withNote(empty(), "A1", "x"), "A1", "  ").notes).toEqual([]);
  expect(withHeard(withHeard(empty(), "pain-1", { chosen: true }), "pain-1", { chosen: false }).heard).toEqual([]);
  let w = empty();
  for (let i = 0; i <= most.drills; ++i) w = { ...w, drills: [...w.drills, { ...go("A1", 1), at: new Date(i * 1000).toISOString() }] };
  expect(withDrill(w, go("B1", 2)).drills.length).toBe(most.drills);
  expect(withDrill(w, go("B1", 2)).drills.at(-1)?.question).toBe("B1");
});

it("makes one workbook of two tabs: nothing that was written is lost", () => {
  const base = withStory(withDrill(empty(), go("A1", 1)), { ...newStory("influence"), id: "s1", title: "before" });
  const mine = withNote(withDrill(base, go("B1", 2)), "A1", "mine");
  const theirs = withStory(withDrill(base, go("C1", 3)), { ...base.stories[0]!, title: "theirs" });
  const both = merge(base, mine, theirs);
  expect(both.drills.map((d) => d.question)).toEqual(["A1", "B1", "C1"]);
  expect(both.notes.map((n) => n.text)).toEqual(["mine"]);
  expect(both.stories.map((s) => s.title)).toEqual(["theirs"]);
  expect(merge(base, base, theirs)).toEqual(theirs);
  expect(merge(base, mine, base)).toEqual(mine);
});

it("removes what one removed, unless the other changed it meanwhile; of two changes the later stands", () => {
  const base = withStory(empty(), { ...newStory("influence"), id: "s1", title: "before" });
  expect(merge(base, withoutStory(base, "s1"), base).stories).toEqual([]);
  expect(merge(base, base, withoutStory(base, "s1")).stories).toEqual([]);
  const changed = { ...base, stories: [{ ...base.stories[0]!, title: "changed", changed_at: "2026-11-02T00:00:00Z" }] };
  expect(merge(base, withoutStory(base, "s1"), changed).stories[0]?.title).toBe("changed");
  const later = { ...base, stories: [{ ...base.stories[0]!, title: "later", changed_at: "2026-11-03T00:00:00Z" }] };
  expect(merge(base, changed, later).stories[0]?.title).toBe("later");
  expect(merge(base, later, changed).stories[0]?.title).toBe("later");
});

it("begins a sheet with what a resume tells", () => {
  expect(newFigure({ claim: "Cut pages by 40 %", baseline: "12" })).toMatchObject({ claim: "Cut pages by 40 %", baseline: "12", after: "" });
});
