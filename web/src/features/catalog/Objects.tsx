/** Everything that the catalogue defines, as it applies. */
import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { CatalogObject } from "@/api/types";
import { Choice } from "@/kit/Choice";
import { DataTable, type Column } from "@/kit/DataTable";
import { Empty, Loaded } from "@/kit/states";
import { objectsQuery } from "./catalog.api";
import type { SetSearch } from "./Catalogue";
import { objectKinds, type CatalogueSearch, type ObjectKind } from "./catalog.url";
import { summaryOf } from "./catalog.words";
import classes from "./Catalogue.module.css";

const kindWords: Record<ObjectKind, string> = { Service: "services", SLO: "SLOs", Channel: "channels", Tier: "tiers", ErrorBudgetPolicy: "error-budget policies", SLA: "SLAs", DataSource: "data sources", Probe: "probes" };
const titleOf = (o: CatalogObject): string => o.slo?.display_name || o.service?.display_name || "";

export function Objects({ search, set }: { search: CatalogueSearch; set: SetSearch }) {
  const query = useQuery(objectsQuery);
  const word = (search.q ?? "").trim().toLowerCase();
  const rows = useMemo(() => (query.data?.items ?? []).filter((o) =>
    (!search.kind || o.kind === search.kind) && (!word || [o.name, titleOf(o), summaryOf(o), o.source.file].some((text) => text.toLowerCase().includes(word)))), [query.data, search.kind, word]);
  const columns = useMemo((): Column<CatalogObject>[] => [
    { id: "kind", header: "Kind", width: "90px", cell: (o) => <span className="quiet">{o.kind === "ErrorBudgetPolicy" ? "Policy" : o.kind}</span>, text: (o) => o.kind, sort: (o) => o.kind },
    { id: "name", header: "Name", width: "260px", cell: (o) => <span className={classes.name}>{o.name}</span>, text: (o) => o.name, sort: (o) => o.name },
    { id: "title", header: "In words", width: "240px", narrow: "hide", cell: titleOf, text: titleOf, sort: titleOf },
    { id: "what", header: "What it says", narrow: "wide", cell: (o) => <span className={classes.wrap}>{summaryOf(o)}</span>, text: summaryOf },
    { id: "source", header: "Where", width: "230px", narrow: "wide", cell: (o) => <button type="button" className={classes.where} onClick={() => set({ tab: undefined, file: o.source.file, line: o.source.line, object: undefined })}>{o.source.file}:{o.source.line}</button>, text: (o) => `${o.source.file}:${o.source.line}`, sort: (o) => o.source.file },
  ], [set]);
  const open = useCallback((o: CatalogObject) => set({ object: `${o.kind}/${o.name}` }), [set]);
  return (
    <>
      <div className={classes.filters} role="search" aria-label="Filter the objects">
        <Choice label="Kind" all="any kind" value={search.kind} onChange={(kind) => set({ kind: kind as ObjectKind | undefined })} options={objectKinds.map((kind) => [kind, kindWords[kind]])} />
        <TextInput size="xs" aria-label="Find an object" placeholder="Name, service, file…" value={search.q ?? ""} onChange={(e) => set({ q: e.currentTarget.value || undefined })} />
      </div>
      {query.data?.more && <p className="caption">The first 20,000 objects are shown.</p>}
      <Loaded query={query}>
        {() => <div className={classes.beside}><DataTable label="Objects" rows={rows} columns={columns} rowKey={(o) => `${o.kind}/${o.name}`} onOpen={open} sort={search.sort ?? ""} onSort={(sort) => set({ sort: sort || undefined })} csv primary
          empty={<Empty title={word || search.kind ? "No object fits" : "The catalogue has no objects"}>{word || search.kind ? "Look for another word, or at all kinds." : "Services, SLOs, tiers and channels stand here once a file defines them."}</Empty>} /></div>}
      </Loaded>
    </>
  );
}
