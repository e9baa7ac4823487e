/** Begins a silence: what, for how long, why. Says beforehand what it will do. */
import { Button, NativeSelect, SegmentedControl, TextInput } from "@mantine/core";
import "@mantine/core/styles/FloatingIndicator.css";
import "@mantine/core/styles/SegmentedControl.css";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { Problem } from "@/api/client";
import { slosQuery } from "@/features/slo/slo.api";
import { duration, parseDuration, utc } from "@/kit/format";
import { SideSheet } from "@/kit/SideSheet";
import { ErrorNote } from "@/kit/states";
import { useNow } from "@/kit/Time";
import type { SetSearch } from "./Paging";
import { openAlertsQuery, silencesQuery, startSilence } from "./paging.api";
import { readSilenceSubject, type SilenceKind } from "./paging.url";
import classes from "./Paging.module.css";

const kinds = [{ value: "alert", label: "One alert" }, { value: "slo", label: "An SLO" }, { value: "service", label: "A service" }];
const presets = ["30m", "1h", "4h", "1d", "7d"];

export function SilenceForm({ subject, set }: { subject: string; set: SetSearch }) {
  const begin = readSilenceSubject(subject);
  const [kind, setKind] = useState<SilenceKind>(begin.kind);
  const [name, setName] = useState(begin.name);
  const [lasts, setLasts] = useState("1h");
  const [reason, setReason] = useState("");
  const queries = useQueryClient();
  const start = useMutation({
    mutationFn: startSilence,
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: silencesQuery.queryKey });
      set({ silence: undefined, tab: "silences" });
    },
  });
  const choices = useChoices(kind, name);
  const now = useNow();
  const ms = parseDuration(lasts);
  const ready = name !== "" && ms !== null && ms > 0 && reason.trim() !== "";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) start.mutate({ [kind]: name, lasts: lasts.trim(), reason: reason.trim() });
  };
  const fieldError = (field: string): string | undefined =>
    start.error instanceof Problem ? start.error.fields.filter((f) => f.field.includes(field)).map((f) => `${f.rule}. ${f.remedy}`)[0] : undefined;
  return (
    <SideSheet opened onClose={() => set({ silence: undefined })} title="New silence">
      <form onSubmit={submit} className={classes.form}>
        <SegmentedControl size="xs" data={kinds} value={kind} aria-label="What to silence" onChange={(value) => { setKind(value as SilenceKind); setName(""); }} />
        <NativeSelect label={kind === "slo" ? "SLO" : kind === "service" ? "Service" : "Alert that fires now"} value={name} onChange={(e) => setName(e.currentTarget.value)} data={[{ value: "", label: "Choose…" }, ...choices]} error={fieldError(kind)} />
        <div>
          <TextInput label="For how long" description="such as 30m, 4h or 2d; at most 365d" value={lasts} onChange={(e) => setLasts(e.currentTarget.value)}
            error={fieldError("lasts") ?? (ms === null ? "a number and a unit: 30m, 4h, 2d" : undefined)} />
          <div className={classes.presets}>{presets.map((p) => <Button key={p} size="compact-xs" variant={p === lasts ? "light" : "default"} onClick={() => setLasts(p)}>{duration(parseDuration(p) ?? 0)}</Button>)}</div>
        </div>
        <TextInput label="Reason" description="Whoever wonders why nobody was paged reads this" value={reason} onChange={(e) => setReason(e.currentTarget.value)} maxLength={1000} error={fieldError("reason")} data-autofocus={begin.name !== "" || undefined} />
        {start.error && <ErrorNote error={start.error} />}
        <p className="quiet">
          {ms !== null && ms > 0 && name !== ""
            ? <>Nobody is paged for {kind === "service" ? `anything of ${name}` : kind === "alert" ? "this alert" : name} until {utc(now + ms)}. What still fires then is told.</>
            : "Alerts go on being judged and shown; only paging stays quiet."}
        </p>
        <div><Button type="submit" size="sm" disabled={!ready || start.isPending}>Begin the silence</Button></div>
      </form>
    </SideSheet>
  );
}

function useChoices(kind: SilenceKind, chosen: string) {
  const slos = useQuery(slosQuery({})).data?.items ?? [];
  const alerts = useQuery(openAlertsQuery).data?.items ?? [];
  const list = kind === "slo" ? slos.map((s) => ({ value: s.name, label: s.name }))
    : kind === "service" ? [...new Set(slos.map((s) => s.service))].sort().map((s) => ({ value: s, label: s }))
    : alerts.map((a) => ({ value: a.id, label: `${a.slo}: ${a.rule}` }));
  return chosen && !list.some((c) => c.value === chosen) ? [{ value: chosen, label: chosen }, ...list] : list;
}
