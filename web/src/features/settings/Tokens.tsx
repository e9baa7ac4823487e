/** Tokens for machines: Prometheus that writes, scripts that read. A secret is shown once, when it is made. */
import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import type { Right, TokenView } from "@/api/types";
import { revokeToken, tokensQuery, type IssuedToken } from "@/features/access/access.api";
import { FormProblem } from "@/features/access/FormProblem";
import { useRight } from "@/features/access/rights";
import { DataTable, type Column } from "@/kit/DataTable";
import { Empty, Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { Confirm } from "./Confirm";
import { NoRight } from "./NoRight";
import { Once } from "./Once";
import { SectionHead } from "./SectionHead";
import { inTokenOrder, tokenExample } from "./settings.words";
import { TokenForm } from "./TokenForm";
import classes from "./Settings.module.css";

export function Tokens() {
  return useRight("admin") ? <All /> : <NoRight what="Tokens" />;
}

function All() {
  const query = useQuery(tokensQuery);
  const queries = useQueryClient();
  const navigate = useNavigate({ from: "/settings/$section" });
  const { form, sort } = useSearch({ from: "/inside/settings/$section" });
  const [issued, setIssued] = useState<{ token: IssuedToken; name: string; rights: Right[] } | null>(null);
  const reread = useCallback(() => queries.invalidateQueries({ queryKey: tokensQuery.queryKey }), [queries]);
  const revoke = useMutation({ mutationFn: (id: string) => revokeToken(id), onSettled: reread });
  const { mutate: revokeOne } = revoke;
  const columns = useMemo(() => columnsFor(revokeOne), [revokeOne]);
  const open = (wanted: boolean): void => void navigate({ search: (before) => ({ ...before, form: wanted ? "new" as const : undefined }) as never, replace: true });
  return (
    <>
      <SectionHead title="Tokens" action={form !== "new" && <Button size="compact-md" onClick={() => open(true)}>Make a token</Button>}>
        What machines show instead of a password: Prometheus that writes samples, scripts and dashboards that read.
      </SectionHead>
      {form === "new" && (
        <TokenForm onClose={() => open(false)} onMade={(token, name, rights) => {
          setIssued({ token, name, rights });
          open(false);
          void reread();
        }} />
      )}
      {issued && (
        <Once title={`The secret of ${issued.name}`} secret={issued.token.secret} copyLabel="Copy the secret" onClose={() => setIssued(null)}
          example={tokenExample(window.location.origin, issued.token.secret, issued.rights)}>
          It is shown this once and stored nowhere: keep it where secrets are kept.
        </Once>
      )}
      <div className={classes.problem}><FormProblem error={revoke.error} focus /></div>
      <Loaded query={query}>
        {(tokens) => (
          <DataTable label="Tokens" rows={inTokenOrder(tokens.items)} columns={columns} rowKey={idOf} primary csv sort={sort ?? ""} onSort={(next) => void navigate({ search: (before) => ({ ...before, sort: next || undefined }) as never, replace: true })}
            rowClass={(token) => (token.works ? undefined : classes.off)}
            empty={<Empty title="No tokens yet" command="plimsoll token create prometheus --right ingest">Make one for each machine that writes or reads, with no more rights than it needs.</Empty>} />
        )}
      </Loaded>
    </>
  );
}
const idOf = (token: TokenView): string => token.id;

function State({ token }: { token: TokenView }) {
  if (token.revoked) return <span>revoked <Time at={token.revoked} /></span>;
  if (!token.works) return <span>expired <Time at={token.expires} /></span>;
  return token.expires ? <span>ends <Time at={token.expires} /></span> : <span className="quiet">no end</span>;
}

function columnsFor(revoke: (id: string) => void): Column<TokenView>[] {
  return [
    { id: "name", header: "Name", sort: (t) => t.name.toLowerCase(), text: (t) => t.name, narrow: "wide", cell: (t) => <span className={classes.who}><strong>{t.name}</strong><span className="caption">plm_{t.id}_…</span></span> },
    { id: "rights", header: "Rights", sort: (t) => t.rights.join(" "), text: (t) => t.rights.join(" "), cell: (t) => t.rights.join(", "), width: "170px" },
    { id: "created", header: "Made", sort: (t) => Date.parse(t.created), text: (t) => t.created, cell: (t) => <Time at={t.created} />, width: "120px", narrow: "hide" },
    { id: "state", header: "State", sort: (t) => (t.works ? 0 : 1), text: (t) => (t.revoked ? "revoked" : t.works ? "works" : "expired"), cell: (t) => <State token={t} />, width: "170px" },
    { id: "actions", header: "Actions", align: "right", width: "230px",
      cell: (t) => t.works && <Confirm label="Revoke" question="What uses it is refused from then on, for ever" yes="Revoke for ever" onConfirm={() => revoke(t.id)} /> },
  ];
}
