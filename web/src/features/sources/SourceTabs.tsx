/** The parts of what comes in, also above those that have a page of their own. */
import { TabBar } from "@/kit/TabBar";

export function SourceTabs({ current }: { current: string }) {
  const away = current === "import";
  return (
    <TabBar label="Parts of sources" current={current} items={[
      { id: "sources", label: "Sources", ...(away && { to: "/sources" }) },
      { id: "connect", label: "How to connect", ...(away && { to: "/sources?tab=connect" }) },
      { id: "import", label: "Bring definitions along", to: "/import" },
    ]} />
  );
}
