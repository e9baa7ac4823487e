import { useQuery } from "@tanstack/react-query";
import type { Right } from "@/api/types";
import { sessionQuery } from "./access.api";

/** Whether who is signed in has the right: buttons that could only be refused are not offered. The server decides anyway. */
export function useRight(right: Right): boolean {
  const { data } = useQuery(sessionQuery);
  return data?.rights.includes(right) ?? false;
}
