/** Candidates by what is to be done next. Never by a figure: nothing here ranks people. */
import { Button, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo, useState, type FormEvent } from "react";
import { Problem } from "@/api/client";
import { useRight } from "@/features/access/rights";
import { Choice } from "@/kit/Choice";
import { DataTable, type Column } from "@/kit/DataTable";
import { SideSheet } from "@/kit/SideSheet";
import { Empty, ErrorNote, Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { useSettled } from "@/kit/useSettled";
import { addCandidate, applicationsQuery, openingsQuery, type ApplicationRow, type Source } from "./hire.api";
import { HireTabs } from "./HireTabs";
import type { ApplicationsSearch } from "./hire.url";
import { ended, nameOf, sourceWords, stages, stageWords } from "./hire.words";
import classes from "./Hire.module.css";

const columns: Column<ApplicationRow>[] = [
  { id: "candidate", header: "Candidate", sort: (a) => a.candidate.name, text: (a) => nameOf(a.candidate), narrow: "wide", cell: (a) => (a.erased ? <span className="quiet">erased</span> : <strong>{nameOf(a.candidate)}</strong>) },
  { id: "opening", header: "Opening", sort: (a) => a.opening_title, text: (a) => a.opening_title, cell: (a) => a.opening_title },
  { id: "stage", header: "Stage", width: "130px", sort: (a) => stages.indexOf(a.stage), text: (a) => stageWords[a.stage], cell: (a) => <span className={ended(a.stage) ? "quiet" : undefined}>{stageWords[a.stage]}</span> },
  { id: "since", header: "Since", width: "140px", sort: (a) => Date.parse(a.moved_at), text: (a) => a.moved_at, cell: (a) => <Time at={a.moved_at} /> },
  { id: "cards", header: "Cards", width: "90px", text: (a) => `${a.cards} of ${a.cards_wanted}`, cell: (a) => (a.cards_wanted === 0 ? <span className="quiet">–</span> : <span className="tabular">{a.cards} of {a.cards_wanted}</span>) },
  { id: "next", header: "Next", text: (a) => a.next, narrow: "wide", cell: (a) => a.next || <span className="quiet">nothing</span> },
];

export function Applications() {
  const search = useSearch({ from: "/inside/hire/applications" });
  const navigate = useNavigate({ from: "/hire/applications" });
  const manages = useRight("hire");
  const set = useCallback((part: { [K in keyof ApplicationsSearch]?: ApplicationsSearch[K] | undefined }) => void navigate({ search: (before: ApplicationsSearch) => ({ ...before, ...part }) as ApplicationsSearch, resetScroll: false, replace: "q" in part }), [navigate]);
  const [typed, setTyped] = useState(search.q ?? "");
  const settled = useSettled(typed, 200);
  const filter = useMemo(() => ({ ...(search.opening && { opening: search.opening }), ...(search.stage && { stage: search.stage }), ...(settled.trim() && { search: settled.trim() }) }), [search.opening, search.stage, settled]);
  const query = useQuery(applicationsQuery(filter));
  const openings = useQuery(openingsQuery);
  const open = useCallback((a: ApplicationRow) => void navigate({ to: "/hire/applications/$id", params: { id: a.id } }), [navigate]);
  const openOnes = openings.data?.items.filter((o) => !o.closed_at) ?? [];
  return (
    <>
      <div className="page-head"><h1>Candidates</h1>{manages && openOnes.length > 0 && <Button size="compact-sm" onClick={() => set({ add: search.opening ?? openOnes[0]?.id })}>Add a candidate</Button>}</div>
      <HireTabs current="applications" />
      <div className={classes.filters}>
        {manages && <TextInput size="xs" aria-label="Find by name" placeholder="Find by name" value={typed} onChange={(e) => setTyped(e.currentTarget.value)} onBlur={() => set({ q: typed.trim() || undefined })} />}
        <Choice label="Opening" all="any opening" value={search.opening} options={(openings.data?.items ?? []).map((o) => [o.id, o.what.title ?? o.id])} onChange={(opening) => set({ opening })} />
        <Choice label="Stage" all="any stage" value={search.stage} options={stages.map((s) => [s, stageWords[s]])} onChange={(stage) => set({ stage: stage as ApplicationsSearch["stage"] })} />
      </div>
      <Loaded query={query}>
        {(page) => <DataTable label="Candidates" rows={page.items} columns={columns} rowKey={(a) => a.id} onOpen={open} sort={search.sort ?? ""} onSort={(sort) => set({ sort: sort || undefined })} primary
          empty={<Empty title={search.opening || search.stage || settled ? "Nobody fits these filters" : manages ? "There are no candidates yet" : "You are on no candidate's interviews"}>
            {manages && (openOnes.length === 0 ? "An opening comes first: what the post is, its job description, and the kit that it is interviewed by." : "Add somebody who applied: a name is enough to begin with.")}
          </Empty>} />}
      </Loaded>
      {manages && search.add !== undefined && <AddForm opening={search.add} openings={openOnes.map((o) => ({ value: o.id, label: o.what.title ?? o.id }))} onClose={() => set({ add: undefined })} onMade={(id) => void navigate({ to: "/hire/applications/$id", params: { id } })} />}
    </>
  );
}

function AddForm({ opening: begin, openings, onClose, onMade }: { opening: string; openings: { value: string; label: string }[]; onClose: () => void; onMade: (id: string) => void }) {
  const [opening, setOpening] = useState(begin);
  const [name, setName] = useState("");
  const [mail, setMail] = useState("");
  const [source, setSource] = useState<Source>("applied");
  const queries = useQueryClient();
  const make = useMutation({ mutationFn: addCandidate, onSuccess: (made) => onMade(made.id), onSettled: () => queries.invalidateQueries({ queryKey: ["hire"] }) });
  const fault = (field: string): string | undefined => (make.error instanceof Problem ? make.error.fields.filter((f) => f.field.includes(field)).map((f) => `${f.rule}. ${f.remedy}`)[0] : undefined);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim()) make.mutate({ opening, name: name.trim(), mail: mail.trim(), source });
  };
  return (
    <SideSheet opened onClose={onClose} title="Add a candidate">
      <form className={classes.form} onSubmit={submit} aria-label="Add a candidate">
        <TextInput label="Name" value={name} onChange={(e) => setName(e.currentTarget.value)} error={fault("name")} data-autofocus required withAsterisk={false} />
        <TextInput label="Mail" description="May stay empty" type="email" value={mail} onChange={(e) => setMail(e.currentTarget.value)} error={fault("mail")} />
        <Select label="Opening" data={openings} value={opening} onChange={(value) => value && setOpening(value)} allowDeselect={false} />
        <Select label="How they came" data={(Object.keys(sourceWords) as Source[]).map((s) => ({ value: s, label: sourceWords[s] }))} value={source} onChange={(value) => value && setSource(value as Source)} allowDeselect={false} />
        {make.error && <ErrorNote error={make.error} />}
        <p className="quiet">Name, mail, resume and everything that is written about them is kept under a key of their own. Erasing that key erases them; it happens by itself once nothing needs them any more.</p>
        <div><Button type="submit" size="sm" disabled={!name.trim() || make.isPending}>Add</Button></div>
      </form>
    </SideSheet>
  );
}
