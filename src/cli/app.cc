#include "cli/app.h"

#include <CLI/CLI.hpp>
#include <functional>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "documents/reader.h"

namespace plimsoll::cli {

namespace {

/// The tree of commands; each leaf leaves what is to be done in `todo`.
class App {
public:
    App() : app_("Plimsoll, the load line for software: how much risk each service can still carry.", "plimsoll") {
        app_.require_subcommand(1);
        app_.fallthrough();
        app_.footer(
            "Exit codes: 0 done, 1 check, audit, health or probe found something, or an import lost something, 2 the command line,\n"
            "3 no server answers, 4 the server refused, 5 the server or this machine failed. `gate SERVICE`: 0 allowed, 1 refused, 2 cannot tell, 6 its command line.\n"
            "The server is found by --server, PLIMSOLL_SERVER, or as the one that runs here.");
        serve_command();
        demo_command();
        check_command();
        catalog_commands();
        slo_commands();
        charge_commands();
        target_commands();
        exclusion_commands();
        annotation_commands();
        gate_commands();
        policy_commands();
        promise_commands();
        alert_commands();
        page_commands();
        channel_commands();
        source_commands();
        probe_commands();
        import_commands();
        export_commands();
        fmt_command();
        question_commands();
        interview_commands();
        practise_commands();
        match_commands();
        log_commands();
        audit_commands();
        token_commands();
        backup_commands();
        user_commands();
        hire_keeping_commands();
        app_.add_subcommand("openapi", "Print the OpenAPI 3.1 document of this version's HTTP API")->callback([this] {
            todo_ = [] { return openapi(); };
        });
        leaf(app_.add_subcommand("version", "Say which version this is, and the server's"), [this] { return version(common_); });
        app_.add_subcommand("help", "Show this help")->callback([this] {
            todo_ = [this] {
                std::fputs(app_.help().c_str(), stdout);
                return static_cast<int>(kOk);
            };
        });
    }

    int run(int argc, char** argv) {
        try {
            app_.parse(argc, argv);
        } catch (const CLI::Success& e) {
            return app_.exit(e);
        } catch (const CLI::ParseError& e) {
            app_.exit(e);
            return gate_->parsed() ? kGateUsage : kUsage;
        }
        return todo_ ? todo_() : static_cast<int>(kUsage);
    }

private:
    void leaf(CLI::App* command, std::function<int()> run) {
        command->add_flag("--json", common_.json, "Print JSON for scripts");
        command->add_option("--server", common_.server, "URL of the server");
        command->add_option("--token", common_.token, "Token to send (better: --token-file or PLIMSOLL_TOKEN)");
        command->add_option("--token-file", common_.token_file, "File that holds the token");
        command->add_option("--ca-file", common_.ca_file, "PEM of the authority that signed the server's certificate");
        command->callback([this, run = std::move(run)] { todo_ = run; });
    }
    CLI::App* noun(const char* name, const char* what) {
        CLI::App* group = app_.add_subcommand(name, what);
        group->require_subcommand(1);
        return group;
    }

    void serve_command() {
        CLI::App* c = app_.add_subcommand("serve", "Run the server");
        c->add_option("--data", serve_.data, "Data folder, made if missing")->capture_default_str();
        c->add_option("--catalog", serve_.catalog, "Folder of YAML that says what should be true")->required();
        c->add_option("--kits", serve_.kits, "Folder of interview questions of your own, beside those that ship and `kits` in the catalogue");
        c->add_option("--listen", serve_.listen, "Address and port")->capture_default_str();
        c->add_option("--base-url", serve_.base_url, "URL of this server as people reach it, for links in pages");
        c->add_option("--head-key", serve_.head_key, "Signing key of the log's heads, outside the data folder; made if missing");
        c->add_option("--tls-certificate", serve_.tls_certificate, "PEM chain: serve HTTPS");
        c->add_option("--tls-key", serve_.tls_key, "PEM key of the certificate");
        c->add_option("--heartbeat-url", serve_.heartbeat_url, "URL to call regularly, so that somebody misses us; or env:/file:");
        c->add_option("--heartbeat-every", serve_.heartbeat_every, "How often")->capture_default_str();
        c->add_option("--allowed-host", serve_.allowed_hosts, "Host name to answer to behind a proxy; repeatable");
        c->add_option("--io-threads", serve_.io_threads, "Threads that read and write connections")->capture_default_str();
        c->add_flag("--open-practise", serve_.open_practise, "Let anybody who reaches the server practise, without an account");
        c->add_flag("--open-match", serve_.open_match, "Let anybody who reaches the server hold a resume against a job, without an account; nothing is kept");
        c->add_option("--keep-candidates", serve_.keep_candidates, "How long a candidate is kept after the last application ended, 1d to 3653d")->capture_default_str();
        c->add_flag("--candidates-see-ratings", serve_.candidates_see_ratings, "Let links to a candidate's own copy show ratings; else evidence and anchors at most");
        c->add_option("--match-bytes", serve_.match.document_bytes, "Bytes of one document that is matched, 1024 to 4194304")->capture_default_str();
        c->add_option("--match-pages", serve_.match.pages, "Its pages, 1 to 20")->capture_default_str();
        c->add_option("--match-cpu", serve_.match.cpu_s, "Seconds of CPU to read a PDF or DOCX, 1 to 10")->capture_default_str();
        c->add_option("--match-per-hour", serve_.match.requests_per_hour, "Matches an hour of one account, or of one address without an account")->capture_default_str();
        c->add_option("--match-at-once", serve_.match.at_once, "Matches that are worked on at once, 1 to 16")->capture_default_str();
        c->add_option("--match-waiting", serve_.match.waiting, "Matches that wait for that, 0 to 64; further ones are told to come back")->capture_default_str();
        c->add_flag("--closed-write", serve_.closed_write, "Ask a token for remote write from this machine too");
        c->add_flag("--verbose", serve_.verbose, "Say more in the log");
        c->callback([this] { todo_ = [this] { return serve(serve_); }; });
    }

    void demo_command() {
        CLI::App* c = app_.add_subcommand("demo", "Run a demo company: eight services, 30 days of history, live traffic");
        c->add_option("--data", demo_.data, "Folder to keep the company in; a temporary one if not given");
        c->add_option("--listen", demo_.listen, "Address and port; 127.0.0.1:7546, or a free port if that is taken");
        c->add_option("--seed", demo_.seed, "Of a new company: the same seed gives the same one");
        c->add_option("--ready-file", demo_.ready_file, "File to write address and password to, as JSON, once all is there");
        c->add_flag("--json", demo_.json, "Print that JSON instead of words");
        c->require_subcommand(0, 1);
        c->callback([this, c] {
            if (c->get_subcommands().empty()) todo_ = [this] { return demo_run(demo_); };
        });
        const auto change = [&](const char* name, const char* what) {
            CLI::App* one = c->add_subcommand(name, what);
            one->add_option("SERVICE", service_, "storefront, checkout, payments, accounts, search, inventory, notifications, reports")->required();
            return one;
        };
        CLI::App* breaking = change("break", "Let a service of the running demo fail, to watch its page fire");
        breaking->add_option("--ratio", ratio_, "Share of its events that are bad")->capture_default_str()->check(CLI::Range(0.001, 1.0));
        breaking->callback([this] { todo_ = [this] { return demo_break(demo_.data, service_, ratio_); }; });
        CLI::App* mending = change("mend", "End what `demo break` began");
        mending->callback([this] { todo_ = [this] { return demo_mend(demo_.data, service_); }; });
    }

    void check_command() {
        CLI::App* c = app_.add_subcommand("check", "Validate a catalogue folder: every error at once, exit code 1 if any");
        c->add_option("DIR", folder_, "Folder or file")->required();
        leaf(c, [this] { return check(common_, folder_); });
    }

    void catalog_commands() {
        CLI::App* group = noun("catalog", "What is declared");
        leaf(group->add_subcommand("show", "What applies, what was refused, what waits"), [this] { return catalog_show(common_); });
        CLI::App* apply = group->add_subcommand("apply", "Read the server's folder now");
        apply->add_flag("--allow-deletes", flag_, "Let removals of more than a tenth of the objects apply");
        leaf(apply, [this] { return catalog_apply(common_, flag_); });
    }

    void slo_commands() {
        CLI::App* group = noun("slo", "Service level objectives and their budgets");
        CLI::App* list = group->add_subcommand("list", "Every SLO with its load line, worst first");
        list->add_option("--service", service_, "Only this service's");
        list->add_option("--state", state_, "Only in this state: ok, burning, breached, frozen, stale, no_data");
        leaf(list, [this] { return slo_list(common_, service_, state_); });
        const auto one = [&](const char* name, const char* what) {
            CLI::App* c = group->add_subcommand(name, what);
            c->add_option("NAME", name_, "Name of the SLO")->required();
            return c;
        };
        leaf(one("show", "Budget, burn rates, burn-down, alerts"), [this] { return slo_show(common_, name_); });
        CLI::App* explain = one("explain", "The defence sheet of each figure");
        explain->add_option("--measure", measure_, "Only this one, such as budget_remaining");
        leaf(explain, [this] { return slo_explain(common_, name_, measure_); });
        CLI::App* episodes = one("episodes", "Where the budget was spent, what it was charged to, and what may explain the rest");
        episodes->add_option("--from", episodes_.from, "Start of the range, RFC 3339; the period's if not given");
        episodes->add_option("--to", episodes_.to, "End of the range; now if not given");
        leaf(episodes, [this] { return slo_episodes(common_, name_, episodes_); });
        leaf(one("forecast", "What will be left when the window ends, and when the budget is spent"), [this] { return slo_forecast(common_, name_); });
        CLI::App* calendar = one("calendar", "How each month's budget went, day by day");
        calendar->add_option("--zone", zone_, "IANA time zone whose months and days are meant; UTC if not given");
        calendar->add_option("--months", months_, "So many months back")->capture_default_str()->check(CLI::Range(1, 24));
        leaf(calendar, [this] { return slo_calendar(common_, name_, zone_, months_); });
        backtest_command(group);
        leaf(one("debug", "Which series each selector matched, and why there is no data"), [this] { return slo_debug(common_, name_); });
    }

    void backtest_command(CLI::App* group) {
        CLI::App* c = group->add_subcommand("backtest", "Which alerts an SLO, or a draft of one, would have fired over its past, and what they would have been worth");
        c->add_option("FILE-OR-NAME", backtest_.what, "YAML of SLOs, a folder of it, or the name of an SLO")->required();
        c->add_option("--slo", backtest_.slo, "Of the file's SLOs only this one");
        c->add_option("--from", backtest_.from, "Start of the range: RFC 3339, or -30d; 90 days before its end if not given");
        c->add_option("--to", backtest_.to, "End of the range; the newest count if not given");
        c->add_option("--last", backtest_.last, "Length of the range instead of --from: 90d");
        c->add_option("--step", backtest_.step, "Judge so often: 1m, or 5m of what is older than 100 days");
        c->add_option("--data", backtest_.data, "Read a data folder instead of asking the server; or OpenMetrics text with timestamps, a file or a folder");
        c->add_option("--source", backtest_.source, "Read from a Prometheus instead: a DataSource's name, or a URL");
        c->add_option("--incidents", backtest_.incidents, "What is known to have gone wrong: CSV, JSON or YAML with start, end, id and title");
        c->add_option("--objective", backtest_.objectives, "Try other objectives: 99.9,99.95")->delimiter(',');
        c->add_option("--window", backtest_.windows, "Try other windows: 7d,30d")->delimiter(',');
        c->add_option("--factor", backtest_.factors, "Try another factor of a rule: page-1h-5m=6; repeatable");
        c->add_option("--traffic", backtest_.traffic, "Try with so many times the traffic: 0.1,10")->delimiter(',');
        c->add_option("--leave-out", backtest_.leave_out, "Try without a time: 2026-11-20T10:00:00Z/2026-11-20T12:00:00Z; repeatable");
        c->add_flag("--sweep", backtest_.sweep, "Look for better settings of the paging rule");
        c->add_option("--report", backtest_.report, "Write a page of HTML that stands alone");
        leaf(c, [this] { return slo_backtest(common_, backtest_); });
    }

    void charge_commands() {
        CLI::App* group = noun("charge", "What spent budget was spent on");
        CLI::App* make = group->add_subcommand("make", "Charge what went bad in an episode, or in a range of time, to a cause");
        make->add_option("SLO", charge_.slo, "Name of the SLO")->required();
        make->add_option("--episode", charge_.episode, "Start of the episode, as `slo episodes` tells it");
        make->add_option("--from", charge_.from, "Start of a range instead, RFC 3339");
        make->add_option("--to", charge_.to, "End of that range");
        make->add_option("--proposal", charge_.proposal, "Number of the episode's proposal to accept, from 1");
        make->add_option("--kind", charge_.kind, "incident, change, dependency or maintenance");
        make->add_option("--ref", charge_.ref, "What names the cause: INC-7, a commit, a service");
        make->add_option("--title", charge_.title, "The cause in words");
        make->add_option("--share", charge_.share, "Percent of what went bad")->capture_default_str()->check(CLI::Range(0.0001, 100.0));
        make->add_option("--reason", charge_.reason, "Why one should think so")->required();
        leaf(make, [this] { return charge_make(common_, charge_); });
        CLI::App* list = group->add_subcommand("list", "The charges of an SLO's period");
        list->add_option("SLO", name_, "Name of the SLO")->required();
        leaf(list, [this] { return charge_list(common_, name_); });
        CLI::App* withdraw = group->add_subcommand("withdraw", "Take a charge back");
        withdraw->add_option("CHARGE", name_, "Its id")->required();
        withdraw->add_option("--reason", reason_, "Why")->required();
        leaf(withdraw, [this] { return charge_withdraw(common_, name_, reason_); });
        CLI::App* service = noun("service", "Services and what they depend on");
        CLI::App* dependencies = service->add_subcommand("dependencies", "What a service's upstreams must deliver, and who overspent");
        dependencies->add_option("NAME", name_, "Name of the service")->required();
        dependencies->add_option("--slo", slo_, "The service's SLO whose budget is granted; its strictest if not given");
        leaf(dependencies, [this] { return service_dependencies(common_, name_, slo_); });
    }

    void exclusion_options(CLI::App* c) {
        c->add_option("--slo", exclusion_.slos, "SLO, document or roll-up to cover; repeatable");
        c->add_option("--service", exclusion_.services, "Service whose SLOs to cover; repeatable");
        c->add_option("--kind", exclusion_.kind, "maintenance, or correction of what has passed")->capture_default_str();
        c->add_option("--category", exclusion_.category,
                      "planned, deploy, migration, dependency; of corrections measurement_error, not_our_fault, load_test, attack; other")
            ->capture_default_str();
        c->add_option("--title", exclusion_.title, "What it is, in a few words")->required();
        c->add_option("--reason", exclusion_.reason, "Why it should not count")->required();
        c->add_option("--start", exclusion_.start, "now, +2h, -30m, 2026-11-29T02:00:00Z or, with --zone, \"2026-11-29 02:00\"")->capture_default_str();
        c->add_option("--end", exclusion_.end, "When it ends, in the same words");
        c->add_option("--for", exclusion_.length, "How long it takes instead, such as 2h");
        c->add_option("--repeat", exclusion_.repeat, "How it comes again: FREQ=WEEKLY;BYDAY=SU (RFC 5545)");
        c->add_option("--zone", exclusion_.zone, "Time zone of --repeat and of times without an offset, such as Europe/Berlin; UTC");
        c->add_option("--until", exclusion_.until, "When it stops coming again; a year after the start");
        c->add_option("--expires-after", exclusion_.expires_after, "How long the request waits for a decision; 7d");
    }

    void exclusion_commands() {
        CLI::App* group = noun("exclusion", "Time that figures leave out: maintenance and corrections, with their approvals");
        CLI::App* list = group->add_subcommand("list", "Exclusions, newest first, and how much was corrected away");
        list->add_option("--slo", exclusion_query_.slo, "Only those that cover this SLO");
        list->add_option("--service", exclusion_query_.service, "Only those that name this service");
        list->add_option("--state", exclusion_query_.state, "requested, approved, refused, withdrawn or expired");
        leaf(list, [this] { return exclusion_list(common_, exclusion_query_); });
        const auto one = [&](const char* name, const char* what) {
            CLI::App* c = group->add_subcommand(name, what);
            c->add_option("ID", name_, "Its id, such as ex-12")->required();
            return c;
        };
        leaf(one("show", "One, with what it does to budgets"), [this] { return exclusion_show(common_, name_); });
        CLI::App* request = group->add_subcommand("request", "Ask for time to be left out; somebody else approves it");
        exclusion_options(request);
        leaf(request, [this] { return exclusion_request(common_, exclusion_); });
        CLI::App* preview = group->add_subcommand("preview", "Say what that would do to budgets, without asking for it");
        exclusion_options(preview);
        leaf(preview, [this] { return exclusion_preview(common_, exclusion_); });
        CLI::App* approve = one("approve", "Approve what somebody else asked for");
        approve->add_option("--reason", reason_, "Why; needed when nobody but you could decide");
        leaf(approve, [this] { return exclusion_approve(common_, name_, reason_); });
        CLI::App* refuse = one("refuse", "Refuse what somebody else asked for");
        refuse->add_option("--reason", reason_, "Why")->required();
        leaf(refuse, [this] { return exclusion_refuse(common_, name_, reason_); });
        CLI::App* withdraw = one("withdraw", "Let it count again: maintenance from now on, a correction altogether");
        withdraw->add_option("--reason", reason_, "Why")->required();
        withdraw->add_option("--from", from_, "From when on instead: now, -2h or RFC 3339");
        leaf(withdraw, [this] { return exclusion_withdraw(common_, name_, reason_, from_); });
        CLI::App* corrected = group->add_subcommand("corrected", "How much of this quarter's budgets was corrected away, and who asked");
        corrected->add_option("--slo", slo_, "Only this SLO");
        leaf(corrected, [this] { return exclusion_corrected(common_, slo_); });
    }

    void target_commands() {
        CLI::App* group = noun("target", "What may be promised: what a history says, proposals and who approved them");
        CLI::App* suggest = group->add_subcommand("suggest", "What was delivered, and what each objective would have brought");
        suggest->add_option("SLO", target_question_.slo, "Its name")->required();
        suggest->add_option("--from", target_question_.from, "Start of the history: -30d, RFC 3339; 90 days before its end, or all there is");
        suggest->add_option("--to", target_question_.to, "End of the history; what is counted");
        suggest->add_option("--level", target_question_.levels, "Objective in percent to compare besides the usual ones; repeatable");
        suggest->add_option("--notice", target_question_.notice, "From when on users notice, such as \"2% over 5m\"");
        suggest->add_option("--most-pages", target_question_.most_pages, "Pages a month that people bear; 8");
        suggest->add_option("--zone", target_question_.zone, "Time zone of days and hours, such as Europe/Berlin; UTC");
        leaf(suggest, [this] { return target_suggest(common_, target_question_); });
        CLI::App* list = group->add_subcommand("list", "Proposals: those that wait first, then the newest; and whose review is due");
        list->add_option("--slo", slo_, "Only this SLO's");
        list->add_option("--state", state_, "proposed, approved, declined, withdrawn or superseded");
        leaf(list, [this] { return target_list(common_, slo_, state_); });
        CLI::App* propose = group->add_subcommand("propose", "Propose another objective; the history is recorded as evidence");
        propose->add_option("SLO", target_.slo, "Its name")->required();
        propose->add_option("--objective", target_.objective, "In percent, such as 99.95")->required();
        propose->add_option("--window", target_.window, "Another rolling window, such as 28d; left out, it stays");
        propose->add_option("--reason", target_.reason, "Why")->required();
        propose->add_option("--from", target_.from, "Start of the history that is the evidence");
        propose->add_option("--to", target_.to, "Its end");
        leaf(propose, [this] { return target_propose(common_, target_); });
        const auto one = [&](const char* name, const char* what) {
            CLI::App* c = group->add_subcommand(name, what);
            c->add_option("ID", name_, "Its id, such as tg-12")->required();
            return c;
        };
        leaf(one("show", "One, with its evidence and what has changed since"), [this] { return target_show(common_, name_); });
        CLI::App* review = one("review", "Say whether you agree");
        review->add_option("VERDICT", verdict_, "agrees or objects")->required();
        review->add_option("--comment", reason_, "Why; needed when you object");
        leaf(review, [this] { return target_review(common_, name_, verdict_, reason_); });
        CLI::App* approve = one("approve", "Approve what somebody else proposed; says what to edit in the catalogue");
        approve->add_option("--comment", reason_, "Why; needed when nobody but you could decide");
        approve->add_option("--review-on", review_on_, "Date on which to look at it again; in 180 days, or as often as the SLO is reviewed");
        leaf(approve, [this] { return target_approve(common_, name_, reason_, review_on_); });
        for (const auto& [how, what] : {std::pair("decline", "Decline what somebody else proposed"), std::pair("withdraw", "Withdraw a proposal")}) {
            CLI::App* end = one(how, what);
            end->add_option("--comment", reason_, "Why")->required();
            leaf(end, [this, how = std::string(how)] { return target_end(common_, name_, how, reason_); });
        }
    }

    void annotation_commands() {
        CLI::App* make = app_.add_subcommand("annotate", "Note what happened, for charts; it leaves nothing out");
        make->add_option("--slo", annotation_.slos, "SLO, document or roll-up it is about; repeatable");
        make->add_option("--service", annotation_.services, "Service it is about; repeatable");
        make->add_option("--title", annotation_.title, "What happened, in a few words")->required();
        make->add_option("--text", annotation_.text, "More of it");
        make->add_option("--url", annotation_.url, "Where to read on");
        make->add_option("--category", annotation_.category, "change, incident, dependency, maintenance or note")->capture_default_str();
        make->add_option("--start", annotation_.start, "now, -30m, 2026-11-29T02:00:00Z or, with --zone, \"2026-11-29 02:00\"")->capture_default_str();
        make->add_option("--end", annotation_.end, "When it ended; left out, it is an instant");
        make->add_option("--zone", annotation_.zone, "Time zone of times without an offset");
        leaf(make, [this] { return annotate(common_, annotation_); });
        CLI::App* group = noun("annotation", "What was noted on charts");
        CLI::App* list = group->add_subcommand("list", "Annotations, newest first");
        list->add_option("--slo", slo_, "Only those about this SLO");
        list->add_option("--service", service_, "Only those that name this service");
        leaf(list, [this] { return annotation_list(common_, slo_, service_); });
        CLI::App* retract = group->add_subcommand("retract", "Take an annotation back");
        retract->add_option("ID", name_, "Its id, such as an-3")->required();
        retract->add_option("--reason", reason_, "Why")->required();
        leaf(retract, [this] { return annotation_retract(common_, name_, reason_); });
    }

    void gate_commands() {
        gate_ = app_.add_subcommand("gate", "May a service be changed now? Exit code 0 allowed, 1 refused, 2 cannot tell; 3 and above: no answer");
        gate_->require_subcommand(0, 1);
        gate_->add_option("SERVICE", service_, "Name of the service");
        gate_->add_flag("--quiet,-q", flag_, "Print nothing: the exit code says it");
        leaf(gate_, [this] { return gate_ask(common_, service_, flag_); });
        gate_->callback([this] {
            if (!gate_->get_subcommands().empty()) return;
            if (service_.empty()) throw CLI::RequiredError("SERVICE");
            todo_ = [this] { return gate_ask(common_, service_, flag_); };
        });
        CLI::App* log = gate_->add_subcommand("log", "Decisions, newest first");
        log->add_option("SERVICE", name_, "Only this service's");
        log->add_option("--answer", state_, "Only these: allowed, refused, cannot_tell");
        log->add_option("--limit", decisions_, "How many at most")->capture_default_str()->check(CLI::Range(1, 500));
        leaf(log, [this] { return gate_log(common_, name_, state_, decisions_); });
        CLI::App* replay = gate_->add_subcommand("replay", "Take a decision again from the log; exit code 1 if it is not the same");
        replay->add_option("ID", name_, "Of the decision, such as shop-17")->required();
        leaf(replay, [this] { return gate_replay(common_, name_); });
    }

    void policy_commands() {
        CLI::App* group = noun("policy", "Error-budget policies: states, consequences, exceptions");
        CLI::App* show = group->add_subcommand("show", "In which state a service's budgets are, and what follows");
        show->add_option("SERVICE", service_, "Name of the service")->required();
        leaf(show, [this] { return policy_show(common_, service_); });
        CLI::App* list = group->add_subcommand("exceptions", "Exceptions that hold, and those that ended");
        list->add_option("--service", service_, "Only this service's");
        leaf(list, [this] { return exception_list(common_, service_); });
        CLI::App* grant = group->add_subcommand("grant", "Let the gate allow a service's changes for a time");
        grant->add_option("SERVICE", service_, "Name of the service")->required();
        grant->add_option("--owner", name_, "Team or role that answers for it")->required();
        grant->add_option("--for", length_, "How long, such as 4h")->required();
        grant->add_option("--reason", reason_, "Why")->required();
        leaf(grant, [this] { return exception_grant(common_, service_, name_, length_, reason_); });
        CLI::App* end = group->add_subcommand("end", "End an exception before its time");
        end->add_option("ID", name_, "Its id")->required();
        end->add_option("--reason", reason_, "Why")->required();
        leaf(end, [this] { return exception_end(common_, name_, reason_); });
    }

    void promise_commands() {
        CLI::App* group = noun("sla", "Contracts: ratio to date, headroom, credits");
        leaf(group->add_subcommand("list", "Every SLA, least headroom first"), [this] { return sla_list(common_); });
        CLI::App* show = group->add_subcommand("show", "One SLA with its past windows");
        show->add_option("NAME", name_, "Name of the SLA")->required();
        leaf(show, [this] { return sla_show(common_, name_); });
        CLI::App* down = app_.add_subcommand("downtime", "How long down an objective allows, or which objective a downtime leaves; asks no server");
        down->add_option("OBJECTIVE", downtime_.objective, "Percentage, such as 99.95");
        down->add_option("--minutes", downtime_.minutes, "The other way round: of downtime within --per");
        down->add_option("--per", downtime_.period, "Period, such as 30d: of the minutes, or one more row");
        down->add_option("--events", downtime_.events, "Of so many events, how many may be bad");
        leaf(down, [this] { return downtime_table(common_, downtime_); });
        leaf(app_.add_subcommand("portfolio", "How all services do: one roll-up, tiers, what has no SLO, reviews that are due"),
             [this] { return portfolio(common_); });
    }

    void alert_commands() {
        CLI::App* group = noun("alert", "What fires");
        leaf(group->add_subcommand("list", "Open and recent alerts"), [this] { return alert_list(common_); });
        CLI::App* acknowledge = group->add_subcommand("acknowledge", "Take an alert on: it is not repeated");
        acknowledge->add_option("ALERT", name_, "Its id")->required();
        leaf(acknowledge, [this] { return alert_acknowledge(common_, name_); });
        CLI::App* silence = group->add_subcommand("silence", "Page nobody for what matches, for a time");
        silence->add_option("--slo", slo_, "Name of an SLO");
        silence->add_option("--service", service_, "Name of a service");
        silence->add_option("--alert", name_, "Id of an alert");
        silence->add_option("--for", length_, "How long, such as 2h")->required();
        silence->add_option("--reason", reason_, "Why")->required();
        leaf(silence, [this] { return alert_silence(common_, slo_, service_, name_, length_, reason_); });
    }

    void page_commands() {
        CLI::App* group = noun("page", "Pages: what was said to whom");
        CLI::App* list = group->add_subcommand("list", "Pages, newest first");
        list->add_option("--state", state_, "waiting, sending, merged, delivered, dropped, dead_lettered");
        leaf(list, [this] { return page_list(common_, state_); });
        CLI::App* replay = group->add_subcommand("replay", "Send dead letters again, with the same key");
        replay->add_option("PAGE", ids_, "Ids of pages");
        replay->add_flag("--all", flag_, "Every dead letter");
        leaf(replay, [this] { return page_replay(common_, ids_, flag_); });
    }

    void channel_commands() {
        CLI::App* group = noun("channel", "Where pages go");
        leaf(group->add_subcommand("list", "Channels and their health"), [this] { return channel_list(common_); });
        CLI::App* test = group->add_subcommand("test", "Send a test page and say what the receiver answered");
        test->add_option("NAME", name_, "Name of the channel")->required();
        leaf(test, [this] { return channel_test(common_, name_); });
    }

    void source_commands() {
        CLI::App* group = noun("source", "Where telemetry comes from");
        leaf(group->add_subcommand("list", "Every source with its state and lag, the worst first"), [this] { return source_list(common_); });
        const auto named = [&](const char* name, const char* what) {
            CLI::App* c = group->add_subcommand(name, what);
            c->add_option("NAME", name_, "Its name in the list")->required();
            return c;
        };
        leaf(named("show", "One source: how it stands, what is declared of it, which SLOs it feeds"), [this] { return source_show(common_, name_); });
        CLI::App* metrics = named("metrics", "The metrics that it has");
        metrics->add_option("--search", text_, "Only names that contain this");
        leaf(metrics, [this] { return source_metrics(common_, name_, text_); });
        CLI::App* propose = named("propose", "SLOs that fit what it has, with what they count and what not");
        propose->add_option("--slo", slo_, "Print the YAML of this one");
        leaf(propose, [this] { return source_propose(common_, name_, slo_); });
    }

    void probe_commands() {
        CLI::App* group = noun("probe", "Checks that the server makes itself: HTTP, TCP, TLS, DNS, journeys");
        leaf(group->add_subcommand("list", "Every probe with its last check"), [this] { return probe_list(common_); });
        const auto named = [&](const char* name, const char* what) {
            CLI::App* c = group->add_subcommand(name, what);
            c->add_option("NAME", name_, "Its name in the list")->required();
            return c;
        };
        leaf(named("show", "Its last checks: results, phases, why they failed"), [this] { return probe_show(common_, name_); });
        leaf(named("run", "Make one check now, that counts nothing; exit code 1 if it fails"), [this] { return probe_run(common_, name_); });
        CLI::App* trial = group->add_subcommand("try", "Make one check of a probe that the catalogue does not have");
        trial->add_option("FILE", folder_, "YAML or JSON of one Probe; - for standard input")->required();
        leaf(trial, [this] { return probe_try(common_, folder_); });
    }

    void export_commands() {
        CLI::App* group = noun("export", "The catalogue and its figures in the formats of other tools");
        const auto add = [&](const char* name, const char* what, int (*run)(const Common&, const ExportOptions&)) {
            CLI::App* c = group->add_subcommand(name, what);
            c->add_option("--out", export_.out, "File, or folder (ends with /) for several; standard output if not given");
            leaf(c, [this, run] { return run(common_, export_); });
            return c;
        };
        const auto which = [&](CLI::App* c) {
            c->add_option("--service", export_.service, "Only this service's SLOs");
            c->add_option("--slo", export_.slo, "Only this SLO");
            return c;
        };
        which(add("rules", "Prometheus recording and alerting rules, named as Sloth names them; what they cannot say goes to standard error", export_rules))
            ->add_flag("--per-service", export_.per_service, "One file for each service");
        which(add("grafana", "A Grafana dashboard for each service, on those rules", export_grafana));
        which(add("openslo", "The catalogue as OpenSLO v1, with what it cannot say as annotations", export_openslo));
        CLI::App* csv = add("csv", "A table of every SLO's figures; with --slo, how its budget went", export_csv);
        csv->add_option("--slo", export_.slo, "This SLO's budget over time");
        csv->add_flag("--counts", export_.counts, "Its counts slot by slot instead");
        csv->add_option("--from", export_.from, "Time (RFC 3339); a period ago if not given");
        csv->add_option("--to", export_.to, "Time; now if not given");
        csv->add_option("--step", export_.step, "Of the slots; the finest that is kept if not given");
        add("metrics", "Figures, budgets and alert states as OpenMetrics, as others would scrape them", export_metrics);
    }

    void import_commands() {
        CLI::App* group = noun("import", "History in, and definitions of other tools");
        CLI::App* c = group->add_subcommand("openmetrics", "Fill missing slots from OpenMetrics or Prometheus text with timestamps");
        c->add_option("FILE", import_.file, "File, gzip too; - for standard input")->required();
        c->add_option("--format", import_.format, "openmetrics or prometheus; found out if not given")
            ->check(CLI::IsMember({"openmetrics", "prometheus"}));
        leaf(c, [this] { return import_openmetrics(common_, import_); });
        CLI::App* log = group->add_subcommand("access-log", "Fill missing slots from a web server's log");
        log->add_option("FILE", import_.file, "File, gzip too; - for standard input")->required();
        log->add_option("--source", import_.source, "DataSource of type access_log that says how its lines are read")->required();
        leaf(log, [this] { return import_access_log(common_, import_); });
        CLI::App* slo = group->add_subcommand("slo", "Definitions of other tools into files of the catalogue, with a report of what does not carry over; asks no server");
        slo->add_option("FILE", definitions_.files, "Files or folders: OpenSLO, Sloth, Pyrra, slo-generator, Nobl9, Grafana, Backstage, CODEOWNERS")->required();
        slo->add_option("--from", definitions_.from, "openslo_v1, openslo_v1alpha, openslo_v2alpha, sloth, sloth_kubernetes, pyrra, slo_generator_v1, slo_generator_v2, nobl9, grafana, backstage, codeowners; found out if not given");
        slo->add_option("--data-source", definitions_.data_source, "DataSource that is asked for every query; not given: samples are pushed");
        slo->add_option("--owner", definitions_.owner, "Owner of services for which the input names none");
        slo->add_option("--out", definitions_.out, "Folder to write into; not given: the plan is shown");
        slo->add_flag("--overwrite", definitions_.overwrite, "Replace files that are there and differ");
        slo->add_flag("--dry-run", definitions_.dry_run, "Show what --out would do, write nothing");
        leaf(slo, [this] { return import_slo(common_, definitions_); });
    }

    void fmt_command() {
        CLI::App* c = app_.add_subcommand("fmt", "Lay catalogue files out: keys in one order, two spaces a level, comments kept");
        c->add_option("PATH", layout_.paths, "Files or folders")->required();
        c->add_flag("--check", layout_.check, "Write nothing; exit code 1 if a file is laid out otherwise");
        CLI::Option* in = c->add_flag("--inline", layout_.in_place, "Write the parts that SLOs refer to in their places");
        c->add_option("--export", layout_.out, "Make parts in place objects of their own, each object a file in this folder")->excludes(in);
        c->callback([this] {
            todo_ = [this] { return fmt_files(layout_); };
        });
    }

    void question_commands() {
        CLI::App* group = noun("question", "Interview questions with answers at three depths; asks a server only with --server");
        CLI::App* list = group->add_subcommand("list", "The questions, without their answers");
        list->add_option("--search", question_.search, "Words that they must hold; the best match comes first");
        list->add_option("--competency", question_.competency, "strategy, objectives, observability, incidents, learning, change, toil, architecture, cost, security_ai, influence, people, self");
        list->add_option("--kind", question_.kind, "technical, behavioural, situational, leadership, motivation");
        list->add_option("--level", question_.level, "basic, intermediate, advanced");
        list->add_option("--role", question_.role, "sre, senior, staff, manager, director");
        list->add_option("--dimension", question_.dimension, "What an answer is evidence for: systems_thinking, automation_instinct and others");
        list->add_option("--kits", question_.kits, "Folder of more questions");
        leaf(list, [this] { return question_list(common_, question_); });
        CLI::App* show = group->add_subcommand("show", "A question with its answers, signals and follow-ups");
        show->add_option("ID", name_, "Such as A1")->required();
        show->add_option("--depth", depth_, "spoken, technical, hands-on, all, or none: the question alone")->capture_default_str()
            ->check(CLI::IsMember({"spoken", "technical", "hands-on", "all", "none"}));
        show->add_option("--kits", question_.kits, "Folder of more questions");
        leaf(show, [this] { return question_show(common_, name_, depth_, question_.kits); });
        CLI::App* check = group->add_subcommand("check", "Read a folder of questions and say what is wrong or thin; exit code 1 if anything");
        check->add_option("DIR", folder_, "Folder or file")->required();
        leaf(check, [this] { return question_check(common_, folder_); });
    }

    void practise_commands() {
        CLI::App* practise = app_.add_subcommand("practise", "A question against the clock, then answers at three depths; asks no server and keeps nothing");
        practise->require_subcommand(0, 1);
        practise->add_option("--question", practise_.question, "Its id, such as A1; by chance if not given");
        practise->add_option("--competency", practise_.competency, "By chance among these: strategy, objectives, observability, incidents and others");
        practise->add_option("--level", practise_.level, "basic, intermediate, advanced");
        practise->add_option("--role", practise_.role, "sre, senior, staff, manager, director");
        practise->add_option("--seconds", practise_.seconds, "How long the clock runs; nothing happens when it has run out")->capture_default_str();
        practise->add_option("--seed", practise_.seed, "Repeats the order of chance");
        practise->add_option("--kits", practise_.kits, "Folder of more questions");
        practise->add_flag("--json", common_.json, "Print the question with its answers as JSON, and end");
        practise->callback([this, practise] {
            if (practise->get_subcommands().empty()) todo_ = [this] { return cli::practise(common_, practise_); };
        });
        const auto leaf_of = [&](const char* verb, const char* what) {
            CLI::App* c = practise->add_subcommand(verb, what);
            c->add_flag("--json", common_.json, "Print JSON for scripts");
            return c;
        };
        CLI::App* story = leaf_of("story", "Look at stories in a YAML file: own part, figure, trade-off, detail, blame, what lasts, time to say them");
        story->add_option("FILE", folder_, "context, problem, action, result, learning; - reads standard input")->required();
        story->add_option("--words-per-minute", words_per_minute_, "How fast you speak, 80 to 220")->capture_default_str();
        story->callback([this] { todo_ = [this] { return practise_story(common_, folder_, words_per_minute_); }; });
        CLI::App* metric = leaf_of("metric", "Recompute the figure that you claim, and ask for what its sheet lacks");
        metric->add_option("FILE", folder_, "YAML: claim, baseline, after, formula, window, sample and others; - reads standard input")->required();
        metric->callback([this] { todo_ = [this] { return practise_metric(common_, folder_); }; });
        CLI::App* claims = leaf_of("claims", "The figures that a resume claims, and what you would be asked of each");
        claims->add_option("FILE", folder_, "Plain text, Markdown or JSON Resume; - reads standard input")->required();
        claims->callback([this] { todo_ = [this] { return practise_claims(common_, folder_); }; });
        CLI::App* asks = leaf_of("asks", "Questions to ask an employer, and what good and bad answers sound like");
        asks->add_option("--kits", practise_.kits, "Folder of more");
        asks->callback([this] { todo_ = [this] { return practise_asks(common_, practise_.kits); }; });
        CLI::App* check = leaf_of("check", "Read a folder of questions to ask back and say what is wrong or thin; exit code 1 if anything");
        check->add_option("DIR", folder_, "Folder or file")->required();
        check->callback([this] { todo_ = [this] { return practise_check(common_, folder_); }; });
    }

    void interview_commands() {
        CLI::App* group = noun("interview", "Interview kits and calibration of interviewers; asks a server only with --server");
        CLI::App* kit = group->add_subcommand("kit", "What is assessed, by which anchors, in which rounds");
        kit->require_subcommand(1);
        CLI::App* list = kit->add_subcommand("list", "The kits");
        list->add_option("--kits", question_.kits, "Folder of more kits");
        leaf(list, [this] { return interview_kit_list(common_, question_.kits); });
        CLI::App* show = kit->add_subcommand("show", "A kit: dimensions with their anchors, rounds with their questions, prompts");
        show->add_option("ID", name_, "Such as senior-sre")->required();
        show->add_option("--part", depth_, "dimensions, rounds, prompts, panel, or all")->capture_default_str()
            ->check(CLI::IsMember({"dimensions", "rounds", "prompts", "panel", "all"}));
        show->add_option("--kits", question_.kits, "Folder of more kits");
        leaf(show, [this] { return interview_kit_show(common_, name_, depth_, question_.kits); });
        CLI::App* check = kit->add_subcommand("check", "Read a folder of kits and calibration sets and say what is wrong or does not add up; exit code 1 if anything");
        check->add_option("DIR", folder_, "Folder or file")->required();
        leaf(check, [this] { return interview_kit_check(common_, folder_); });
        CLI::App* gaps = kit->add_subcommand("gaps", "What a plan of interviews leaves untested; exit code 1 if nobody will test something");
        gaps->add_option("ID", name_, "Such as senior-sre")->required();
        gaps->add_option("--round", panel_.rounds, "A round and who interviews, such as tabletop=Ana,Ben; may stand several times");
        gaps->add_option("--lead", panel_.lead, "Who leads the debrief");
        gaps->add_option("--kits", panel_.kits, "Folder of more kits");
        leaf(gaps, [this] { return interview_kit_gaps(common_, name_, panel_); });
        CLI::App* calibrate = group->add_subcommand("calibrate", "Rate written answers, then see the known ratings; without a set, list the sets. Kept only with --server");
        calibrate->add_option("SET", name_, "Such as engineer");
        calibrate->add_option("--kits", question_.kits, "Folder of more kits and sets");
        leaf(calibrate, [this] { return interview_calibrate(common_, name_, question_.kits); });
    }

    void match_commands() {
        CLI::App* match = app_.add_subcommand("match", "What a resume shows of what a job asks, with the words that it stands on; ranks nobody, asks no server");
        match->require_subcommand(0, 1);
        match->add_option("RESUME", match_.resume, "PDF, DOCX, plain text, Markdown or JSON Resume; - reads standard input");
        match->add_option("JOB", match_.job, "Job description: PDF, DOCX or text");
        match->add_option("--as-of", match_.as_of, "Month up to which posts that go on are counted, such as 2026-11; this month if not given");
        match->add_option("--skills", match_.skills, "Folder of skills of your own, beside or in place of those that ship");
        match->add_option("--kits", match_.kits, "Folder of more interview questions, for the plan");
        match->add_flag("--json", common_.json, "Print JSON for scripts");
        match->callback([this, match] {
            if (!match->get_subcommands().empty()) return;
            if (match_.resume.empty()) throw CLI::RequiredError("RESUME");
            if (match_.job.empty()) throw CLI::RequiredError("JOB");
            todo_ = [this] { return match_files(common_, match_); };
        });
        CLI::App* skills = match->add_subcommand("skills", "What a resume says by itself: posts with dates, and skills that it uses, lists or denies");
        skills->add_option("RESUME", match_.resume, "PDF, DOCX, plain text, Markdown or JSON Resume; - reads standard input")->required();
        skills->add_option("--as-of", match_.as_of, "Month up to which posts that go on are counted, such as 2026-11; this month if not given");
        skills->add_flag("--json", common_.json, "Print JSON for scripts");
        skills->callback([this] { todo_ = [this] { return match_skills(common_, match_); }; });
        CLI::App* read = match->add_subcommand("read", "Show what of a document is read, in the order of reading, and what is hidden in it");
        read->add_option("FILE", folder_, "PDF, DOCX or text; - reads standard input")->required();
        read->add_flag("--json", common_.json, "Print JSON for scripts");
        read->callback([this] { todo_ = [this] { return match_read(common_, folder_); }; });
        CLI::App* check = match->add_subcommand("check-skills", "Read a folder of skills and say what is wrong or thin; exit code 1 if anything");
        check->add_option("DIR", folder_, "Folder or file")->required();
        check->add_flag("--alone", flag_, "It is a whole knowledge base: it may not name shipped skills");
        check->add_flag("--json", common_.json, "Print JSON for scripts");
        check->callback([this] { todo_ = [this] { return match_check_skills(common_, folder_, flag_); }; });
    }

    void log_commands() {
        CLI::App* c = app_.add_subcommand("log", "What happened, newest first, each event as a sentence");
        c->add_option("--service", log_.service, "Only what is about this service");
        c->add_option("--slo", log_.slo, "Only what is about this SLO");
        c->add_option("--actor", log_.actor, "Only what they did: a name or an id");
        c->add_option("--type", log_.type, "Only types that begin so: paging., slo.AlertFired, catalog.");
        c->add_option("--limit", log_.limit, "How many at most")->capture_default_str()->check(CLI::Range(1, 10'000));
        leaf(c, [this] { return log_list(common_, log_); });
        leaf(app_.add_subcommand("health", "How the server does: checks with remedies, its own SLOs; exit code 1 if a check fails"),
             [this] { return health(common_); });
    }

    void audit_commands() {
        CLI::App* group = noun("audit", "The event log: is it whole, and what does it say");
        const auto on_data = [&](CLI::App* c) {
            c->add_option("--data", audit_.data, "Data folder")->capture_default_str();
            c->add_option("--public-key", audit_.public_key, "Public key of signed heads: 64 hexadecimal digits, base64, or a file with it; found beside the data folder if not given");
            return c;
        };
        CLI::App* verify = on_data(group->add_subcommand("verify", "Read the whole log and name what was changed"));
        verify->add_option("--head", audit_.heads, "A signed head kept elsewhere: its line, or a file with it; repeatable");
        leaf(verify, [this] { return audit_verify(common_, audit_); });
        CLI::App* write = on_data(group->add_subcommand("export", "Write the log as NDJSON that verifies offline"));
        write->add_option("--output,-o", audit_.output, "File; - for standard output")->required();
        write->add_option("--from", audit_.from, "First event")->capture_default_str();
        write->add_option("--head-key", audit_.head_key, "Signing key; found beside the data folder if not given");
        leaf(write, [this] { return audit_export(common_, audit_); });
        CLI::App* read = on_data(group->add_subcommand("verify-export", "Verify an export with nothing but the public key"));
        read->add_option("FILE", name_, "The export")->required();
        leaf(read, [this] { return audit_verify_export(common_, audit_, name_); });
        leaf(group->add_subcommand("head", "The server's signed head, to be kept elsewhere"), [this] { return audit_head(common_); });
    }

    void backup_commands() {
        CLI::App* save = app_.add_subcommand("backup", "Copy the data folder as of now, while the server runs; verified");
        save->add_option("--output,-o", backup_.output, "Folder in which the back-up becomes a folder")->required();
        save->add_option("--data", backup_.data, "Data folder")->capture_default_str();
        save->add_option("--keys", backup_.keys, "Folder for people's names and passwords, to be kept apart; not given: not backed up");
        leaf(save, [this] { return backup(common_, backup_); });
        CLI::App* back = app_.add_subcommand("restore", "Make a data folder from a back-up; nothing is written over");
        back->add_option("BACKUP", restore_.backup, "The folder plimsoll-<time>")->required();
        back->add_option("--data", restore_.data, "Data folder to make")->required();
        back->add_option("--keys", restore_.keys, "The folder plimsoll-keys-<time> of the same log");
        leaf(back, [this] { return restore(common_, restore_); });
    }

    void token_commands() {
        CLI::App* group = noun("token", "Who may do what");
        CLI::App* create = group->add_subcommand("create", "Make a token; it is shown once");
        create->add_option("NAME", name_, "What it is for")->required();
        create->add_option("--right", rights_, std::string(kRightWords) + "; repeatable")->required();
        create->add_option("--expires-in", length_, "Such as 90d; for ever if not given");
        leaf(create, [this] { return token_create(common_, name_, rights_, length_); });
        leaf(group->add_subcommand("list", "Tokens and their rights"), [this] { return token_list(common_); });
        CLI::App* revoke = group->add_subcommand("revoke", "End a token now");
        revoke->add_option("ID", name_, "Its id")->required();
        leaf(revoke, [this] { return token_revoke(common_, name_); });
    }

    void user_commands() {
        CLI::App* group = noun("user", "People: who signs in, and with which role");
        leaf(group->add_subcommand("list", "Everybody, with role, state and last sign-in"), [this] { return user_list(common_); });
        const auto named = [&](const char* name, const char* what) {
            CLI::App* c = group->add_subcommand(name, what);
            c->add_option("NAME", name_, "What they sign in with")->required();
            return c;
        };
        CLI::App* invite = named("invite", "Make a one-time link that lets somebody choose a password");
        invite->add_option("--role", role_, "guest, viewer, responder, editor or admin")->capture_default_str();
        invite->add_option("--hiring", hiring_role_, "none, interviewer or manager")->capture_default_str();
        invite->add_option("--display-name", display_name_, "What others see; NAME if not given");
        leaf(invite, [this] { return user_invite(common_, name_, display_name_, role_, hiring_role_); });
        leaf(named("reset", "Make a one-time link for a new password"), [this] { return user_reset(common_, name_); });
        leaf(named("disable", "Let them in no more: sessions and links end at once"), [this] { return user_disable(common_, name_); });
        leaf(named("enable", "Let them in again"), [this] { return user_enable(common_, name_); });
        CLI::App* role = named("role", "Give them another role");
        role->add_option("ROLE", role_, "guest, viewer, responder, editor or admin")->required();
        leaf(role, [this] { return user_role(common_, name_, role_); });
        CLI::App* hiring = named("hiring", "Let them see candidates, or no more; no role does, not even admin");
        hiring->add_option("ROLE", hiring_role_, "none, interviewer or manager")->required();
        leaf(hiring, [this] { return user_hiring(common_, name_, hiring_role_); });
    }

    /// Openings, candidates and interviews, to be read.
    void hire_reading_commands(CLI::App* group) {
        leaf(group->add_subcommand("openings", "Posts to be filled: how many were hired, who is needed when"), [this] { return hire_openings(common_); });
        CLI::App* candidates = group->add_subcommand("candidates", "The applications that you may see, and what is to be done next");
        candidates->add_option("--opening", candidates_.opening, "Only those of one opening, such as op-1");
        candidates->add_option("--stage", candidates_.stage, "applied, screen, interview, decision, offer, hired, rejected or withdrawn");
        candidates->add_option("--search", candidates_.search, "Part of a name");
        candidates->add_option("--limit", candidates_.limit, "How many at most")->check(CLI::Range(1, 1000))->capture_default_str();
        leaf(candidates, [this] { return hire_candidates(common_, candidates_); });
        const auto of_application = [&](const char* name, const char* what) {
            CLI::App* c = group->add_subcommand(name, what);
            c->add_option("APPLICATION", name_, "Such as ap-3")->required();
            return c;
        };
        leaf(of_application("show", "One application: stages, interviews, what nobody tests, decisions"), [this] { return hire_show(common_, name_); });
        leaf(of_application("debrief", "All cards side by side, the widest spread first; once your own are submitted"), [this] { return hire_debrief(common_, name_); });
        CLI::App* interviews = group->add_subcommand("interviews", "Interviews to come, and whose cards wait");
        interviews->add_flag("--mine", flag_, "Only those that you are an interviewer of");
        interviews->add_flag("--all", over_too_, "Those that are over too");
        leaf(interviews, [this] { return hire_interviews(common_, flag_, over_too_); });
    }

    void hire_figures_commands(CLI::App* group) {
        const auto chosen = [this](CLI::App* c) {
            c->add_option("--opening", figures_.opening, "One opening only");
            c->add_option("--from", figures_.from, "RFC 3339, such as 2026-01-01T00:00:00Z");
            c->add_option("--to", figures_.to, "As --from; exclusive");
            return c;
        };
        leaf(chosen(group->add_subcommand("funnel", "How applications pass through the stages, time to fill, offers, quality of hire")), [this] { return hire_funnel(common_, figures_); });
        leaf(group->add_subcommand("plan", "Posts against the day that they are needed by"), [this] { return hire_plan(common_); });
        CLI::App* agreement = chosen(group->add_subcommand("agreement", "How far interviewers agree, and how they interview"));
        agreement->add_option("--kit", figures_.kit, "Cards of one kit only");
        leaf(agreement, [this] { return hire_agreement(common_, figures_); });
        CLI::App* fairness = group->add_subcommand("fairness", "Whether groups advance at different rates: sums of what candidates declared");
        fairness->add_option("--stage", figures_stage_, "Who went on from applied, screen, interview, decision or offer; hired: of all that ended")->capture_default_str();
        fairness->add_flag("--csv", flag_, "The audit table");
        leaf(fairness, [this] { return hire_fairness(common_, figures_stage_, flag_); });
        CLI::App* cards = chosen(group->add_subcommand("scorecards", "Scorecards for other tools"));
        cards->add_option("--kit", figures_.kit, "Cards of one kit only");
        cards->add_option("--format", figures_.format, "greenhouse (JSON) or csv")->capture_default_str()->check(CLI::IsMember({"greenhouse", "csv"}));
        cards->add_option("-o,--out", figures_.out, "File; standard output if not given");
        leaf(cards, [this] { return hire_scorecards(common_, figures_); });
    }

    /// Candidates, as far as keeping them is concerned.
    void hire_keeping_commands() {
        CLI::App* group = noun("hire", "Openings, candidates and interviews, for whoever hires");
        hire_reading_commands(group);
        hire_figures_commands(group);
        leaf(group->add_subcommand("retention", "Until when each candidate is kept, soonest first, and who is held"), [this] { return hire_retention(common_); });
        const auto of_candidate = [&](const char* name, const char* what) {
            CLI::App* c = group->add_subcommand(name, what);
            c->add_option("CANDIDATE", name_, "The candidate's id, or an application such as ap-3")->required();
            return c;
        };
        const auto with_reason = [&](CLI::App* c) {
            c->add_option("--reason", reason_, "Why; it is sealed under the candidate's key")->required();
            return c;
        };
        CLI::App* keep = with_reason(of_candidate("keep", "Set the last day on which a candidate is kept"));
        keep->add_option("DATE", from_, "Such as 2027-11-22")->required();
        leaf(keep, [this] { return hire_keep(common_, name_, from_, reason_); });
        leaf(with_reason(of_candidate("hold", "Set a legal hold: nothing of the candidate is erased while it stands")), [this] { return hire_hold(common_, name_, reason_); });
        leaf(with_reason(of_candidate("release", "Release a legal hold")), [this] { return hire_release(common_, name_, reason_); });
        CLI::App* erase = of_candidate("erase", "Erase a candidate for good: their key goes, and with it everything written about them");
        erase->add_option("--reason", reason_, "asked (the candidate did) or mistake")->required();
        leaf(erase, [this] { return hire_erase(common_, name_, reason_); });
        leaf(of_candidate("erasure", "When and by whom somebody was erased, what went and what stays"), [this] { return hire_erasure(common_, name_); });
        leaf(of_candidate("export", "Everything that is kept of a candidate, opened, as JSON"), [this] { return hire_export(common_, name_); });
        const auto of_application = [&](const char* name, const char* what) {
            CLI::App* c = group->add_subcommand(name, what);
            c->add_option("APPLICATION", name_, "Such as ap-3")->required();
            return c;
        };
        CLI::App* link = of_application("link", "Make a link to the candidate's own copy; it is shown once");
        link->add_option("--expires-in", copy_length_, "How long it works")->capture_default_str();
        link->add_option("--shows", copy_shows_, "papers, evidence or ratings: the last two once it is decided")->capture_default_str();
        leaf(link, [this] { return hire_link(common_, name_, copy_length_, copy_shows_); });
        CLI::App* withdraw = of_application("withdraw-link", "End a link to a candidate's own copy");
        withdraw->add_option("LINK", from_, "Its id")->required();
        leaf(withdraw, [this] { return hire_withdraw_link(common_, name_, from_); });
        CLI::App* answer = of_application("answer", "Answer what a candidate asked");
        answer->add_option("REQUEST", from_, "Such as rq-1")->required();
        answer->add_option("--text", text_, "What the candidate reads")->required();
        answer->add_flag("--followed", flag_, "It was done as they asked");
        leaf(answer, [this] { return hire_answer(common_, name_, from_, flag_, text_); });
    }

    CLI::App app_;
    CLI::App* gate_ = nullptr;
    DowntimeOptions downtime_;
    std::size_t decisions_ = 50;
    std::function<int()> todo_;
    Common common_;
    BackupCommand backup_;
    RestoreCommand restore_;
    ServeOptions serve_;
    DemoOptions demo_;
    double ratio_ = 0.2;
    ExportOptions export_;
    ImportOptions import_;
    SloImport definitions_;
    LayoutOptions layout_;
    AuditOptions audit_;
    LogOptions log_;
    QuestionQuery question_;
    CandidatesQuery candidates_;
    bool over_too_ = false;
    PanelOptions panel_;
    HireFigures figures_;
    std::string figures_stage_ = "hired";
    PractiseOptions practise_;
    int words_per_minute_ = 150;
    MatchCommand match_;
    std::string depth_ = "all";
    EpisodesOptions episodes_;
    BacktestOptions backtest_;
    ChargeOptions charge_;
    TargetQuestion target_question_;
    TargetProposal target_;
    std::string verdict_;
    std::string review_on_;
    ExclusionQuery exclusion_query_;
    ExclusionOptions exclusion_;
    AnnotationOptions annotation_;
    std::string from_;
    std::string folder_;
    std::string text_;
    std::string name_;
    std::string display_name_;
    std::string role_ = "viewer";
    std::string hiring_role_ = "none";
    std::string copy_length_ = "30d";
    std::string copy_shows_ = "evidence";
    std::string service_;
    std::string state_;
    std::string measure_;
    std::string zone_;
    int months_ = 12;
    std::string slo_;
    std::string length_;
    std::string reason_;
    std::vector<std::string> ids_;
    std::vector<std::string> rights_;
    bool flag_ = false;
};

}  // namespace

int run(int argc, char** argv) {
    documents::this_program_reads();
    // The reader of documents is this program again, before anything that it does not need.
    if (argc > 1 && std::string_view(argv[1]) == "read-document") return documents::read_document_main(argc - 2, argv + 2);
    App app;
    return app.run(argc, argv);
}

}  // namespace plimsoll::cli
