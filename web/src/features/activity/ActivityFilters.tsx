/** Filters of the log. They live in the address: a filtered log can be sent to somebody. */
import { CloseButton, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { slosQuery } from "@/features/slo/slo.api";
import { serviceNamesQuery } from "./activity.api";
import type { ActivitySearch } from "./activity.url";
import { typeChoices } from "./event-types";
import classes from "./Activity.module.css";

type Part = Partial<ActivitySearch>;
const types = [{ value: "", label: "Everything" }, ...typeChoices()];

export function ActivityFilters({ search, set }: { search: ActivitySearch; set: (part: Part) => void }) {
  const change = set;
  const { data: services } = useQuery(serviceNamesQuery);
  const { data: slos } = useQuery(slosQuery(search.service ? { service: search.service } : {}));
  const any = search.service || search.slo || search.actor || search.type;
  return (
    <div className={classes.filters} role="search" aria-label="Filter the log">
      <NativeSelect size="xs" aria-label="What" value={search.type ?? ""} onChange={(e) => change({ type: e.currentTarget.value || undefined })} data={withOther(types, search.type)} />
      <NativeSelect size="xs" aria-label="Service" value={search.service ?? ""} onChange={(e) => change({ service: e.currentTarget.value || undefined, slo: undefined })}
        data={choices("Every service", services ?? [], search.service)} />
      <NativeSelect size="xs" aria-label="SLO" value={search.slo ?? ""} onChange={(e) => change({ slo: e.currentTarget.value || undefined })}
        data={choices("Every SLO", (slos?.items ?? []).map((s) => s.name), search.slo)} />
      <ActorInput value={search.actor ?? ""} onDone={(actor) => change({ actor: actor || undefined })} />
      {any && <button type="button" className={classes.clear} onClick={() => change({ service: undefined, slo: undefined, actor: undefined, type: undefined })}>Clear</button>}
    </div>
  );
}

/** The chosen name stays a choice, also where the catalogue no longer has it. */
function choices(all: string, names: readonly string[], chosen: string | undefined) {
  const list = chosen && !names.includes(chosen) ? [chosen, ...names] : names;
  return [{ value: "", label: all }, ...list.map((name) => ({ value: name, label: name }))];
}
function withOther(list: typeof types, chosen: string | undefined) {
  const known = list.some((g) => ("items" in g ? g.items.some((i) => i.value === chosen) : g.value === chosen));
  return chosen && !known ? [...list, { value: chosen, label: chosen }] : list;
}

/** Asked for when the person is done typing, not at each letter. */
function ActorInput({ value, onDone }: { value: string; onDone: (actor: string) => void }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const done = (): void => {
    if (text.trim() !== value) onDone(text.trim());
  };
  return (
    <TextInput size="xs" aria-label="Who" placeholder="Who (name or id)" value={text} onChange={(e) => setText(e.currentTarget.value)} onBlur={done}
      onKeyDown={(e) => e.key === "Enter" && done()}
      rightSection={value ? <CloseButton size="xs" aria-label="Anybody" onClick={() => onDone("")} /> : undefined} />
  );
}
