import { Fragment } from "react";

/** A server's sentence: what stands between backticks is a name or something to type. */
export function Words({ text }: { text: string }) {
  const parts = text.split("`");
  if (parts.length % 2 === 0) return <>{text}</>; // a backtick without its partner: shown as it is
  return <>{parts.map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : <Fragment key={at}>{part}</Fragment>))}</>;
}
