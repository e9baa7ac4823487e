/** Opened by the one-time link that a new server prints: makes its first administrator. */
import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { AccessPage } from "./AccessPage";
import { setUp } from "./access.api";
import { FormProblem } from "./FormProblem";
import { NewPassword } from "./NewPassword";
import { codeOf, nameFault, passwordFits } from "./password";
import { useEntrance } from "./useEntrance";
import classes from "./Access.module.css";

export function Setup() {
  const code = codeOf(useLocation({ select: (l) => l.hash }));
  const enter = useEntrance();
  const [name, setName] = useState("");
  const [display, setDisplay] = useState("");
  const [password, setPassword] = useState("");
  const attempt = useMutation({
    mutationFn: () => setUp({ code, name: name.trim(), display_name: display.trim() || name.trim(), password }),
    onSuccess: (view) => enter(view),
  });
  if (code === "") return <Incomplete title="Set up Plimsoll" where="the server's output, printed when it started" />;
  const fault = name === "" ? "" : nameFault(name);
  const ready = name !== "" && fault === "" && passwordFits(password, [name, display]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) attempt.mutate();
  };
  return (
    <AccessPage title="Set up Plimsoll" lead="You are the first here. This makes you the administrator; you invite the others afterwards.">
      <form className={classes.form} onSubmit={submit}>
        <TextInput label="Name to sign in with" name="username" autoComplete="username" autoCapitalize="none" spellCheck={false} required withAsterisk={false} autoFocus
          value={name} error={fault || undefined} onChange={(event) => setName(event.currentTarget.value)} />
        <TextInput label="Name that others see" name="name" autoComplete="name" placeholder={name || "Ada Lovelace"} maxLength={100}
          value={display} onChange={(event) => setDisplay(event.currentTarget.value)} />
        <NewPassword value={password} onChange={setPassword} names={[name, display]} />
        <FormProblem error={attempt.error} focus />
        <Button type="submit" loading={attempt.isPending} disabled={!ready}>Make the administrator</Button>
      </form>
      <p className={classes.foot}>Set up already? <Link to="/sign-in">Sign in</Link></p>
    </AccessPage>
  );
}

/** The link lost what follows its #. */
export function Incomplete({ title, where }: { title: string; where: string }) {
  return (
    <AccessPage title={title}>
      <div className={classes.problem} data-level="caution" role="alert">
        <strong>The link is not whole</strong>
        <p>It must end in # and a code. Copy it once more from {where}.</p>
      </div>
      <p className={classes.foot}><Link to="/sign-in">Go to sign-in</Link></p>
    </AccessPage>
  );
}
