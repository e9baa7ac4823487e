/** The resume that is kept, and where it is set beside the job description. */
import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef, useState, type DragEvent } from "react";
import { ErrorNote } from "@/kit/states";
import { keepResume, type Application } from "./hire.api";
import classes from "./Hire.module.css";

/** The file as base64, without the "data:…," in front. */
function contentOf(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error ?? new Error("The file could not be read"));
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.readAsDataURL(file);
  });
}

export function Papers({ application: a, onRemove }: { application: Application; onRemove: (candidate: string) => Promise<void> }) {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const queries = useQueryClient();
  const after = { onSettled: () => queries.invalidateQueries({ queryKey: ["hire"] }) };
  const keep = useMutation({ mutationFn: async (file: File) => keepResume({ candidate: a.candidate.id, name: file.name, content: await contentOf(file) }), ...after });
  const remove = useMutation({ mutationFn: () => onRemove(a.candidate.id), ...after });
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) keep.mutate(file);
  };
  return (
    <section>
      <h2 className={classes.asideHead}>Resume</h2>
      {a.has_resume && <p><Button size="compact-sm" variant="default" renderRoot={(props) => <Link {...props} to="/hire/applications/$id/match" params={{ id: a.id }} />}>Beside the job description</Button></p>}
      {!a.has_resume && !a.may_manage && <p className="quiet">None is kept.</p>}
      {a.may_manage && (
        <div className={classes.drop} data-over={over || undefined} onDragOver={(e) => { e.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
          <input ref={input} type="file" hidden accept=".pdf,.docx,.txt,.md,.json" onChange={(e) => { const file = e.currentTarget.files?.[0]; if (file) keep.mutate(file); e.currentTarget.value = ""; }} />
          <button type="button" className={classes.linkish} onClick={() => input.current?.click()}>{keep.isPending ? "Being read" : a.has_resume ? "Replace it" : "Choose a file"}</button> or drop it here: PDF, DOCX, text, Markdown or JSON Resume. Its text is kept, the file is not.
          {a.has_resume && <> <button type="button" className={classes.linkish} disabled={remove.isPending} onClick={() => remove.mutate()}>Take it out</button></>}
        </div>
      )}
      {keep.error && <ErrorNote error={keep.error} />}
      {remove.error && <ErrorNote error={remove.error} />}
    </section>
  );
}
