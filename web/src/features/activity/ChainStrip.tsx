/** Whether the record is whole, in one line; how that is known on demand; the export. */
import { Button, NumberInput, Popover } from "@mantine/core";
import "@mantine/core/styles/NumberInput.css";
import { IconAlertOctagon, IconCircleCheck, IconCircleDashed, IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { withQuery } from "@/api/client";
import type { ChainState } from "@/api/types";
import { CopyButton } from "@/kit/CopyButton";
import { count } from "@/kit/format";
import { ErrorNote } from "@/kit/states";
import { Time } from "@/kit/Time";
import { chainQuery } from "./activity.api";
import classes from "./Activity.module.css";

export function ChainStrip() {
  const query = useQuery(chainQuery);
  const chain = query.data;
  if (!chain) return query.error ? <ErrorNote error={query.error} retry={() => void query.refetch()} /> : <div className={classes.strip} />;
  return (
    <>
      {chain.state === "broken" && <Broken chain={chain} />}
      <div className={classes.strip}>
        {chain.state !== "broken" && <Standing chain={chain} />}
        <span>{chain.signed_at ? <>signed head #{count(chain.signed_seq ?? 0)}, <Time at={chain.signed_at} /></> : "no head is signed yet"}</span>
        {chain.verified_at && <span>last verified <Time at={chain.verified_at} /></span>}
        <Details chain={chain} />
        <Export chain={chain} />
      </div>
    </>
  );
}


function Standing({ chain }: { chain: ChainState }) {
  const intact = chain.state === "intact";
  const Icon = intact ? IconCircleCheck : IconCircleDashed;
  return (
    <span className={classes.standing} data-tip={intact ? "Every entry follows from the one before it by its hash, and from every head that was signed." : "The whole record is being read once after the start."}>
      <Icon size={15} aria-hidden />
      {intact ? <>Intact up to #{count(chain.verified_seq ?? 0)}</> : <>Not verified yet: #{count(chain.verified_seq ?? 0)} of #{count(chain.newest_seq)} read</>}
    </span>
  );
}

function Broken({ chain }: { chain: ChainState }) {
  return (
    <div role="alert" className={`note ${classes.broken}`}>
      <IconAlertOctagon size={18} aria-hidden className="note-icon" />
      <div>
        <strong className="word-breach">The record is broken</strong>
        <p>{chain.problem}</p>
        <p className="quiet">
          Entries were changed, lost or damaged after they were written{chain.verified_seq ? `; up to #${count(chain.verified_seq)} every entry still follows from the one before` : ""}.
          Run <code>plimsoll audit verify</code> on the server's machine: it names the first entry that does not fit. Compare with a signed head that somebody outside holds, and keep the data folder as it is.
        </p>
      </div>
    </div>
  );
}

function Details({ chain }: { chain: ChainState }) {
  const rows: [string, string][] = [
    ["Chain", chain.chain], [`Hash of #${count(chain.newest_seq)}`, chain.hash], ["Public key of signed heads", chain.public_key],
  ];
  return (
    <Popover position="bottom-start" width={360} transitionProps={{ duration: 100 }}>
      <Popover.Target><button type="button" className={classes.quietButton}>How is that known?</button></Popover.Target>
      <Popover.Dropdown className={classes.proof}>
        <p>Every entry carries the hash of the one before. The newest hash is signed now and then; whoever keeps a signed head can prove that nothing before it was changed.</p>
        <dl>{rows.map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}=`}><code>{value}</code></dd>])}</dl>
        <CopyButton label="Copy" text={rows.map(([name, value]) => `${name}: ${value}`).join("\n")} size="compact-xs" />
        <p className="caption">To check it yourself: <code>plimsoll audit verify</code> on the server's machine, or export, put the public key into a file, and <code>plimsoll audit verify-export FILE --public-key KEYFILE</code> anywhere.</p>
      </Popover.Dropdown>
    </Popover>
  );
}

/** A plain link: the browser streams the file to disk. */
function Export({ chain }: { chain: ChainState }) {
  const [from, setFrom] = useState<number | string>("");
  const [to, setTo] = useState<number | string>("");
  const wrong = typeof from === "number" && typeof to === "number" && from > to;
  return (
    <Popover position="bottom-end" width={300} transitionProps={{ duration: 100 }} trapFocus>
      <Popover.Target><button type="button" className={`${classes.quietButton} ${classes.export}`}><IconDownload size={14} aria-hidden /> Export</button></Popover.Target>
      <Popover.Dropdown className={classes.proof}>
        <p>One JSON object a line with its hash, and a signed head at the end.</p>
        <div className={classes.range}>
          <NumberInput size="xs" label="From entry" placeholder="1" value={from} onChange={setFrom} min={1} max={chain.newest_seq} hideControls allowDecimal={false} />
          <NumberInput size="xs" label="To entry" placeholder={String(chain.newest_seq)} value={to} onChange={setTo} min={1} max={chain.newest_seq} hideControls allowDecimal={false} error={wrong && "before the first"} />
        </div>
        <Button size="compact-sm" component="a" href={withQuery("/api/v1/log/export", { from, to })} download="plimsoll-log.ndjson" disabled={wrong} leftSection={<IconDownload size={14} />}>Download</Button>
        <p className="caption">It holds whole events: once there is hiring in the log, it is for administrators and those who hire.</p>
        <p className="caption">Checked on any machine by <code>plimsoll audit verify-export FILE --public-key KEYFILE</code>; the key is under “How is that known?”.</p>
      </Popover.Dropdown>
    </Popover>
  );
}
