import { Fragment } from "react";
import { utc } from "./format";

const instant = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
/** A server's sentence with its instants as people write them. */
export const instantsAsUtc = (text: string): string => text.replace(instant, (at) => utc(Date.parse(at)));

/** A server's sentence: what stands between backticks is a name or something to type. */
export function Words({ text }: { text: string }) {
  const parts = instantsAsUtc(text).split("`");
  if (parts.length % 2 === 0) return <>{parts.join("`")}</>; // a backtick without its partner: shown as it is
  return <>{parts.map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : <Fragment key={at}>{part}</Fragment>))}</>;
}
