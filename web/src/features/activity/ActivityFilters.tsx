/** Filters of the log. They live in the address: a filtered log can be sent to somebody. */
import { CloseButton, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { slosQuery } from "@/features/slo/slo.api";
import { Choice } from "@/kit/Choice";
import { serviceNamesQuery } from "./activity.api";
import type { ActivitySearch } from "./activity.url";
import { typeChoices } from "./event-types";
import classes from "./Activity.module.css";

type Part = Partial<ActivitySearch>;
const types = typeChoices().map(({ group, items }) => ({ group, options: items.map((i) => [i.value, i.label] as const) }));

export function ActivityFilters({ search, set }: { search: ActivitySearch; set: (part: Part) => void }) {
  const change = set;
  const { data: services } = useQuery(serviceNamesQuery);
  const { data: slos } = useQuery(slosQuery(search.service ? { service: search.service } : {}));
  const any = search.service || search.slo || search.actor || search.type;
  return (
    <div className={classes.filters} role="search" aria-label="Filter the log">
      <div className={classes.switch} role="group" aria-label="How much">
        <button type="button" aria-pressed={search.show !== "all"} onClick={() => change({ show: undefined })}>Decisions and outcomes</button>
        <button type="button" aria-pressed={search.show === "all"} onClick={() => change({ show: "all" })}>Everything</button>
      </div>
      <Choice label="What" all="any type" value={search.type} onChange={(type) => change({ type })} options={[]} groups={types} />
      <Choice label="Service" all="any service" value={search.service} onChange={(service) => change({ service, slo: undefined })} options={(services ?? []).map((name) => [name, name])} />
      <Choice label="SLO" all="any SLO" value={search.slo} onChange={(slo) => change({ slo })} options={(slos?.items ?? []).map((s) => [s.name, s.name])} />
      <ActorInput value={search.actor ?? ""} onDone={(actor) => change({ actor: actor || undefined })} />
      {any && <button type="button" className={classes.clear} onClick={() => change({ service: undefined, slo: undefined, actor: undefined, type: undefined })}>Clear</button>}
    </div>
  );
}

/** Asked for when the person is done typing, not at each letter. */
function ActorInput({ value, onDone }: { value: string; onDone: (actor: string) => void }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const done = (): void => {
    if (text.trim() !== value) onDone(text.trim());
  };
  return (
    <TextInput size="xs" aria-label="Who" placeholder="anybody (name or id)" value={text} onChange={(e) => setText(e.currentTarget.value)} onBlur={done}
      onKeyDown={(e) => e.key === "Enter" && done()}
      rightSection={value ? <CloseButton size="xs" aria-label="Anybody" onClick={() => onDone("")} /> : undefined} />
  );
}
