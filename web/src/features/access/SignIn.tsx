import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { Problem } from "@/api/client";
import { AccessPage } from "./AccessPage";
import { sessionQuery, signIn } from "./access.api";
import { FormProblem } from "./FormProblem";
import { useEntrance } from "./useEntrance";
import classes from "./Access.module.css";

export function SignIn() {
  const { to } = useSearch({ from: "/sign-in" });
  const enter = useEntrance();
  const { data: session, error: unreachable } = useQuery(sessionQuery);
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const [wait, startWait] = useWait();
  const attempt = useMutation({
    mutationFn: () => signIn(name.trim(), password),
    onSuccess: (view) => enter(view, to),
    onError: (error) => {
      if (error instanceof Problem && error.retryAfter !== null) startWait(error.retryAfter);
      setPassword("");
      field.current?.focus();
    },
  });
  useEffect(() => {
    if (session?.signed_in) enter(session, to);
  }, [session, enter, to]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (wait === 0) attempt.mutate();
  };
  return (
    <AccessPage title="Sign in" lead={to && to !== "/" ? "Then on to the page that you asked for." : undefined}>
      {session?.setup_needed && <SetupNote />}
      <form className={classes.form} onSubmit={submit}>
        <TextInput label="Name" name="username" autoComplete="username" autoCapitalize="none" spellCheck={false} required autoFocus withAsterisk={false}
          value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <PasswordInput ref={field} label="Password" name="password" autoComplete="current-password" required withAsterisk={false}
          value={password} onChange={(event) => setPassword(event.currentTarget.value)} visibilityToggleButtonProps={{ "aria-label": "Show what is typed" }} />
        <FormProblem error={attempt.error ?? (session ? null : unreachable)} />
        <Button type="submit" loading={attempt.isPending} disabled={wait > 0}>
          {wait > 0 ? `Try again in ${wait} s` : "Sign in"}
        </Button>
      </form>
      {!session?.setup_needed && (
        <p className={classes.foot}>Forgotten? An administrator can make you a link under Settings, People. On the server's host, <code>plimsoll user reset NAME</code> does.</p>
      )}
    </AccessPage>
  );
}

function SetupNote() {
  return (
    <div className={classes.problem} data-level="caution" role="status">
      <strong>This server has no administrator yet</strong>
      <p>The link that makes the first one is in the server's output, printed when it started: it ends in <code>/setup#</code> and a code. Starting the server again prints a new one.</p>
    </div>
  );
}

/** Whole seconds until the next try. */
function useWait(): [number, (seconds: number) => void] {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return [left, setLeft];
}
