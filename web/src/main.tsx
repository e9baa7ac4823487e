// Style sheets of controls come first: those of our own pages override them.
import "./app/mantine";
import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { Problem } from "@/api/client";
import { sessionQuery } from "@/features/access/access.api";
import { makeRouter } from "./app/router";
import { theme } from "./app/theme";
import "./app/fonts.css";
import "./app/styles.css";

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    // A session that ended elsewhere: ask who we are again, which leads to the sign-in page.
    onError: (error) => {
      if (!(error instanceof Problem) || !error.signedOut) return;
      queries.removeQueries({ queryKey: sessionQuery.queryKey });
      void router.invalidate();
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => error instanceof Problem && (error.status === 0 || error.status === 503) && failures < 3,
    },
  },
});
const router = makeRouter(queries);

const place = document.getElementById("root");
if (!place) throw new Error("index.html lacks #root");
createRoot(place).render(
  <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={localStorageColorSchemeManager()} withCssVariables={false} withGlobalClasses={false}>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </MantineProvider>,
);
