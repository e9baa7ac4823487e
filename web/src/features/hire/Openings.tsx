/** The posts to be filled: what waits for them on the roadmap, and how long they have been open. */
import { Button, NumberInput, Select, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useState, type FormEvent } from "react";
import { Problem } from "@/api/client";
import { useRight } from "@/features/access/rights";
import { AskReason } from "@/kit/AskReason";
import { DataTable, type Column } from "@/kit/DataTable";
import { durationText } from "@/kit/format";
import { SideSheet } from "@/kit/SideSheet";
import { Empty, ErrorNote, Loaded } from "@/kit/states";
import { changeOpening, closeOpening, kitsQuery, makeOpening, openingsQuery, reopenOpening, type Opening, type OpeningWhat } from "./hire.api";
import { HireTabs } from "./HireTabs";
import { today } from "./hire.words";
import classes from "./Hire.module.css";

const late = (o: Opening): boolean => !o.closed_at && !!o.what.needed_by && o.what.needed_by < today();

const columns: Column<Opening>[] = [
  { id: "title", header: "Opening", sort: (o) => o.what.title ?? "", text: (o) => o.what.title ?? "", narrow: "wide", cell: (o) => <span><strong>{o.what.title}</strong> <span className="caption">{o.what.team}</span></span> },
  { id: "filled", header: "Filled", width: "100px", text: (o) => `${o.hired} of ${o.what.headcount}`, cell: (o) => <span className="tabular">{o.hired} of {o.what.headcount}</span> },
  { id: "open", header: "In progress", width: "120px", sort: (o) => o.open, text: (o) => String(o.open), cell: (o) => (o.open === 0 ? <span className="quiet">nobody</span> : <Link to="/hire/applications" search={{ opening: o.id }} onClick={(e) => e.stopPropagation()}>{o.open}</Link>) },
  { id: "needed", header: "Needed by", width: "130px", sort: (o) => o.what.needed_by ?? "", text: (o) => o.what.needed_by ?? "", cell: (o) => <span className={late(o) ? "word-caution tabular" : "tabular"}>{o.what.needed_by || <span className="quiet">not set</span>}{late(o) ? ", past" : ""}</span> },
  { id: "for", header: "Open for", width: "120px", text: (o) => o.open_for ?? "", cell: (o) => (o.closed_at ? <span className="quiet">{o.filled ? "filled" : "given up"}</span> : o.open_for ? durationText(o.open_for) : "–") },
  { id: "roadmap", header: "What waits for it", narrow: "hide", text: (o) => o.what.roadmap ?? "", cell: (o) => o.what.roadmap || <span className="quiet">nothing named</span> },
];

export function Openings() {
  const search = useSearch({ from: "/inside/hire/openings" });
  const navigate = useNavigate({ from: "/hire/openings" });
  const manages = useRight("hire");
  const query = useQuery(openingsQuery);
  const set = useCallback((form: string | undefined) => void navigate({ search: (before) => ({ ...before, form }) as never, resetScroll: false }), [navigate]);
  const chosen = query.data?.items.find((o) => o.id === search.form);
  return (
    <>
      <div className="page-head"><h1>Openings</h1>{manages && <Button size="compact-sm" onClick={() => set("new")}>Open a post</Button>}</div>
      <HireTabs current="openings" />
      <Loaded query={query}>
        {(page) => <DataTable label="Openings" rows={page.items} columns={columns} rowKey={(o) => o.id} onOpen={manages ? (o) => set(o.id) : undefined} sort={search.sort ?? ""} onSort={(sort) => void navigate({ search: (before) => ({ ...before, sort: sort || undefined }) as never })} csv primary
          empty={<Empty title="No post is open">{manages ? "An opening holds the job description and the kit that its candidates are interviewed by." : "Whoever hires opens posts."}</Empty>} />}
      </Loaded>
      {manages && search.form && (search.form === "new" || chosen) && <OpeningForm key={search.form} opening={chosen} onClose={() => set(undefined)} />}
    </>
  );
}

const blank: OpeningWhat = { title: "", team: "", kit: "sre", job: "", headcount: 1, needed_by: "", roadmap: "" };

function OpeningForm({ opening, onClose }: { opening: Opening | undefined; onClose: () => void }) {
  const [what, setWhat] = useState<OpeningWhat>({ ...blank, ...opening?.what });
  const kits = useQuery(kitsQuery);
  const queries = useQueryClient();
  const after = { onSettled: () => queries.invalidateQueries({ queryKey: ["hire"] }) };
  const make = useMutation({ mutationFn: makeOpening, onSuccess: onClose, ...after });
  const save = useMutation({ mutationFn: changeOpening, onSuccess: onClose, ...after });
  const close = useMutation({ mutationFn: closeOpening, onSuccess: onClose, ...after });
  const reopen = useMutation({ mutationFn: reopenOpening, onSuccess: onClose, ...after });
  const error = make.error ?? save.error ?? close.error ?? reopen.error;
  const fault = (field: string): string | undefined => (error instanceof Problem ? error.fields.filter((f) => f.field.includes(field)).map((f) => `${f.rule}. ${f.remedy}`)[0] : undefined);
  const put = (part: Partial<OpeningWhat>): void => setWhat((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (opening) save.mutate({ id: opening.id, what });
    else make.mutate(what);
  };
  const busy = make.isPending || save.isPending || close.isPending || reopen.isPending;
  return (
    <SideSheet opened onClose={onClose} title={opening ? opening.what.title : "Open a post"}>
      <form className={classes.form} onSubmit={submit} aria-label="Opening">
        <div className={classes.pair}>
          <TextInput label="Title" value={what.title ?? ""} onChange={(e) => put({ title: e.currentTarget.value })} error={fault("title")} data-autofocus />
          <TextInput label="Team" value={what.team ?? ""} onChange={(e) => put({ team: e.currentTarget.value })} error={fault("team")} />
        </div>
        <div className={classes.pair}>
          <Select label="Interviewed by the kit" data={(kits.data?.items ?? []).map((k) => ({ value: k.id, label: k.title }))} value={what.kit ?? ""} onChange={(kit) => kit && put({ kit })} allowDeselect={false} error={fault("kit")} />
          <NumberInput label="People" min={1} max={1000} value={what.headcount ?? 1} onChange={(n) => put({ headcount: Number(n) || 1 })} error={fault("headcount")} />
        </div>
        <div className={classes.pair}>
          <TextInput label="Needed by" type="date" value={what.needed_by ?? ""} onChange={(e) => put({ needed_by: e.currentTarget.value })} error={fault("needed_by")} />
          <TextInput label="What of the roadmap waits for it" value={what.roadmap ?? ""} onChange={(e) => put({ roadmap: e.currentTarget.value })} error={fault("roadmap")} />
        </div>
        <Textarea label="Job description" description="Resumes are set beside it; candidates read it too" autosize minRows={6} maxRows={18} value={what.job ?? ""} onChange={(e) => put({ job: e.currentTarget.value })} error={fault("job")} />
        {error && <ErrorNote error={error} />}
        <div className={classes.actions}><Button type="submit" size="sm" disabled={busy || !what.title?.trim()}>{opening ? "Save" : "Open it"}</Button></div>
      </form>
      {opening && (
        <div className={classes.actions}>
          {opening.closed_at
            ? <AskReason label="Open it again" ask="Why" busy={busy} onGiven={(reason) => reopen.mutate({ id: opening.id, reason })} />
            : <>
                <AskReason label="Close: filled" ask="In a few words, if you like" optional busy={busy} onGiven={(reason) => close.mutate({ id: opening.id, filled: true, reason })} />
                <AskReason label="Close: given up" ask="Why it is given up" busy={busy} onGiven={(reason) => close.mutate({ id: opening.id, filled: false, reason })} />
              </>}
        </div>
      )}
    </SideSheet>
  );
}
