import { Button } from "@mantine/core";
import { useState } from "react";
import classes from "./Settings.module.css";

/** A button that asks once more, in place, before something that cannot be undone. */
export function Confirm({ label, question, yes, onConfirm, pending = false }: { label: string; question: string; yes: string; onConfirm: () => void; pending?: boolean }) {
  const [asking, setAsking] = useState(false);
  if (!asking) return <Button size="compact-xs" variant="default" onClick={() => setAsking(true)} loading={pending}>{label}</Button>;
  return (
    <span className={classes.actions} role="group" aria-label={question} onKeyDown={(event) => event.key === "Escape" && setAsking(false)}>
      <Button size="compact-xs" color="red" autoFocus loading={pending} data-tip={question} onClick={() => {
        setAsking(false);
        onConfirm();
      }}>{yes}</Button>
      <Button size="compact-xs" variant="default" onClick={() => setAsking(false)}>Keep</Button>
    </span>
  );
}
