/** Charges an episode, or a part of it, to a cause that somebody knows. */
import { Button, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { Problem } from "@/api/client";
import { counted } from "@/features/slo/unit";
import { ErrorNote } from "@/kit/states";
import { wholeMillion, type Cause, type CauseKind, type Episode, type Episodes } from "./attribution.api";
import { causeWords, refHint } from "./attribution.words";
import classes from "./Attribution.module.css";

export interface ChargeFormProps {
  episode: Episode;
  view: Episodes;
  busy: boolean;
  error: unknown;
  onCharge: (cause: Cause, reason: string, parts: number) => void;
  onCancel: () => void;
}

export function ChargeForm({ episode, view, busy, error, onCharge, onCancel }: ChargeFormProps) {
  const free = episode.bad > 0 ? episode.unexplained_bad / episode.bad : 0;
  const [kind, setKind] = useState<CauseKind>("incident");
  const [ref, setRef] = useState("");
  const [title, setTitle] = useState("");
  const [reason, setReason] = useState("");
  const [percent, setPercent] = useState<number | string>(Math.floor(free * 10_000) / 100);
  const share = Number(percent) / 100;
  const ready = (ref.trim() !== "" || title.trim() !== "") && reason.trim() !== "" && share > 0 && share <= 1;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) onCharge({ kind, ref: ref.trim(), title: title.trim() || ref.trim() }, reason.trim(), Math.round(share * wholeMillion));
  };
  const fault = (field: string): string | undefined => (error instanceof Problem ? error.fields.filter((f) => f.field.includes(field)).map((f) => `${f.rule}. ${f.remedy}`)[0] : undefined);
  return (
    <form onSubmit={submit} className={classes.form} aria-label="Charge this episode" onKeyDown={(e) => e.key === "Escape" && (e.stopPropagation(), onCancel())}>
      <div className={classes.pair}>
        <NativeSelect label="It was" value={kind} onChange={(e) => setKind(e.currentTarget.value as CauseKind)} data={Object.entries(causeWords).map(([value, label]) => ({ value, label: `${label === "incident" ? "an" : "a"} ${label}` }))} autoFocus />
        <TextInput label="Reference" placeholder={refHint[kind]} value={ref} onChange={(e) => setRef(e.currentTarget.value)} maxLength={200} error={fault("ref")} />
      </div>
      <TextInput label="In words" value={title} onChange={(e) => setTitle(e.currentTarget.value)} maxLength={200} error={fault("title")} />
      <NumberInput label="Share of the episode, %" description={`${counted(share > 0 && share <= 1 ? Math.round(episode.bad * share) : 0, view.unit)} of ${counted(episode.bad, view.unit)}; ${counted(episode.unexplained_bad, view.unit)} are unexplained`} min={0.0001} max={100} decimalScale={4} hideControls value={percent} onChange={setPercent} error={fault("parts")} />
      <TextInput label="Reason" description="How it is known" value={reason} onChange={(e) => setReason(e.currentTarget.value)} maxLength={1000} error={fault("reason")} />
      {error ? <ErrorNote error={error} /> : null}
      <div className={classes.actions}>
        <Button type="submit" size="compact-sm" disabled={!ready || busy}>Charge it</Button>
        <Button size="compact-sm" variant="subtle" onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
