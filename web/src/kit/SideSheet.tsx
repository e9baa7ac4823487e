import { Drawer } from "@mantine/core";
import type { ReactNode } from "react";

/** A sheet at the side: what is behind it stays readable. Escape closes it. */
export function SideSheet({ opened, onClose, title, children }: { opened: boolean; onClose: () => void; title: ReactNode; children: ReactNode }) {
  return (
    <Drawer opened={opened} onClose={onClose} title={title} position="right" size="lg" lockScroll={false}
      overlayProps={{ backgroundOpacity: 0.2 }} transitionProps={{ duration: 120 }} closeButtonProps={{ "aria-label": "Close" }}
      attributes={{ header: { role: "presentation" } }}>
      {children}
    </Drawer>
  );
}
