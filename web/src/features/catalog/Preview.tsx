/** "What would this change do?": files are pasted or dropped, judged on the counts that are there, and nothing is applied. */
import { Autocomplete, Button, CloseButton, Textarea } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type DragEvent } from "react";
import { ErrorNote } from "@/kit/states";
import { fileQuery, filesQuery, previewChange, type DraftFile } from "./catalog.api";
import { PreviewResult } from "./PreviewResult";
import classes from "./Catalogue.module.css";

const example = `apiVersion: openslo/v1
kind: SLO
metadata: {name: …}
spec: …`;

export function Preview({ drafts, setDrafts }: { drafts: DraftFile[]; setDrafts: (drafts: DraftFile[]) => void }) {
  const preview = useMutation({ mutationFn: async (files: DraftFile[]) => ({ files, result: await previewChange(files) }) });
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const filled = drafts.filter((draft) => draft.text.trim() !== "");
  const change = (at: number, part: Partial<DraftFile>): void => setDrafts(drafts.map((draft, i) => (i === at ? { ...draft, ...part } : draft)));
  const take = async (list: FileList | null): Promise<void> => {
    const read = await Promise.all([...(list ?? [])].map(async (file) => ({ path: file.name, text: await file.text() })));
    if (read.length > 0) setDrafts([...filled, ...read]);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files);
  };
  return (
    <>
      <p className={`quiet ${classes.lead}`}>Paste or drop YAML. It is read together with the files that are there and judged on the events already counted: what changes, what each budget would be, which alerts would fire or end. Nothing is applied.</p>
      <div className={classes.drop} data-over={over || undefined} onDragOver={(e) => { e.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
        {drafts.map((draft, at) => <Draft key={at} draft={draft} alone={drafts.length === 1} change={(part) => change(at, part)} remove={() => setDrafts(drafts.filter((_, i) => i !== at))} />)}
        <div className={classes.row}>
          <Button size="compact-md" disabled={filled.length === 0 || preview.isPending} onClick={() => preview.mutate(filled)}>{preview.isPending ? "Judging…" : "Show what it would do"}</Button>
          <Button size="compact-md" variant="default" onClick={() => picker.current?.click()}>Choose files…</Button>
          <Button size="compact-md" variant="default" onClick={() => setDrafts([...drafts, { path: "", text: "" }])}>Another file</Button>
          <input ref={picker} type="file" multiple accept=".yaml,.yml,.json" hidden aria-hidden tabIndex={-1} onChange={(e) => { void take(e.currentTarget.files); e.currentTarget.value = ""; }} />
        </div>
      </div>
      {preview.error && <ErrorNote error={preview.error} />}
      {preview.data && !preview.isPending && <PreviewResult preview={preview.data.result} files={preview.data.files} />}
    </>
  );
}

function Draft({ draft, alone, change, remove }: { draft: DraftFile; alone: boolean; change: (part: Partial<DraftFile>) => void; remove: () => void }) {
  const known = useQuery(filesQuery).data?.items.map((file) => file.path).filter((path) => path !== "") ?? [];
  const queries = useQueryClient();
  const [failed, setFailed] = useState<unknown>(null);
  const replaces = known.includes(draft.path);
  const load = async (): Promise<void> => {
    setFailed(null);
    try {
      change({ text: (await queries.fetchQuery(fileQuery(draft.path))).text });
    } catch (error) {
      setFailed(error);
    }
  };
  return (
    <div className={classes.draft}>
      <div className={classes.draftHead}>
        <Autocomplete size="xs" label="File" placeholder="none: merged by the objects' names" value={draft.path} onChange={(path) => change({ path })} data={known} limit={30} comboboxProps={{ transitionProps: { duration: 0 } }} />
        {replaces && draft.text.trim() === "" && <Button size="compact-sm" variant="default" onClick={() => void load()}>Begin with what it says now</Button>}
        <span className="caption">{draft.path === "" ? "objects of the same name are replaced, others are added" : replaces ? "replaces this file" : "is added as a new file"}</span>
        {!alone && <CloseButton size="sm" aria-label="Take this file out" onClick={remove} className={classes.remove} />}
      </div>
      {failed !== null && <ErrorNote error={failed} />}
      <Textarea aria-label="Text of the file" placeholder={example} value={draft.text} onChange={(e) => change({ text: e.currentTarget.value })} rows={Math.min(24, Math.max(10, draft.text.split("\n").length + 1))} spellCheck={false} classNames={{ input: classes.paste ?? "" }} />
    </div>
  );
}
