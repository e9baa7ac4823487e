/** One variant, written down: what is not touched stays as the SLO has it. */
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { SideSheet } from "@/kit/SideSheet";
import { TrialFields, type Base } from "./TrialFields";
import { changeWords, isEmpty, onlyChanges, type Trial } from "./trial";
import classes from "./Backtest.module.css";

export function VariantForm({ begin, was, isNew, onDone, onClose }: { begin: Trial; was: Base; isNew: boolean; onDone: (trial: Trial) => void; onClose: () => void }) {
  const [trial, setTrial] = useState(begin);
  const changed = onlyChanges(trial, was);
  const said = changeWords(changed, was.rules).join(", ");
  return (
    <SideSheet opened onClose={onClose} title={isNew ? "Try something else" : "Change the variant"}>
      <form className={classes.form} onSubmit={(event) => {
        event.preventDefault();
        if (!isEmpty(changed)) onDone(changed);
      }}>
        <TrialFields trial={trial} was={was} onTrial={setTrial} />
        <TextInput size="xs" label="Name" placeholder={said || "made of what it changes"} maxLength={60} value={trial.name ?? ""} onChange={(e) => setTrial({ ...trial, name: e.currentTarget.value })} />
        <p className="caption">{said ? `It differs in: ${said}.` : "Nothing differs from the SLO as it is yet."}</p>
        <div><Button type="submit" size="compact-sm" disabled={isEmpty(changed)}>{isNew ? "Compare it" : "Compare it so"}</Button></div>
      </form>
    </SideSheet>
  );
}
