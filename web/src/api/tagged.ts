/** A resource that two tabs may write: read with its tag, written only where the tag still fits. */
import { Problem, request } from "./client";

/** null: there is none yet. */
export async function loadTagged<T>(path: string): Promise<{ body: T; tag: string | null } | null> {
  try {
    const reply = await request("GET", path);
    return { body: (await reply.json()) as T, tag: reply.headers.get("ETag") };
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  }
}

/** The new tag. `tag` null: there must be none yet. Fails with status 412 where somebody else wrote meanwhile. */
export async function saveTagged(path: string, body: unknown, tag: string | null): Promise<string | null> {
  const reply = await request("PUT", path, body, tag === null ? { "If-None-Match": "*" } : { "If-Match": tag });
  return reply.headers.get("ETag");
}
