/** Which services are shown: everything here is in the address, so a view can be sent to somebody. */
import { CloseButton, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { Overview, ServiceLine } from "@/api/types";
import { Choice } from "@/kit/Choice";
import { CopyButton } from "@/kit/CopyButton";
import { toCsv } from "@/kit/DataTable";
import { columnsOf } from "./ServiceTable";
import { choicesOf, stateWords } from "./overview.rows";
import { groupings, type OverviewSearch } from "./overview.url";
import classes from "./Overview.module.css";

export interface FiltersProps {
  overview: Overview;
  shown: readonly ServiceLine[];
  search: OverviewSearch;
  change: (next: Partial<Record<keyof OverviewSearch, string | undefined>>) => void;
}

export function Filters({ overview, shown, search, change }: FiltersProps) {
  const { tiers, owners, states } = choicesOf(overview);
  const any = search.q !== undefined || search.tier !== undefined || search.owner !== undefined || search.state !== undefined;
  return (
    <div className={classes.filters} role="search" aria-label="Filter services">
      <TextFilter value={search.q ?? ""} onChange={(q) => change({ q: q || undefined })} />
      <Choice label="Tier" all="any tier" value={search.tier} options={tiers.map((t) => [t, t])} onChange={(tier) => change({ tier })} />
      <Choice label="Owner" all="any owner" value={search.owner} options={owners.map((o) => [o, o])} onChange={(owner) => change({ owner })} />
      <Choice label="State" all="any state" value={search.state} options={states.map((s) => [s, stateWords[s]])} onChange={(state) => change({ state })} />
      <Choice label="Group" all="not grouped" value={search.group} options={groupings.map((g) => [g, `by ${g}`])} onChange={(group) => change({ group })} />
      <span className={classes.shown} role="status">
        {any && <>
          {shown.length} of {overview.services.length}
          <CloseButton size="sm" aria-label="Show all services" data-tip="Show all services" onClick={() => change({ q: undefined, tier: undefined, owner: undefined, state: undefined })} />
        </>}
      </span>
      <span className={classes.copy}><CopyButton label="Copy as CSV" size="compact-xs" text={() => toCsv(shown, columnsOf(0, new Set()))} /></span>
    </div>
  );
}

/** Letters show at once; the address follows when the typing rests, so that the page does not navigate for each letter. */
function TextFilter({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  const [told, setTold] = useState(value);
  if (value !== told) {
    setTold(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed === told) return;
    const timer = setTimeout(() => {
      setTold(typed);
      onChange(typed);
    }, 120);
    return () => clearTimeout(timer);
  }, [typed, told, onChange]);
  return (
    <TextInput className={classes.text} size="xs" aria-label="Filter by name, SLO or owner" placeholder="Filter" value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)} leftSection={<IconSearch size={13} aria-hidden />} />
  );
}
