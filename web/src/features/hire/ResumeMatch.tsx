/** A candidate's resume beside the opening's job description, computed anew each time and kept nowhere. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { Answer } from "@/features/match/Answer";
import { Loaded } from "@/kit/states";
import { applicationMatchQuery, applicationQuery } from "./hire.api";
import { nameOf } from "./hire.words";

export function ResumeMatch() {
  const { id } = useParams({ from: "/inside/hire/applications/$id/match" });
  const { tab } = useSearch({ from: "/inside/hire/applications/$id/match" });
  const navigate = useNavigate({ from: "/hire/applications/$id/match" });
  const labels = useCallback(() => void navigate({ params: { id }, search: {}, resetScroll: false }), [navigate, id]);
  const application = useQuery(applicationQuery(id)).data;
  const query = useQuery(applicationMatchQuery(id));
  return (
    <>
      <p className="caption"><Link to="/hire/applications/$id" params={{ id }}>{application ? nameOf(application.candidate) : "The candidate"}</Link></p>
      <Loaded query={query} rows={12}>{(reply) => <Answer reply={reply} tab={tab} onLabels={labels} {...(application ? { title: `${nameOf(application.candidate)}: ${application.opening_title}` } : {})} />}</Loaded>
    </>
  );
}
