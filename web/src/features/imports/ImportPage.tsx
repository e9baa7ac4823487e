/** Definitions of other tools as documents of this catalogue, with everything that could not come along. Nothing is applied. */
import { Button, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef, useState, type DragEvent } from "react";
import { SourceTabs } from "@/features/sources/SourceTabs";
import { sourcesQuery } from "@/features/sources/sources.api";
import { Choice } from "@/kit/Choice";
import { bytes } from "@/kit/format";
import { ErrorNote } from "@/kit/states";
import { convert, type Format, type ImportQuestion, type InputFile } from "./imports.api";
import { formats, formatWords } from "./imports.words";
import { Plan } from "./Plan";
import classes from "./Imports.module.css";

const pasted = "pasted.yaml";

export function ImportPage() {
  const [files, setFiles] = useState<InputFile[]>([]);
  const [text, setText] = useState("");
  const [from, setFrom] = useState<string>();
  const [source, setSource] = useState<string>();
  const [owner, setOwner] = useState("");
  const [over, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const sources = useQuery(sourcesQuery).data?.items.filter((s) => s.declared && s.kind === "prometheus") ?? [];
  const plan = useMutation({ mutationFn: (question: ImportQuestion) => convert(question) });
  const all = text.trim() === "" ? files : [...files, { name: pasted, text }];
  const take = async (list: FileList | null): Promise<void> => {
    const read = await Promise.all([...(list ?? [])].map(async (file) => ({ name: file.name, text: await file.text() })));
    setFiles((before) => [...before.filter((f) => !read.some((r) => r.name === f.name)), ...read]);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files);
  };
  const ask = (): void => plan.mutate({ files: all, ...(from && { from: from as Format }), ...(source && { data_source: source }), ...(owner.trim() && { owner: owner.trim() }) });
  return (
    <>
      <div className="page-head"><h1>Bring definitions along</h1></div>
      <SourceTabs current="import" />
      <p className={classes.lead}>Drop the files that another tool keeps: {formats.map((f) => formatWords[f]).join(", ")}. You get documents for the catalogue, and a report that names every field which could not come along as it was. Nothing is applied.</p>
      <div className={classes.drop} data-over={over || undefined} onDragOver={(e) => { e.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
        {files.length > 0 && (
          <ul className={classes.files} aria-label="Files">
            {files.map((f) => <li key={f.name}><code>{f.name}</code> <span className="caption">{bytes(f.text.length)}</span> <button type="button" className={classes.linkish} onClick={() => setFiles(files.filter((other) => other !== f))}>take out</button></li>)}
          </ul>
        )}
        <Textarea aria-label="Text of a definition" placeholder="Drop files here, or paste a definition" value={text} onChange={(e) => setText(e.currentTarget.value)} rows={Math.min(20, Math.max(8, text.split("\n").length + 1))} spellCheck={false} classNames={{ input: classes.paste ?? "" }} />
        <div className={classes.row}>
          <Choice label="Format" all="format: found out" value={from} options={formats.map((f) => [f, formatWords[f]])} onChange={setFrom} />
          <Choice label="Where samples come from" all="samples are pushed" value={source} options={sources.map((s) => [s.name, `asked of ${s.name}`])} onChange={setSource} />
          <TextInput size="xs" aria-label="Owner of services without one" placeholder="owner where none is named" value={owner} onChange={(e) => setOwner(e.currentTarget.value)} />
        </div>
        <div className={classes.row}>
          <Button size="compact-md" disabled={all.length === 0 || plan.isPending} onClick={ask}>{plan.isPending ? "Reading…" : "Show what would become of it"}</Button>
          <Button size="compact-md" variant="default" onClick={() => picker.current?.click()}>Choose files…</Button>
          <input ref={picker} type="file" multiple accept=".yaml,.yml,.json,CODEOWNERS" hidden aria-hidden tabIndex={-1} onChange={(e) => { void take(e.currentTarget.files); e.currentTarget.value = ""; }} />
        </div>
      </div>
      {plan.error && <ErrorNote error={plan.error} />}
      {plan.data && !plan.isPending && <Plan converted={plan.data} />}
    </>
  );
}
