/** The parts of Hire, as far as whoever looks may see them. */
import { useRight } from "@/features/access/rights";
import { TabBar, type TabItem } from "@/kit/TabBar";

const parts: readonly (TabItem & { to: string; manager: boolean })[] = [
  { id: "interviews", label: "My interviews", to: "/hire", manager: false },
  { id: "applications", label: "Candidates", to: "/hire/applications", manager: false },
  { id: "openings", label: "Openings", to: "/hire/openings", manager: false },
  { id: "kits", label: "Kits", to: "/hire/kits", manager: false },
  { id: "calibration", label: "Calibration", to: "/hire/calibration", manager: false },
  { id: "agreement", label: "Agreement", to: "/hire/agreement", manager: true },
  { id: "funnel", label: "Funnel", to: "/hire/funnel", manager: true },
  { id: "fairness", label: "Fairness", to: "/hire/fairness", manager: true },
  { id: "keeping", label: "Keeping", to: "/hire/keeping", manager: true },
];

export function HireTabs({ current }: { current: string }) {
  const manages = useRight("hire");
  return <TabBar label="Parts of Hire" current={current} items={parts.filter((p) => manages || !p.manager)} />;
}
