import { ActionIcon, Menu } from "@mantine/core";
import "@mantine/core/styles/Menu.css";
import { IconLogout, IconSettings, IconUser } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { sessionQuery, signOut } from "@/features/access/access.api";

export function PersonMenu() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { data: session } = useQuery(sessionQuery);
  const leave = async (): Promise<void> => {
    await signOut();
    queries.clear();
    await navigate({ to: "/sign-in" });
  };
  const name = session?.person?.display_name || session?.person?.name || "This machine";
  return (
    <Menu defaultOpened withInitialFocusPlaceholder={false} position="bottom-end" transitionProps={{ duration: 100 }}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label="You"><IconUser size={18} /></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{name}{session?.person ? ` · ${session.person.role}${session.person.hiring_role === "none" ? "" : `, ${session.person.hiring_role}`}` : ""}</Menu.Label>
        <Menu.Item leftSection={<IconSettings size={14} />} onClick={() => void navigate({ to: "/settings" })}>Settings</Menu.Item>
        {session?.via === "session" && <Menu.Item leftSection={<IconLogout size={14} />} onClick={() => void leave()}>Sign out</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}
