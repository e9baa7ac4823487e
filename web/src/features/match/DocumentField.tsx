/** One of the two documents: dropped, chosen, or pasted. */
import { Textarea } from "@mantine/core";
import { IconFileText } from "@tabler/icons-react";
import { useId, useRef, useState, type DragEvent } from "react";
import { bytes } from "@/kit/format";
import { fileGiven, nothing, type Given } from "./match.api";
import classes from "./Match.module.css";

export function DocumentField({ label, given, most, onChange }: { label: string; given: Given; most: number; onChange: (given: Given) => void }) {
  const [over, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const id = useId();
  const take = async (file: File | undefined): Promise<void> => {
    // A file that is too large is named with its size, and not read into memory.
    if (file) onChange(file.size > most ? { name: file.name, size: file.size, text: "", content: "" } : await fileGiven(file));
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  return (
    <section className={classes.field} data-over={over || undefined} onDragOver={(e) => { e.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop} aria-labelledby={id}>
      <div className={classes.fieldHead}>
        <h2 id={id}>{label}</h2>
        <button type="button" className={classes.linkish} onClick={() => picker.current?.click()}>Choose a file…</button>
        <input ref={picker} type="file" accept=".pdf,.docx,.txt,.md,.json,text/plain" hidden aria-hidden tabIndex={-1} onChange={(e) => { void take(e.currentTarget.files?.[0]); e.currentTarget.value = ""; }} />
      </div>
      {given.content !== undefined ? (
        <div className={classes.file} data-large={given.size > most || undefined}>
          <IconFileText size={18} aria-hidden />
          <span className={classes.fileName}>{given.name}</span>
          <span className="caption">{bytes(given.size)}</span>
          <button type="button" className={classes.linkish} onClick={() => onChange(nothing)}>take out</button>
          {given.size > most && <p role="alert" className="word-caution">It is larger than the {bytes(most)} that are read. Give the part that matters.</p>}
        </div>
      ) : (
        <Textarea aria-labelledby={id} placeholder="Drop a file here, or paste the text" value={given.text} onChange={(e) => onChange({ ...nothing, text: e.currentTarget.value })} rows={16} spellCheck={false} classNames={{ input: classes.paste ?? "" }} />
      )}
    </section>
  );
}
