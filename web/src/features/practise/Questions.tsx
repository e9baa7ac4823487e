/** The bank of questions without their answers: whoever looks for one has not read its answer. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { TextInput } from "@mantine/core";
import { useCallback, useMemo } from "react";
import { Choice } from "@/kit/Choice";
import { DataTable, type Column } from "@/kit/DataTable";
import { Empty, Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { useSettled } from "@/kit/useSettled";
import { competencies, kinds, levels, questionsQuery, type QuestionRow } from "./practise.api";
import type { QuestionsSearch } from "./practise.url";
import { plain, roleWords } from "./practise.words";
import { PractiseHead } from "./PractiseHead";
import { useWorkbook } from "./store";
import { roles } from "./workbook";
import classes from "./Practise.module.css";

const levelOrder = { basic: 0, intermediate: 1, advanced: 2 } as const;

export function Questions() {
  const search = useSearch({ strict: false }) as QuestionsSearch;
  const navigate = useNavigate();
  const set = useCallback((part: { [K in keyof QuestionsSearch]?: QuestionsSearch[K] | undefined }) => void navigate({ to: ".", search: (before: QuestionsSearch) => ({ ...before, ...part }), resetScroll: false, replace: true } as never), [navigate]);
  const q = useSettled(search.q ?? "", 200);
  const { competency, level, kind, role } = search;
  const query = useQuery(questionsQuery({ ...(q && { search: q }), ...(competency && { competency }), ...(level && { level }), ...(kind && { kind }), ...(role && { role }) }));
  const { workbook } = useWorkbook();
  const last = useMemo(() => new Map(workbook.drills.map((d) => [d.question, d.at])), [workbook.drills]);
  const columns = useMemo((): Column<QuestionRow>[] => [
    { id: "id", header: "Id", width: "64px", sort: (r) => r.id, text: (r) => r.id, cell: (r) => <span className="quiet">{r.id}</span> },
    { id: "text", header: "Question", text: (r) => r.text, narrow: "wide", cell: (r) => <span className={classes.wrap}>{r.text}</span> },
    { id: "competency", header: "Competency", width: "140px", sort: (r) => r.competency, text: (r) => r.competency, cell: (r) => plain(r.competency) },
    { id: "level", header: "Level", width: "110px", sort: (r) => levelOrder[r.level], text: (r) => r.level, cell: (r) => r.level },
    { id: "last", header: "Practised", width: "110px", sort: (r) => Date.parse(last.get(r.id) ?? "") || 0, text: (r) => last.get(r.id) ?? "", cell: (r) => <Time at={last.get(r.id)} absent="" /> },
  ], [last]);
  const open = useCallback((r: QuestionRow) => void navigate({ to: "/practise/questions/$id", params: { id: r.id }, search: { ...(competency && { competency }), ...(level && { level }) } } as never), [navigate, competency, level]);
  return (
    <>
      <PractiseHead title="Questions" current="questions" caption={query.data && `${query.data.items.length} of ${query.data.questions}`} />
      <div className={classes.row}>
        <TextInput aria-label="Search questions" placeholder="Search: error budget, rollback…" size="xs" w={260} value={search.q ?? ""} onChange={(event) => set({ q: event.currentTarget.value || undefined })} />
        <Choice label="Competency" all="any competency" value={competency} options={competencies.map((c) => [c, plain(c)])} onChange={(value) => set({ competency: value as QuestionsSearch["competency"] })} />
        <Choice label="Level" all="any level" value={level} options={levels.map((l) => [l, l])} onChange={(value) => set({ level: value as QuestionsSearch["level"] })} />
        <Choice label="Role" all="any role" value={role} options={roles.map((r) => [r, roleWords[r]])} onChange={(value) => set({ role: value as QuestionsSearch["role"] })} />
        <Choice label="Kind" all="any kind" value={kind} options={kinds.map((k) => [k, k])} onChange={(value) => set({ kind: value as QuestionsSearch["kind"] })} />
      </div>
      <Loaded query={query} rows={12}>
        {(page) => (
          <>
            {page.problems.length > 0 && <p className={classes.notice}>{page.problems.length} of your own questions are left out: {page.problems[0]?.file}:{page.problems[0]?.line} {page.problems[0]?.rule}</p>}
            <DataTable label="Questions" rows={page.items} columns={columns} rowKey={(r) => r.id} onOpen={open} sort={search.sort ?? ""} onSort={(sort) => set({ sort: sort || undefined })} csv primary
              empty={<Empty title="No question is so">Take a filter away, or search for fewer words. Questions of your own lie in <code>kits</code> beside the catalogue.</Empty>} />
          </>
        )}
      </Loaded>
    </>
  );
}
