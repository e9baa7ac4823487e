/** "Why?" for a measure at hand: those of pages and of the server itself. Load it lazily; an SLO's own figures use `data-why`. */
import { SideSheet } from "@/kit/SideSheet";
import { measureName } from "./measure.format";
import { WhyMeasure, type WhyMeasureProps } from "./WhyMeasure";

export function WhyMeasureSheet({ onClose, ...props }: WhyMeasureProps & { onClose: () => void }) {
  return <SideSheet opened onClose={onClose} title={measureName(props.measure.id)}><WhyMeasure {...props} /></SideSheet>;
}
