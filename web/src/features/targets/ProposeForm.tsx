/** Proposes another objective: its history is recorded as evidence, somebody else approves it, and the catalogue is edited then. */
import { Button, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { Problem } from "@/api/client";
import { SideSheet } from "@/kit/SideSheet";
import { ErrorNote } from "@/kit/states";
import { propose, type Target, type TargetSuggestion } from "./targets.api";
import { levelSaid, plain } from "./targets.words";
import classes from "./Targets.module.css";

export function ProposeForm({ suggestion, objective: begin, onClose, onMade }: { suggestion: TargetSuggestion; objective: string; onClose: () => void; onMade: (made: Target) => void }) {
  const [objective, setObjective] = useState(begin);
  const [window, setWindow] = useState("");
  const [reason, setReason] = useState("");
  const queries = useQueryClient();
  const make = useMutation({ mutationFn: propose, onSuccess: onMade, onSettled: () => queries.invalidateQueries({ queryKey: ["targets"] }) });
  const level = suggestion.levels.find((l) => plain(l.objective) === plain(objective.trim()));
  const fault = (field: string): string | undefined => (make.error instanceof Problem ? make.error.fields.filter((f) => f.field.includes(field)).map((f) => `${f.rule}. ${f.remedy}`)[0] : undefined);
  const ready = objective.trim() !== "" && reason.trim() !== "";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) make.mutate({ slo: suggestion.slo, objective: plain(objective.trim().replace(",", ".")), reason: reason.trim(), ...(window.trim() ? { window: window.trim() } : {}) });
  };
  return (
    <SideSheet opened onClose={onClose} title={`Propose a target for ${suggestion.slo}`}>
      <form className={classes.form} onSubmit={submit} aria-label="Propose a target">
        <div className={classes.pair}>
          <TextInput label="Objective, %" description={`${suggestion.objective} now`} value={objective} onChange={(e) => setObjective(e.currentTarget.value)} error={fault("objective")} />
          <TextInput label="Window" description={`${suggestion.window}; empty: as it is`} placeholder="28d" value={window} onChange={(e) => setWindow(e.currentTarget.value)} error={fault("window")} />
        </div>
        {level && <p className={classes.quote}><strong>{level.objective}</strong> over the history: {levelSaid(level)}{level.affordable ? `, ${level.pages_per_month.toFixed(1)} pages in 30 d` : ""}.</p>}
        <Textarea label="Why" description="What users need, and what it costs to keep" autosize minRows={3} maxLength={2000} value={reason} onChange={(e) => setReason(e.currentTarget.value)} error={fault("reason")} data-autofocus />
        {make.error && <ErrorNote error={make.error} />}
        <p className="quiet">What the history says now is kept with it as evidence. Another person approves it; approving changes nothing by itself, the catalogue is then edited.</p>
        <div><Button type="submit" size="sm" disabled={!ready || make.isPending}>Propose it</Button></div>
      </form>
    </SideSheet>
  );
}
