/** Opened by an invitation or by a link for a new password: the person chooses a password and is in. */
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { AccessPage } from "./AccessPage";
import { join } from "./access.api";
import { FormProblem } from "./FormProblem";
import { NewPassword } from "./NewPassword";
import { codeOf, passwordFits } from "./password";
import { Incomplete } from "./Setup";
import { useEntrance } from "./useEntrance";
import classes from "./Access.module.css";

export function Join() {
  const code = codeOf(useLocation({ select: (l) => l.hash }));
  const enter = useEntrance();
  const [password, setPassword] = useState("");
  const attempt = useMutation({ mutationFn: () => join(code, password), onSuccess: (view) => enter(view) });
  if (code === "") return <Incomplete title="Choose a password" where="the message that brought it" />;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (passwordFits(password, [])) attempt.mutate();
  };
  return (
    <AccessPage title="Choose a password" lead="Your link works once. With the password you sign in from now on; sessions that you had elsewhere end.">
      <form className={classes.form} onSubmit={submit}>
        <NewPassword value={password} onChange={setPassword} names={[]} autoFocus />
        <FormProblem error={attempt.error} focus />
        <Button type="submit" loading={attempt.isPending} disabled={!passwordFits(password, [])}>Set it and sign in</Button>
      </form>
      <p className={classes.foot}>Have a password already? <Link to="/sign-in">Sign in</Link></p>
    </AccessPage>
  );
}
