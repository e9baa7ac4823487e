import { memo, type ReactNode } from "react";
import { piecesOf } from "./yaml";
import classes from "./Catalogue.module.css";

/** A numbered line of a file. */
export const YamlLine = memo(function YamlLine({ n, text, marked = false, number }: { n: number; text: string; marked?: boolean; number?: ReactNode }) {
  return (
    <span className={classes.line} data-line={n} data-marked={marked || undefined}>
      <span className={classes.gutter}>{number ?? n}</span>
      {piecesOf(text).map((piece, at) => (piece.kind === "plain" ? piece.text : <span key={at} className={classes[piece.kind]}>{piece.text}</span>))}
      {"\n"}
    </span>
  );
});
