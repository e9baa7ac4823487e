/** What is known to have gone wrong, pasted or from a file: alerts are then judged by it, rather than by the counts' own episodes. */
import { Button, FileButton, Textarea } from "@mantine/core";
import { useMemo, useState } from "react";
import { plural } from "@/features/catalog/catalog.words";
import { SideSheet } from "@/kit/SideSheet";
import { Words } from "@/kit/Words";
import { readIncidents, writeIncidents, type KnownIncident } from "./incidents";
import classes from "./Backtest.module.css";

export function IncidentForm({ items, onDone, onClose }: { items: readonly KnownIncident[]; onDone: (items: KnownIncident[]) => void; onClose: () => void }) {
  const [text, setText] = useState(() => writeIncidents(items));
  const read = useMemo(() => readIncidents(text), [text]);
  const ready = read.problems.length === 0;
  return (
    <SideSheet opened onClose={onClose} title="Known incidents">
      <form className={classes.form} onSubmit={(event) => {
        event.preventDefault();
        if (ready) onDone(read.items);
      }}>
        <p>Without them a loss is an episode of the counts that spent at least 1 % of the budget. With them, a page answers an incident or it does not.</p>
        <Textarea label="One a line: start,end,title" description="Times in UTC unless they name a zone; a first line may name the columns" autosize minRows={8} maxRows={20} value={text} onChange={(e) => setText(e.currentTarget.value)}
          placeholder="2026-11-15T13:20:00Z,2026-11-15T14:02:00Z,INC-318: orders fail after a release" classNames={{ input: classes.mono ?? "" }} spellCheck={false} autoFocus />
        <FileButton accept=".csv,text/csv,text/plain" onChange={(file) => void file?.text().then(setText)}>
          {(props) => <div><Button {...props} size="compact-sm" variant="default">Take a CSV file</Button></div>}
        </FileButton>
        {read.problems.length > 0 && <ul className={classes.problems} role="alert">{read.problems.slice(0, 8).map((p) => <li key={p}><Words text={p} /></li>)}{read.problems.length > 8 && <li>and {read.problems.length - 8} more</li>}</ul>}
        <div className={classes.actions}>
          <Button type="submit" size="compact-sm" disabled={!ready}>{read.items.length === 0 ? "Judge by the counts" : `Judge by ${plural(read.items.length, "incident")}`}</Button>
          {items.length > 0 && <Button size="compact-sm" variant="subtle" onClick={() => onDone([])}>Forget them</Button>}
        </div>
      </form>
    </SideSheet>
  );
}
