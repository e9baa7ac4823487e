/** Empty, loading, stale and error, drawn on purpose: what a page shows when it cannot show what was asked. */
import { Button, Code, Skeleton, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconLock, IconPlugConnectedX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Problem } from "@/api/client";

/** What this place will show, and the one command or button that makes it so. */
export function Empty({ title, children, command, action }: { title: string; children?: ReactNode; command?: string; action?: ReactNode }) {
  return (
    <Stack gap="xs" py="lg" align="flex-start" className="state">
      <Text fw={600}>{title}</Text>
      {children && <Text c="dimmed" maw={640}>{children}</Text>}
      {command && <Code block>{command}</Code>}
      {action}
    </Stack>
  );
}

/** The frame of what is coming: no spinner. */
export function Loading({ rows = 6, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <Stack gap={8} py="xs" role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, i) => <Skeleton key={i} height={28} radius="sm" animate={false} className="placeholder" />)}
    </Stack>
  );
}

/** The problem's own words, its code, and what to do. */
export function ErrorNote({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const problem = error instanceof Problem ? error : null;
  const Icon = problem?.status === 403 ? IconLock : problem?.status === 0 ? IconPlugConnectedX : IconAlertTriangle;
  const title = problem ? problem.title : "This page broke";
  const detail = problem ? problem.detail : error instanceof Error ? error.message : String(error);
  return (
    <div role="alert" className="note state">
      <Icon size={18} aria-hidden className="note-icon" />
      <div>
        <Text fw={600}>{title}</Text>
        {detail && detail !== title && <Text>{detail}</Text>}
        {problem?.fields.map((f) => (
          <Text key={f.field + f.rule} size="sm"><Code>{f.field}</Code> {f.rule} {f.remedy}</Text>
        ))}
        {problem?.remedy && <Text c="dimmed">{problem.remedy}</Text>}
        {problem?.status === 403 && <Text c="dimmed">An administrator can grant it under Settings, People.</Text>}
        {problem && <Text size="xs" c="dimmed" mt={4}>{problem.code}</Text>}
        {retry && <Button mt="xs" size="compact-sm" variant="default" onClick={retry}>Try again</Button>}
      </div>
    </div>
  );
}

/** For a query's three ends: loading, error, or what it gave. An error beside data already there is told above it. */
export function Loaded<T>({ query, rows, children }: {
  query: { data: T | undefined; error: unknown; refetch: () => unknown };
  rows?: number;
  children: (data: T) => ReactNode;
}) {
  if (query.data === undefined)
    return query.error ? <ErrorNote error={query.error} retry={() => void query.refetch()} /> : <Loading {...(rows ? { rows } : {})} />;
  return (
    <>
      {query.error ? <ErrorNote error={query.error} retry={() => void query.refetch()} /> : null}
      {children(query.data)}
    </>
  );
}
