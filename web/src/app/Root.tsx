import { Anchor, Container, Text, Title } from "@mantine/core";
import { Link, Outlet, type ErrorComponentProps } from "@tanstack/react-router";
import { ErrorNote } from "@/kit/states";

export function Root() {
  return <Outlet />;
}

export function NotFound() {
  return (
    <Container py="xl" component="main">
      <Title order={1}>There is nothing here</Title>
      <Text c="dimmed">The address names no page. <Anchor component={Link} to="/">Go to the overview</Anchor></Text>
    </Container>
  );
}

export function RouteError({ error, reset }: ErrorComponentProps) {
  return (
    <Container py="xl" component="main">
      <ErrorNote error={error} retry={reset} />
    </Container>
  );
}
