/** What a candidate may say of themselves for sums alone, or not: nothing is chosen beforehand, and withdrawing is as easy as saying it. */
import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { FormProblem } from "@/features/access/FormProblem";
import { declare, readDeclaration, type Declaration } from "./candidate.api";
import classes from "./Candidate.module.css";

export function Declare({ code }: { code: string }) {
  const key = ["candidate", code, "declaration"];
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => readDeclaration(code, signal), retry: false, refetchOnWindowFocus: false });
  if (!query.data || query.data.attributes.length === 0) return null;
  return <Form code={code} declaration={query.data} queryKey={key} />;
}

function Form({ code, declaration, queryKey }: { code: string; declaration: Declaration; queryKey: string[] }) {
  const queries = useQueryClient();
  const [values, setValues] = useState(declaration.values);
  const [said, setSaid] = useState("");
  const attempt = useMutation({
    mutationFn: (wanted: Record<string, string>) => declare(code, wanted),
    onSuccess: (view) => {
      setValues(view.values);
      setSaid(Object.keys(view.values).length === 0 ? "Nothing is kept of it." : "It is kept.");
      queries.setQueryData(queryKey, view);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    attempt.mutate(values);
  };
  const choose = (attribute: string, choice: string): void => {
    setSaid("");
    setValues((before) => {
      const rest = Object.fromEntries(Object.entries(before).filter(([id]) => id !== attribute));
      return choice === "" ? rest : { ...rest, [attribute]: choice };
    });
  };
  return (
    <section>
      <h2>If you like: about you, for sums alone</h2>
      <p>{declaration.notice}</p>
      <form className={classes.form} onSubmit={submit}>
        {declaration.attributes.map((a) => (
          <label key={a.id} className={classes.field}>
            <span>{a.question}</span>
            <select value={values[a.id] ?? ""} onChange={(event) => choose(a.id, event.target.value)}>
              <option value="">I do not say</option>
              {a.choices.map((c) => <option key={c.id} value={c.id}>{c.text}</option>)}
            </select>
          </label>
        ))}
        <FormProblem error={attempt.error} focus />
        <div className={classes.row}>
          <Button type="submit" variant="default" loading={attempt.isPending} disabled={Object.keys(values).length === 0}>Keep it</Button>
          {Object.keys(declaration.values).length > 0 && <Button variant="subtle" disabled={attempt.isPending} onClick={() => attempt.mutate({})}>Withdraw it</Button>}
        </div>
        <div role="status">{said && <span className="word-resolved">{said}</span>}</div>
      </form>
    </section>
  );
}
