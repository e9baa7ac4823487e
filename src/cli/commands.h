// commands.h: what `plimsoll <noun> <verb>` does, once the words are read: plain functions that print and return an exit
// code (exit_code.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/session.h"
#include "cli/terminal.h"
#include "domain/people/match_limits.h"

namespace plimsoll::cli {

// slo
int slo_list(const Common& common, const std::string& service, const std::string& state);
int slo_show(const Common& common, const std::string& name);
int slo_explain(const Common& common, const std::string& name, const std::string& measure);
int slo_debug(const Common& common, const std::string& name);
int slo_forecast(const Common& common, const std::string& name);
int slo_calendar(const Common& common, const std::string& name, const std::string& zone, int months);

// what alerts would have done over the past
struct BacktestOptions {
    std::string what;  ///< a file or folder of definitions, else the name of an SLO
    std::string slo;   ///< of the file's; empty: all
    std::string from, to, last, step;
    std::string data;       ///< a data folder, or text with timestamps
    std::string source;     ///< a DataSource's name, or a URL
    std::string incidents;  ///< file
    std::vector<std::string> objectives, windows;
    std::vector<std::string> factors;  ///< "page-1h-5m=6"
    std::vector<double> traffic;
    std::vector<std::string> leave_out;  ///< "FROM/TO"
    bool sweep = false;
    std::string report;  ///< HTML file; empty: none
};
int slo_backtest(const Common& common, const BacktestOptions& options);

// where budgets were spent
struct EpisodesOptions {
    std::string from;  ///< RFC 3339; empty: the SLO's period
    std::string to;
};
int slo_episodes(const Common& common, const std::string& name, const EpisodesOptions& options);
struct ChargeOptions {
    std::string slo;
    std::string from;
    std::string to;
    std::string episode;       ///< its start or id, instead of from and to
    std::size_t proposal = 0;  ///< of the episode, from 1, instead of kind and ref; 0: none
    std::string kind;
    std::string ref;
    std::string title;
    double share = 100;        ///< percent of what went bad
    std::string reason;
};
int charge_make(const Common& common, ChargeOptions options);
int charge_list(const Common& common, const std::string& slo);
int charge_withdraw(const Common& common, const std::string& charge, const std::string& reason);
int service_dependencies(const Common& common, const std::string& service, const std::string& slo);
/// What an SLO's budget went to and which upstreams overspent, beside the budget in `slo show`.
void print_spent(const Session& session, const std::string& slo, const std::string& service, const Terminal& terminal);

// error-budget policies and the gate; `quiet`: the exit code alone
int gate_ask(const Common& common, const std::string& service, bool quiet);
int gate_log(const Common& common, const std::string& service, const std::string& answer, std::size_t limit);
int gate_replay(const Common& common, const std::string& id);
int policy_show(const Common& common, const std::string& service);
int exception_list(const Common& common, const std::string& service);
int exception_grant(const Common& common, const std::string& service, const std::string& owner, const std::string& length,
                    const std::string& reason);
int exception_end(const Common& common, const std::string& id, const std::string& reason);

// promises to others
int sla_list(const Common& common);
int sla_show(const Common& common, const std::string& name);
struct DowntimeOptions {
    std::optional<std::string> objective;
    std::optional<std::string> minutes;
    std::optional<std::string> period;
    std::optional<std::string> events;
};
/// Computed here: no server is asked.
int downtime_table(const Common& common, const DowntimeOptions& options);
int portfolio(const Common& common);

// what may be promised
struct TargetQuestion {
    std::string slo;
    std::string from;
    std::string to;
    std::vector<std::string> levels;
    std::string notice;      ///< "2% over 5m"
    std::string most_pages;  ///< a month
    std::string zone;        ///< of days and hours, and of times without an offset
};
int target_suggest(const Common& common, const TargetQuestion& question);
struct TargetProposal {
    std::string slo;
    std::string objective;
    std::string window;
    std::string reason;
    std::string from;
    std::string to;
};
int target_list(const Common& common, const std::string& slo, const std::string& state);
int target_show(const Common& common, const std::string& id);
int target_propose(const Common& common, const TargetProposal& proposal);
int target_review(const Common& common, const std::string& id, const std::string& verdict, const std::string& comment);
/// `review_on`: a date; empty: as the server says.
int target_approve(const Common& common, const std::string& id, const std::string& comment, const std::string& review_on);
/// `how`: "decline", "withdraw".
int target_end(const Common& common, const std::string& id, const std::string& how, const std::string& comment);

// catalogue
int check(const Common& common, const std::string& folder);
int catalog_apply(const Common& common, bool allow_deletes);
int catalog_show(const Common& common);

// paging
int page_list(const Common& common, const std::string& state);
int page_replay(const Common& common, const std::vector<std::string>& ids, bool all_dead);
int channel_test(const Common& common, const std::string& name);
int channel_list(const Common& common);
int alert_list(const Common& common);
int alert_acknowledge(const Common& common, const std::string& alert);
int alert_silence(const Common& common, const std::string& slo, const std::string& service, const std::string& alert,
                  const std::string& length, const std::string& reason);

// exclusions, corrections and annotations
struct ExclusionQuery {
    std::string slo;
    std::string service;
    std::string state;
};
struct ExclusionOptions {
    std::string kind = "maintenance";
    std::string category = "other";
    std::string title;
    std::string reason;
    std::vector<std::string> slos;
    std::vector<std::string> services;
    std::string start = "now";
    std::string end;
    std::string length;
    std::string repeat;  ///< RRULE; empty: once
    std::string zone;    ///< of the rule, and of times without an offset
    std::string until;
    std::string expires_after;
};
int exclusion_list(const Common& common, const ExclusionQuery& query);
int exclusion_show(const Common& common, const std::string& id);
int exclusion_request(const Common& common, const ExclusionOptions& options);
int exclusion_preview(const Common& common, const ExclusionOptions& options);
int exclusion_approve(const Common& common, const std::string& id, const std::string& reason);
int exclusion_refuse(const Common& common, const std::string& id, const std::string& reason);
int exclusion_withdraw(const Common& common, const std::string& id, const std::string& reason, const std::string& from);
int exclusion_corrected(const Common& common, const std::string& slo);
struct AnnotationOptions {
    std::vector<std::string> slos;
    std::vector<std::string> services;
    std::string start = "now";
    std::string end;
    std::string zone;
    std::string category = "note";
    std::string title;
    std::string text;
    std::string url;
};
int annotate(const Common& common, const AnnotationOptions& options);
int annotation_list(const Common& common, const std::string& slo, const std::string& service);
int annotation_retract(const Common& common, const std::string& id, const std::string& reason);

// synthetic checks
int probe_list(const Common& common);
int probe_show(const Common& common, const std::string& name);
/// Exit code 1: the check failed.
int probe_run(const Common& common, const std::string& name);
int probe_try(const Common& common, const std::string& file);

// tokens
inline constexpr char kRightWords[] = "view, ingest, respond, edit, admin, practise, interview, hire";
int token_create(const Common& common, const std::string& name, const std::vector<std::string>& rights,
                 const std::string& expires_in);
int token_list(const Common& common);
int token_revoke(const Common& common, const std::string& id);

// people
int user_list(const Common& common);
/// `display_name` empty: the name.
int user_invite(const Common& common, const std::string& name, const std::string& display_name, const std::string& role, const std::string& hiring);
int user_reset(const Common& common, const std::string& name);
int user_enable(const Common& common, const std::string& name);
int user_disable(const Common& common, const std::string& name);
int user_role(const Common& common, const std::string& name, const std::string& role);
int user_hiring(const Common& common, const std::string& name, const std::string& role);

// hiring, as far as it is read: each shows what whoever asks may see
struct CandidatesQuery {
    std::string opening;
    std::string stage;
    std::string search;
    int limit = 100;
};
int hire_openings(const Common& common);
int hire_candidates(const Common& common, const CandidatesQuery& query);
int hire_show(const Common& common, const std::string& application);
/// `all`: those that are over too.
int hire_interviews(const Common& common, bool mine, bool all);
int hire_debrief(const Common& common, const std::string& application);

// candidates: keeping, erasing, their own copy. CANDIDATE is an id, or an application ("ap-3")
int hire_retention(const Common& common);
int hire_keep(const Common& common, const std::string& candidate, const std::string& until, const std::string& reason);
int hire_hold(const Common& common, const std::string& candidate, const std::string& reason);
int hire_release(const Common& common, const std::string& candidate, const std::string& reason);
int hire_erase(const Common& common, const std::string& candidate, const std::string& reason);
int hire_erasure(const Common& common, const std::string& candidate);
int hire_export(const Common& common, const std::string& candidate);
int hire_link(const Common& common, const std::string& application, const std::string& expires_in, const std::string& shows);
int hire_withdraw_link(const Common& common, const std::string& application, const std::string& link);
int hire_answer(const Common& common, const std::string& application, const std::string& request, bool followed, const std::string& text);

// interview questions, out of this binary unless a server is named
struct QuestionQuery {
    std::string search;
    std::string competency;
    std::string kind;
    std::string level;
    std::string role;
    std::string dimension;
    std::string kits;  ///< folder of more questions
};
int question_list(const Common& common, const QuestionQuery& query);
int question_show(const Common& common, const std::string& id, const std::string& depth, const std::string& kits);
/// Exit code 1: errors or warnings.
int question_check(const Common& common, const std::string& folder);

// figures of hiring; about no single candidate
struct HireFigures {
    std::string opening, kit, from, to;
    std::string format = "greenhouse";  ///< or csv
    std::string out;                    ///< file; empty: standard output
};
int hire_funnel(const Common& common, const HireFigures& options);
int hire_plan(const Common& common);
int hire_agreement(const Common& common, const HireFigures& options);
int hire_scorecards(const Common& common, const HireFigures& options);
/// `stage`: applied to offer, or hired. With `csv` the audit table, as it came.
int hire_fairness(const Common& common, const std::string& stage, bool csv);

// interview kits and calibration sets, out of this binary unless a server is named; `kits`: folder of more, may be empty
int interview_kit_list(const Common& common, const std::string& kits);
/// `part`: dimensions, rounds, prompts, panel or all.
int interview_kit_show(const Common& common, const std::string& id, const std::string& part, const std::string& kits);
/// Exit code 1: errors or warnings.
int interview_kit_check(const Common& common, const std::string& folder);
struct PanelOptions {
    std::vector<std::string> rounds;  ///< "incident=Ana,Ben"
    std::string lead;                 ///< of the debrief; may be empty
    std::string kits;
};
/// Exit code 1: nobody will test some dimension.
int interview_kit_gaps(const Common& common, const std::string& id, const PanelOptions& options);
/// Empty `set`: lists them. Reads ratings from standard input, a line each.
int interview_calibrate(const Common& common, const std::string& set, const std::string& kits);

// practising
struct PractiseOptions {
    std::string question;  ///< id; empty: by chance
    std::string competency, level, role, kits;
    int seconds = 90;
    std::optional<std::int64_t> seed;
};
int practise(const Common& common, const PractiseOptions& options);
int practise_story(const Common& common, const std::string& file, int words_per_minute);
int practise_metric(const Common& common, const std::string& file);
int practise_claims(const Common& common, const std::string& file);
int practise_asks(const Common& common, const std::string& kits);
int practise_check(const Common& common, const std::string& folder);

// a resume read against a job description; no server is asked
struct MatchCommand {
    std::string resume;  ///< file; "-": standard input
    std::string job;
    std::string as_of;   ///< month; empty: this one
    std::string skills;  ///< folder of more skills
    std::string kits;    ///< folder of more questions
};
int match_files(const Common& common, const MatchCommand& command);
/// What of a document is read, in which order; what is hidden goes to standard error. `file`: "-" is standard input.
int match_read(const Common& common, const std::string& file);
/// What a resume says by itself: its posts, and the skills that it uses, lists or denies. Of the command: resume, as_of.
int match_skills(const Common& common, const MatchCommand& command);
/// `alone`: the folder may not name shipped skills.
int match_check_skills(const Common& common, const std::string& folder, bool alone);

// formats out
struct ExportOptions {
    std::string service;
    std::string slo;
    std::string out;     ///< file or folder; empty: standard output
    bool per_service = false;
    bool counts = false;  ///< csv: slots instead of budgets
    std::string from;     ///< RFC 3339
    std::string to;
    std::string step;
};
int export_rules(const Common& common, const ExportOptions& options);
int export_grafana(const Common& common, const ExportOptions& options);
int export_openslo(const Common& common, const ExportOptions& options);
int export_csv(const Common& common, const ExportOptions& options);
int export_metrics(const Common& common, const ExportOptions& options);

// history in
struct ImportOptions {
    std::string file;
    std::string format;  ///< "openmetrics", "prometheus", or empty: found out
    std::string source;  ///< of access logs: the DataSource that says how its lines are read
};
int import_openmetrics(const Common& common, const ImportOptions& options);
int import_access_log(const Common& common, const ImportOptions& options);

// where telemetry comes from; `slo` of propose: print the YAML of that one alone
int source_list(const Common& common);
int source_show(const Common& common, const std::string& name);
int source_metrics(const Common& common, const std::string& name, const std::string& search);
int source_propose(const Common& common, const std::string& name, const std::string& slo);

// definitions of other tools in, and the layout of ours; no server is asked
struct SloImport {
    std::vector<std::string> files;  ///< or folders
    std::string from;                ///< a convert::Format; empty: found out
    std::string data_source;
    std::string owner;
    std::string out;                 ///< folder; empty: nothing is written
    bool overwrite = false;
    bool dry_run = false;
};
int import_slo(const Common& common, const SloImport& options);
struct LayoutOptions {
    std::vector<std::string> paths;
    bool check = false;
    bool in_place = false;
    std::string out;  ///< folder: parts become objects, each in a file there
};
int fmt_files(const LayoutOptions& options);

// the log
struct LogOptions {
    std::string service;
    std::string slo;
    std::string actor;
    std::string type;  ///< prefix
    std::size_t limit = 50;
};
int log_list(const Common& common, const LogOptions& options);
int health(const Common& common);
struct AuditOptions {
    std::string data = "data";
    std::vector<std::string> heads;  ///< texts or files
    std::string public_key;          ///< file
    std::string head_key;            ///< file, to sign
    std::string output;              ///< "-": standard output
    std::uint64_t from = 1;
};
int audit_verify(const Common& common, const AuditOptions& options);
int audit_export(const Common& common, const AuditOptions& options);
int audit_verify_export(const Common& common, const AuditOptions& options, const std::string& file);
int audit_head(const Common& common);

// back-ups of the data folder
struct BackupCommand {
    std::string data = "data";
    std::string output;
    std::string keys;  ///< folder for people's names; empty: not backed up
};
int backup(const Common& common, const BackupCommand& command);
struct RestoreCommand {
    std::string backup;
    std::string keys;
    std::string data;
};
int restore(const Common& common, const RestoreCommand& command);

// the server
struct ServeOptions {
    std::string data = "data";
    std::string catalog;
    std::string kits;
    std::string listen = "127.0.0.1:7546";
    std::string base_url;
    std::string head_key;
    std::string tls_certificate;
    std::string tls_key;
    std::string heartbeat_url;
    std::string heartbeat_every = "1m";
    std::vector<std::string> allowed_hosts;
    unsigned io_threads = 2;
    bool closed_write = false;
    bool open_practise = false;
    bool open_match = false;
    std::string keep_candidates = "365d";
    bool candidates_see_ratings = false;
    people::MatchLimits match;
    bool verbose = false;
};
int serve(const ServeOptions& options);

/// The API's description, without a server.
int openapi();

// the demo company
struct DemoOptions {
    std::string data;    ///< empty: a temporary folder
    std::string listen;  ///< empty: 127.0.0.1:7546, or a free port if that is taken
    std::optional<std::uint64_t> seed;
    std::string ready_file;
    bool json = false;
};
int demo_run(const DemoOptions& options);
/// `folder` empty: of the demo that runs as this user.
int demo_break(const std::string& folder, const std::string& service, double ratio);
int demo_mend(const std::string& folder, const std::string& service);

int version(const Common& common);

}  // namespace plimsoll::cli
