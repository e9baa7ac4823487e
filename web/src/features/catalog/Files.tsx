/** The files of the folder as they stand on the server's disk, with what they define and what is wrong with them. */
import { TextInput } from "@mantine/core";
import { IconAlertTriangle, IconFileText } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { CatalogFile } from "@/api/types";
import { Empty, Loaded } from "@/kit/states";
import { filesQuery } from "./catalog.api";
import type { SetSearch } from "./Catalogue";
import type { CatalogueSearch } from "./catalog.url";
import { byFolder, plural } from "./catalog.words";
import { FileText } from "./FileText";
import { ProblemItem } from "./ProblemItem";
import classes from "./Catalogue.module.css";

export function Files({ search, set }: { search: CatalogueSearch; set: SetSearch }) {
  const query = useQuery(filesQuery);
  return (
    <Loaded query={query}>
      {({ items }) => {
        const files = items.filter((file) => file.path !== "");
        const whole = items.filter((file) => file.path === "").flatMap((file) => file.problems);
        const open = files.find((file) => file.path === search.file) ?? files.find((file) => file.problems.length > 0) ?? files[0];
        if (files.length === 0 && whole.length === 0)
          return <Empty title="The folder has no files" command="plimsoll check DIR">Every *.yaml, *.yml and *.json below the catalogue's folder is read as one catalogue.</Empty>;
        return (
          <>
            {whole.length > 0 && <ol className={classes.problems}>{whole.map((problem) => <li key={problem.rule}><ProblemItem problem={problem} /></li>)}</ol>}
            <div className={classes.files}>
              <FileList files={files} open={open} set={set} />
              {search.file && open && search.file !== open.path
                ? <Empty title={`There is no file ${search.file} now`}>It may have been renamed or removed; choose another at the side.</Empty>
                : open && <FileText file={open} line={search.file === open.path ? search.line : undefined} set={set} />}
            </div>
          </>
        );
      }}
    </Loaded>
  );
}

const manyFiles = 12;

function FileList({ files, open, set }: { files: readonly CatalogFile[]; open: CatalogFile | undefined; set: SetSearch }) {
  const [wanted, setWanted] = useState("");
  const word = wanted.trim().toLowerCase();
  const fits = (file: CatalogFile): boolean => file.path.toLowerCase().includes(word) || file.objects.some((o) => o.name.toLowerCase().includes(word));
  const shown = word ? files.filter(fits) : files;
  return (
    <nav className={classes.tree} aria-label="Files">
      {files.length > manyFiles && <TextInput size="xs" aria-label="Find a file or object" placeholder="Find a file or object" value={wanted} onChange={(e) => setWanted(e.currentTarget.value)} mb={8} />}
      {byFolder(shown).map(({ folder, files: inside }) => (
        <div key={folder}>
          {folder && <p className={classes.folder}>{folder}/</p>}
          <ul>
            {inside.map((file) => (
              <li key={file.path}>
                <button type="button" className={classes.file} data-open={file === open || undefined} aria-current={file === open || undefined} onClick={() => set({ file: file.path, line: undefined })}>
                  {file.problems.length > 0 ? <IconAlertTriangle size={14} aria-hidden className={classes.bad} /> : <IconFileText size={14} aria-hidden />}
                  <span className={classes.fileName}>{file.path.slice(folder ? folder.length + 1 : 0)}</span>
                  <span className={file.problems.length > 0 ? classes.bad : "caption"}>{file.problems.length > 0 ? plural(file.problems.length, "error") : file.warnings.length > 0 ? plural(file.warnings.length, "warning") : file.objects.length}</span>
                </button>
                {file === open && file.objects.length > 0 && (
                  <ul className={classes.defined}>
                    {file.objects.map((o) => (
                      <li key={`${o.kind}/${o.name}`}>
                        <button type="button" className={classes.object} onClick={() => set({ file: file.path, line: o.line })}><span className="caption">{o.kind}</span> {o.name}</button>
                      </li>
                    ))}
                  </ul>
                )}
              </li>
            ))}
          </ul>
        </div>
      ))}
      {shown.length === 0 && <p className="quiet">No file and no object has that name.</p>}
    </nav>
  );
}
