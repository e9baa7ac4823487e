/** What should be true: the files that say it, the objects they define, and what a change would do. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useState } from "react";
import { Loaded } from "@/kit/states";
import { catalogQuery, type DraftFile } from "./catalog.api";
import { readObjectRef, type CatalogueSearch } from "./catalog.url";
import { CatalogueTabs } from "./CatalogueTabs";
import { Files } from "./Files";
import { Standing } from "./Standing";

const Objects = lazy(() => import("./Objects").then((m) => ({ default: m.Objects })));
const Preview = lazy(() => import("./Preview").then((m) => ({ default: m.Preview })));
const ObjectSheet = lazy(() => import("./ObjectSheet").then((m) => ({ default: m.ObjectSheet })));

export type SetSearch = (part: Partial<CatalogueSearch>) => void;

export function Catalogue() {
  const search = useSearch({ from: "/inside/catalogue" });
  const navigate = useNavigate({ from: "/catalogue" });
  const set = useCallback<SetSearch>((part) => void navigate({ search: (before) => ({ ...before, ...part }), resetScroll: false }), [navigate]);
  const summary = useQuery(catalogQuery);
  // What somebody pasted outlives a look at another part of the page.
  const [drafts, setDrafts] = useState<DraftFile[]>([{ path: "", text: "" }]);
  const tab = search.tab ?? "files";
  const object = search.object ? readObjectRef(search.object) : null;
  return (
    <>
      <div className="page-head"><h1>Catalogue</h1></div>
      <Loaded query={summary} rows={2}>{(data) => <Standing summary={data} set={set} />}</Loaded>
      <CatalogueTabs current={tab} />
      <Suspense fallback={null}>
        {tab === "files" && <Files search={search} set={set} />}
        {tab === "objects" && <Objects search={search} set={set} />}
        {tab === "preview" && <Preview drafts={drafts} setDrafts={setDrafts} />}
        {object && <ObjectSheet object={object} set={set} />}
      </Suspense>
    </>
  );
}
