import { Tooltip } from "@mantine/core";
import { local, utc } from "./format";
import "@mantine/core/styles/Tooltip.css";

export function TipAt({ target }: { target: HTMLElement }) {
  const at = target.dataset.at ? Number(target.dataset.at) : null;
  const text = at === null ? (target.dataset.tip ?? "") : `${utc(at)}\n${local(at)}`;
  return <Tooltip target={target} label={text} opened withArrow multiline maw={340} className="tip" transitionProps={{ duration: 80 }} />;
}
