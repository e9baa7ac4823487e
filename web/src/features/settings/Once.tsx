import { Button } from "@mantine/core";
import { useEffect, useRef, type ReactNode } from "react";
import { CopyButton } from "@/kit/CopyButton";
import classes from "./Settings.module.css";

/** Something that is shown this one time: a link or a secret, with its copy button. Stays until it is put away. */
export function Once({ title, children, secret, copyLabel, example, onClose }: {
  title: string; children: ReactNode; secret: string; copyLabel: string; example?: string; onClose: () => void;
}) {
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    place.current?.focus();
    place.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <section className={classes.once} ref={place} tabIndex={-1} aria-label={title}>
      <h3>{title}</h3>
      <p>{children}</p>
      <code className={classes.secret} data-secret>{secret}</code>
      {example && <><p>It works if this answers:</p><code className={classes.secret}>{example}</code></>}
      <div className={classes.row}>
        <CopyButton text={secret} label={copyLabel} />
        {example && <CopyButton text={example} label="Copy the command" />}
        <Button size="compact-sm" variant="subtle" onClick={onClose}>I have kept it</Button>
      </div>
    </section>
  );
}
