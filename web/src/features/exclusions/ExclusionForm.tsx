/** Asks for time to be left out: what, when, why. Shows before it is asked for what each budget would be with and without. */
import { Button, NativeSelect, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import "@mantine/core/styles/FloatingIndicator.css";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState, type FormEvent } from "react";
import { Problem } from "@/api/client";
import { slosQuery } from "@/features/slo/slo.api";
import { PickMany } from "@/kit/PickMany";
import { SideSheet } from "@/kit/SideSheet";
import { ErrorNote } from "@/kit/states";
import { useSettled } from "@/kit/useSettled";
import { ownZone, zoneNames } from "@/kit/zones";
import { Effects } from "./Effects";
import { draftOf, emptyDraft, type Draft } from "./exclusion.draft";
import { effectsQuery, requestExclusion, type Exclusion, type ExclusionKind } from "./exclusions.api";
import { categories } from "./exclusions.words";
import { RecurrenceFields } from "./RecurrenceFields";
import classes from "./Exclusions.module.css";

const kinds = [{ value: "maintenance", label: "Maintenance" }, { value: "correction", label: "Correction of the past" }];
const rest = 500;

export function ExclusionForm({ kind, slo, service, onClose, onMade }: { kind: ExclusionKind; slo?: string | undefined; service?: string | undefined; onClose: () => void; onMade: (made: Exclusion) => void }) {
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(kind, Date.now(), ownZone(), slo, service));
  const set = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));
  const settled = useSettled(draft, rest);
  const asked = useMemo(() => draftOf(settled, true), [settled]);
  const preview = useQuery(effectsQuery(asked.body));
  const queries = useQueryClient();
  const request = useMutation({
    mutationFn: requestExclusion,
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: ["exclusions"] });
      onMade(made);
    },
  });
  const now = draftOf(draft, false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (now.body) request.mutate(now.body);
  };
  const error = (field: string): string | undefined =>
    request.error instanceof Problem ? request.error.fields.filter((f) => f.field.includes(field)).map((f) => `${f.rule}. ${f.remedy}`)[0] : undefined;
  const slos = useQuery(slosQuery({})).data?.items ?? [];
  return (
    <SideSheet opened onClose={onClose} title={draft.kind === "maintenance" ? "Leave maintenance out" : "Correct the past"}>
      <form onSubmit={submit} className={classes.form}>
        <SegmentedControl size="xs" data={kinds} value={draft.kind} aria-label="Kind" onChange={(value) => set({ kind: value as ExclusionKind, category: categories[value as ExclusionKind][0]?.[0] ?? "other" })} />
        <PickMany label="SLOs" options={slos.map((s) => s.name)} value={draft.slos} onChange={(value) => set({ slos: value })} error={error("slos")} />
        <PickMany label="or whole services" options={[...new Set(slos.map((s) => s.service))].sort()} value={draft.services} onChange={(value) => set({ services: value })} error={error("services")} />
        <TextInput label="Title" description="What a chart says beside it" value={draft.title} onChange={(e) => set({ title: e.currentTarget.value })} maxLength={120} error={error("title")} />
        <NativeSelect label="Because it is" value={draft.category} onChange={(e) => set({ category: e.currentTarget.value })} data={categories[draft.kind].map(([value, label]) => ({ value, label }))} />
        <Textarea label="Reason" description="Whoever decides, and whoever audits later, reads this" value={draft.reason} onChange={(e) => set({ reason: e.currentTarget.value })} rows={3} maxLength={2000} error={error("reason")} />
        <div className={classes.pair}>
          <TextInput type="datetime-local" label="From" value={draft.start} onChange={(e) => set({ start: e.currentTarget.value })} error={error("start")} />
          <TextInput type="datetime-local" label="To" value={draft.end} onChange={(e) => set({ end: e.currentTarget.value })} error={error("end")} />
        </div>
        <NativeSelect label="On the clocks of" value={draft.zone} onChange={(e) => set({ zone: e.currentTarget.value })} data={zoneNames()} error={error("zone")} />
        {draft.kind === "maintenance" && <RecurrenceFields start={draft.start} value={draft.again} onChange={(again) => set({ again })} />}
        <section className={classes.preview} aria-label="What it would do">
          <h3>What it would do to budgets</h3>
          {preview.error ? <ErrorNote error={preview.error} /> : preview.data && asked.body ? <Effects effects={preview.data.effects} /> : <p className="quiet">{asked.body ? "Counting…" : "Shown once there is an SLO or a service, and a time."}</p>}
        </section>
        {request.error && <ErrorNote error={request.error} />}
        {now.missing.length > 0 && <p className="caption">Still missing: {now.missing.join(", ")}.</p>}
        <p className="quiet">Another person approves it. Until then everything counts; after it, every figure shows both.</p>
        <div><Button type="submit" size="sm" disabled={!now.body || request.isPending}>Ask for it</Button></div>
      </form>
    </SideSheet>
  );
}
