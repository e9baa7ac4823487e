/** Writes a note beside the figures: when, what, and where to read more. */
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { Problem } from "@/api/client";
import { slosQuery } from "@/features/slo/slo.api";
import { PickMany } from "@/kit/PickMany";
import { SideSheet } from "@/kit/SideSheet";
import { ErrorNote } from "@/kit/states";
import { instantOf, ownZone, wallClock } from "@/kit/zones";
import { annotate, type Annotation } from "./exclusions.api";
import { annotationWords } from "./exclusions.words";
import classes from "./Exclusions.module.css";

export function AnnotationForm({ slo, service, onClose, onMade }: { slo?: string | undefined; service?: string | undefined; onClose: () => void; onMade: () => void }) {
  const zone = ownZone();
  const [start, setStart] = useState(() => wallClock(Date.now(), zone));
  const [category, setCategory] = useState<Annotation["category"]>("change");
  const [title, setTitle] = useState("");
  const [text, setText] = useState("");
  const [url, setUrl] = useState("");
  const [slos, setSlos] = useState<string[]>(slo ? [slo] : []);
  const [services, setServices] = useState<string[]>(service && !slo ? [service] : []);
  const queries = useQueryClient();
  const make = useMutation({
    mutationFn: annotate,
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["annotations"] });
      onMade();
    },
  });
  const known = useQuery(slosQuery({})).data?.items ?? [];
  const at = instantOf(start, zone);
  const ready = at !== null && title.trim() !== "" && slos.length + services.length > 0;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) make.mutate({ slos, services, start: new Date(at).toISOString(), category, title: title.trim(), text: text.trim(), url: url.trim() });
  };
  const error = (field: string): string | undefined =>
    make.error instanceof Problem ? make.error.fields.filter((f) => f.field.includes(field)).map((f) => `${f.rule}. ${f.remedy}`)[0] : undefined;
  return (
    <SideSheet opened onClose={onClose} title="Annotate">
      <form onSubmit={submit} className={classes.form}>
        <TextInput label="What happened" value={title} onChange={(e) => setTitle(e.currentTarget.value)} maxLength={120} error={error("title")} data-autofocus />
        <NativeSelect label="It was a" value={category} onChange={(e) => setCategory(e.currentTarget.value as Annotation["category"])} data={Object.entries(annotationWords).map(([value, label]) => ({ value, label }))} />
        <PickMany label="SLOs" options={known.map((s) => s.name)} value={slos} onChange={setSlos} error={error("slos")} />
        <PickMany label="or whole services" options={[...new Set(known.map((s) => s.service))].sort()} value={services} onChange={setServices} error={error("services")} />
        <TextInput type="datetime-local" label="When" description={`on your clock, ${zone}`} value={start} onChange={(e) => setStart(e.currentTarget.value)} error={error("start")} />
        <TextInput label="More words" value={text} onChange={(e) => setText(e.currentTarget.value)} maxLength={2000} error={error("text")} />
        <TextInput label="Link" placeholder="https://" value={url} onChange={(e) => setUrl(e.currentTarget.value)} error={error("url")} />
        {make.error && <ErrorNote error={make.error} />}
        <div><Button type="submit" size="sm" disabled={!ready || make.isPending}>Write it down</Button></div>
      </form>
    </SideSheet>
  );
}
