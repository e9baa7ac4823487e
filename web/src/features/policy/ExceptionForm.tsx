/** Lets releases through for a while although the policy refuses: by an owner, for a reason, until an end. */
import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { Problem } from "@/api/client";
import { sessionQuery } from "@/features/access/access.api";
import { duration, durationText, parseDuration, utc } from "@/kit/format";
import { ErrorNote } from "@/kit/states";
import { useNow } from "@/kit/Time";
import { makeException, policyQuery } from "./policy.api";
import classes from "./Policy.module.css";

const presets = ["2h", "8h", "1d", "3d"];

export function ExceptionForm({ service, longest, onClose }: { service: string; longest?: string | undefined; onClose: () => void }) {
  const session = useQuery(sessionQuery).data;
  const [owner, setOwner] = useState(session?.person?.display_name || session?.person?.name || "");
  const [reason, setReason] = useState("");
  const [lasts, setLasts] = useState("8h");
  const now = useNow();
  const queries = useQueryClient();
  const make = useMutation({
    mutationFn: makeException,
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: policyQuery(service).queryKey });
      onClose();
    },
  });
  const ms = parseDuration(lasts);
  const ready = owner.trim() !== "" && reason.trim() !== "" && ms !== null && ms > 0;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) make.mutate({ service, owner: owner.trim(), reason: reason.trim(), ends: new Date(Date.now() + ms).toISOString(), allows: ["gate"] });
  };
  const fault = (field: string): string | undefined => (make.error instanceof Problem ? make.error.fields.filter((f) => f.field.includes(field)).map((f) => `${f.rule}. ${f.remedy}`)[0] : undefined);
  return (
    <form onSubmit={submit} className={classes.form} aria-label="Make an exception" onKeyDown={(e) => e.key === "Escape" && onClose()}>
      <TextInput label="Owner" description="Who answers for what is released meanwhile" value={owner} onChange={(e) => setOwner(e.currentTarget.value)} maxLength={100} error={fault("owner")} />
      <TextInput label="Reason" value={reason} onChange={(e) => setReason(e.currentTarget.value)} maxLength={1000} error={fault("reason")} autoFocus />
      <div>
        <TextInput label="For how long" {...(longest ? { description: `at most ${durationText(longest)}, by its policy` } : {})} value={lasts} onChange={(e) => setLasts(e.currentTarget.value)} error={fault("ends") ?? (ms === null ? "a number and a unit: 2h, 1d" : undefined)} />
        <div className={classes.presets}>{presets.map((p) => <Button key={p} size="compact-xs" variant={p === lasts ? "light" : "default"} onClick={() => setLasts(p)}>{duration(parseDuration(p) ?? 0)}</Button>)}</div>
      </div>
      <p className="quiet">{ms !== null && ms > 0 ? <>The gate lets {service} through until {utc(now + ms)}, and says so in each answer.</> : "It ends by itself."}</p>
      {make.error && <ErrorNote error={make.error} />}
      <div className={classes.row}><Button type="submit" size="compact-sm" disabled={!ready || make.isPending}>Make it</Button><Button size="compact-sm" variant="subtle" onClick={onClose}>Cancel</Button></div>
    </form>
  );
}
