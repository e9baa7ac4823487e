/** A button that asks for a reason, in place, before it acts: what is recorded for good is said in a sentence first. */
import { Button, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import classes from "./AskReason.module.css";

export interface AskReasonProps {
  /** The button: "Approve". */
  label: string;
  /** What the reason is for, on its field. */
  ask: string;
  /** Begins with this; a proposal brings its own. */
  begin?: string;
  busy?: boolean;
  error?: string | undefined;
  /** May the reason stay empty? */
  optional?: boolean;
  variant?: "filled" | "default";
  icon?: ReactNode;
  onGiven: (reason: string) => void;
}

export function AskReason({ label, ask, begin = "", busy = false, error, optional = false, variant = "default", icon, onGiven }: AskReasonProps) {
  const [reason, setReason] = useState<string>();
  if (reason === undefined)
    return <Button size="compact-sm" variant={variant} disabled={busy} leftSection={icon} onClick={() => setReason(begin)}>{label}</Button>;
  const ready = optional || reason.trim() !== "";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!ready) return;
    onGiven(reason.trim());
    setReason(undefined);
  };
  return (
    <form className={classes.ask} onSubmit={submit} onKeyDown={(event) => event.key === "Escape" && (event.stopPropagation(), setReason(undefined))}>
      <TextInput size="xs" aria-label={ask} placeholder={ask} value={reason} onChange={(event) => setReason(event.currentTarget.value)} maxLength={1000} autoFocus error={error} />
      <Button size="compact-sm" type="submit" disabled={!ready || busy}>{label}</Button>
      <Button size="compact-sm" variant="subtle" onClick={() => setReason(undefined)}>Cancel</Button>
    </form>
  );
}
