import { queryOptions } from "@tanstack/react-query";
import { change, get, segment, setCsrf } from "@/api/client";
import type { InvitationIssued, PersonView, Right, RoleList, SessionRow, SessionView, TokenView } from "@/api/types";

async function keep(session: Promise<SessionView>): Promise<SessionView> {
  const view = await session;
  setCsrf(view.csrf);
  return view;
}

/** Who asks. Read before anything else; every page but the sign-in ones needs it. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => keep(get<SessionView>("/api/v1/session", undefined, signal)),
  staleTime: 60_000,
});

export const signIn = (name: string, password: string) => keep(change<SessionView>("POST", "/api/v1/session", { name, password }));
export const signOut = () => change("DELETE", "/api/v1/session");
export const setUp = (body: { code: string; name: string; display_name: string; password: string }) =>
  keep(change<SessionView>("POST", "/api/v1/setup", body));
export const join = (code: string, password: string) => keep(change<SessionView>("POST", "/api/v1/join", { code, password }));

export const peopleQuery = queryOptions({
  queryKey: ["people"],
  queryFn: ({ signal }) => get<{ items: PersonView[] }>("/api/v1/people", { limit: 1000 }, signal),
  meta: { live: ["access."] },
});
export const rolesQuery = queryOptions({
  queryKey: ["roles"],
  queryFn: ({ signal }) => get<RoleList>("/api/v1/roles", undefined, signal),
  staleTime: Infinity,
});
export const sessionsQuery = (all: boolean) =>
  queryOptions({
    queryKey: ["sessions", { all }],
    queryFn: ({ signal }) => get<{ items: SessionRow[] }>("/api/v1/sessions", all ? { all: true } : {}, signal),
    meta: { live: ["access."] },
  });
export const tokensQuery = queryOptions({
  queryKey: ["tokens"],
  queryFn: ({ signal }) => get<{ items: TokenView[] }>("/api/v1/tokens", { limit: 1000 }, signal),
  meta: { live: ["access.Token"] },
});

export const invite = (body: { name: string; display_name: string; role: string; hiring_role: string }) => change<InvitationIssued>("POST", "/api/v1/invitations", body);
export const changePerson = (id: string, body: { role?: string; state?: string; display_name?: string; hiring_role?: string }) =>
  change<PersonView>("PATCH", `/api/v1/people/${segment(id)}`, body);
export const resetPerson = (id: string) => change<InvitationIssued>("POST", `/api/v1/people/${segment(id)}/reset`);
export const endSession = (id: string) => change("DELETE", `/api/v1/sessions/${segment(id)}`);
export const changePassword = (old: string, next: string) => change("POST", "/api/v1/password", { old, password: next });

export interface IssuedToken { id: string; secret: string }
export const createToken = (body: { name: string; rights: Right[]; expires?: string }) => change<IssuedToken>("POST", "/api/v1/tokens", body);
export const revokeToken = (id: string) => change("DELETE", `/api/v1/tokens/${segment(id)}`);
