/** Who is erased next, what forbids it, and since when. */
import { useQuery } from "@tanstack/react-query";
import { DataTable, type Column } from "@/kit/DataTable";
import { durationText } from "@/kit/format";
import { Empty, Loaded } from "@/kit/states";
import { HireTabs } from "./HireTabs";
import { nameOf } from "./hire.words";
import { retentionQuery, type RetentionItem } from "./keep.api";

const columns: Column<RetentionItem>[] = [
  { id: "candidate", header: "Candidate", sort: (i) => i.candidate.name, text: (i) => nameOf(i.candidate), narrow: "wide", cell: (i) => <strong>{nameOf(i.candidate)}</strong> },
  { id: "until", header: "Kept until", width: "150px", sort: (i) => i.until, text: (i) => i.until, cell: (i) => <span className={i.due ? "word-caution tabular" : "tabular"}>{i.until}</span> },
  { id: "why", header: "Why then", text: (i) => i.why?.text ?? "", cell: (i) => i.why?.text || <span className="quiet">as the settings say</span> },
  { id: "hold", header: "Legal hold", text: (i) => i.hold?.text ?? "", cell: (i) => (i.hold ? <span className="word-caution">stands: {i.hold.text}</span> : <span className="quiet">none</span>) },
];

export function Keeping() {
  const query = useQuery(retentionQuery);
  return (
    <>
      <div className="page-head"><h1>Keeping</h1>{query.data && <span className="caption">{durationText(query.data.keep)} after the last application ended, unless another date is set; {query.data.going_on} still in progress</span>}</div>
      <HireTabs current="keeping" />
      <Loaded query={query}>
        {(page) => <DataTable label="Kept candidates" rows={page.items} columns={columns} rowKey={(i) => i.candidate.id} csv primary
          empty={<Empty title="Nobody waits to be erased">Once an application has ended, its candidate stands here with the day on which the key, and with it everything that was written, goes.</Empty>} />}
      </Loaded>
      {query.data && query.data.more > 0 && <p className="caption">{query.data.more} more, later.</p>}
    </>
  );
}
