import { useQuery } from "@tanstack/react-query";
import { sessionQuery } from "@/features/access/access.api";
import { Empty } from "@/kit/states";

/** Who may see this, and who can grant it. */
export function NoRight({ what }: { what: string }) {
  const { data: session } = useQuery(sessionQuery);
  const role = session?.person?.role;
  return (
    <Empty title={`${what} are for administrators`}>
      {role ? `You are ${role === "admin" || role === "editor" ? "an" : "a"} ${role}. ` : ""}An administrator can change your role under Settings, People; on the server's host, <code>plimsoll user list</code> names them.
    </Empty>
  );
}
