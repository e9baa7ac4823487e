#include "http/event_stream.h"

#include <atomic>
#include <charconv>
#include <mutex>

#include "base/text.h"
#include "http/errors.h"

namespace plimsoll::http {
namespace {

struct Filter {
    std::vector<std::string> streams;
    std::vector<std::string> types;

    static bool any(const std::vector<std::string>& prefixes, const std::string& text) {
        if (prefixes.empty()) return true;
        for (const std::string& prefix : prefixes)
            if (text.starts_with(prefix)) return true;
        return false;
    }
    [[nodiscard]] bool fits(const log::NewEvent& fact) const { return any(streams, fact.stream) && any(types, fact.type); }
};

std::string event_json(const log::Event& event, bool withheld) {
    const log::NewEvent& fact = event.fact;
    return "{\"seq\":" + std::to_string(event.seq) + ",\"at\":" + json::quote(text::rfc3339(fact.at)) +
           ",\"type\":" + json::quote(fact.type) + ",\"version\":" + std::to_string(fact.version) +
           ",\"stream\":" + json::quote(fact.stream) + ",\"actor\":" + json::quote(fact.actor) +
           ",\"source\":" + json::quote(fact.source) + ",\"body\":" + (fact.body.empty() ? "{}" : fact.body) +
           (withheld ? ",\"withheld\":true}" : "}");
}

/// What is said of an event that its reader may not see.
log::Event withheld_of(const log::Event& event) {
    log::Event out;
    out.seq = event.seq;
    out.fact.at = event.fact.at;
    const std::string module = event.fact.type.substr(0, event.fact.type.find('.'));
    out.fact.type = module + ".Withheld";
    out.fact.stream = module;
    return out;
}

/// A line break ends a field, so data with line breaks goes as several data lines; an event name keeps none.
std::string sse(const std::string& id, std::string name, const std::string& data) {
    std::erase_if(name, [](char c) { return c == '\n' || c == '\r'; });
    std::string out = id.empty() ? "" : "id: " + id + "\n";
    out += "event: " + name + "\ndata: ";
    for (const char c : data) {
        if (c == '\r') continue;
        out += c;
        if (c == '\n') out += "data: ";
    }
    return out + "\n\n";
}

std::string reset(const std::string& reason, log::Seq newest) {
    return sse({}, "reset", "{\"reason\":" + json::quote(reason) + ",\"newest\":" + std::to_string(newest) + "}");
}

std::string figures_text(const FiguresAt& at) {
    return sse({}, "figures", "{\"revision\":" + std::to_string(at.revision) +
                                  ",\"as_of\":" + (at.as_of ? json::quote(text::rfc3339(*at.as_of)) : "null") + "}");
}

class EventStream final : public api::Stream,
                          public EventSink,
                          public FiguresSink,
                          public std::enable_shared_from_this<EventStream> {
public:
    EventStream(Filter filter, EventStreamLimits limits, std::shared_ptr<std::atomic<std::size_t>> open, api::Rights rights, MaySee may_see)
        : filter_(std::move(filter)), limits_(limits), open_(std::move(open)), rights_(rights), may_see_(std::move(may_see)) {}
    ~EventStream() override { --*open_; }

    void begin(log::Seq from, EventSource& source) {
        buffer_ = "retry: 2000\n\n";
        // An id of another log, or of this one before a back-up was restored: going on from it would miss events.
        const log::Seq newest = source.newest();
        if (from > newest + 1) return end(reset("the log ends before this id", newest));
        catching_up_until_ = newest;
        subscription_ = source.subscribe(from, weak_from_this());
    }

    /// After begin(), by the thread that called it.
    void listen_to(FiguresFeed& figures) { listening_ = figures.subscribe(weak_from_this()); }

    Pulled pull(std::size_t) override {
        Pulled pulled;
        bool resume = false;
        {
            const std::lock_guard lock(mutex_);
            pulled.bytes = std::exchange(buffer_, {});
            if (const auto figures = std::exchange(figures_, {}); figures && !ended_) pulled.bytes += figures_text(*figures);
            pulled.ended = ended_;
            resume = std::exchange(refused_, false);
        }
        if (resume && subscription_) subscription_->resume();
        return pulled;
    }

    void on_ready(std::function<void()> wake) override {
        const std::lock_guard lock(mutex_);
        wake_ = std::move(wake);
        if (wake_ && (!buffer_.empty() || figures_ || ended_)) wake_();
    }

    std::string keep_alive() const override { return ": still here\n\n"; }

    bool take(const log::Event& event, log::Seq newest) override {
        if (may_see_ && !may_see_(rights_, event.fact)) return take_shown(withheld_of(event), true, newest);
        return take_shown(event, false, newest);
    }

    void moved(const FiguresAt& at) override {
        const std::lock_guard lock(mutex_);
        if (ended_) return;
        figures_ = at;
        if (wake_) wake_();
    }

    void fail(const Error& error, log::Seq newest) override {
        const std::lock_guard lock(mutex_);
        finish(reset(error.sentence(), newest));
    }

private:
    bool take_shown(const log::Event& event, bool withheld, log::Seq newest) {
        const std::lock_guard lock(mutex_);
        if (ended_) return true;
        if (!filter_.fits(event.fact)) return true;
        if (buffer_.size() >= limits_.buffer_bytes) {
            refuse(event.seq, newest);
            return ended_;
        }
        buffer_ += sse(std::to_string(event.seq), event.fact.type, event_json(event, withheld));
        if (wake_) wake_();
        return true;
    }
    void refuse(log::Seq next, log::Seq newest) {
        if (next > catching_up_until_ && newest - next >= limits_.lag_limit)
            return finish(reset("too slow: " + std::to_string(newest - next) + " events behind", newest));
        refused_ = true;
    }
    void end(std::string last) {
        const std::lock_guard lock(mutex_);
        finish(std::move(last));
    }
    void finish(std::string last) {
        if (ended_) return;
        ended_ = true;
        buffer_ += last;
        if (wake_) wake_();
    }

    const Filter filter_;
    const EventStreamLimits limits_;
    const std::shared_ptr<std::atomic<std::size_t>> open_;
    const api::Rights rights_;  ///< the stream ends when they change
    const MaySee may_see_;
    log::Seq catching_up_until_ = 0;  ///< what was in the log before the stream began: read at the reader's own pace
    std::mutex mutex_;                // guards all below but the last two, which are set before anyone else looks
    std::string buffer_;
    std::optional<FiguresAt> figures_;  ///< the newest that was not sent
    std::function<void()> wake_;
    bool refused_ = false;
    bool ended_ = false;
    std::unique_ptr<Subscription> subscription_;
    std::shared_ptr<void> listening_;
};

Result<log::Seq> read_seq(const std::string& text, const std::string& where) {
    log::Seq seq = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), seq);
    if (ec != std::errc() || end != text.data() + text.size() || seq > INT64_MAX)
        return fail(plimsoll::errors::invalid, {}, {{where, "must be the sequence number of an event", "leave it out for live events only"}});
    return seq;
}

Result<log::Seq> start_of(const api::Request& request, const EventSource& source) {
    if (const std::string last = request.header("last-event-id"); !last.empty()) {
        TRY_ASSIGN(const log::Seq seen, read_seq(last, "Last-Event-ID"));
        return seen + 1;
    }
    if (const auto from = request.query_value("from")) return read_seq(*from, "from");
    return source.newest() + 1;
}

std::vector<std::string> values(const api::Request& request, const std::string& key) {
    std::vector<std::string> out;
    const auto [first, last] = request.query.equal_range(key);
    for (auto it = first; it != last; ++it) out.push_back(it->second);
    return out;
}

}  // namespace

std::vector<api::Route> event_routes(std::shared_ptr<EventSource> source, EventStreamLimits limits,
                                     std::shared_ptr<FiguresFeed> figures, std::shared_ptr<std::atomic<std::size_t>> open, MaySee may_see) {
    if (!open) open = std::make_shared<std::atomic<std::size_t>>(0);
    api::Route row;
    row.path = "/api/v1/events";
    row.summary = "Follow the log live as server-sent events";
    row.reply = api::opaque("EventStream", "text/event-stream");
    row.parameters = {{"from", "query", "Sequence number of the first event wanted; the header Last-Event-ID continues after one.", false},
                      {"stream", "query", "Prefix of the streams wanted, such as slo/; may stand several times.", false},
                      {"type", "query", "Prefix of the event types wanted, such as slo.Alert; may stand several times.", false},
                      {"figures", "query", "true: also tell, at most once a second, that figures moved.", false}};
    row.handler = [source = std::move(source), limits, figures = std::move(figures), open, may_see = std::move(may_see)](const api::Request& request) -> Result<api::Reply> {
        TRY_ASSIGN(const log::Seq from, start_of(request, *source));
        if (open->fetch_add(1) >= limits.streams) {
            --*open;
            return fail(errors::too_many_streams, "at most " + std::to_string(limits.streams) + " at once");
        }
        Filter filter{values(request, "stream"), values(request, "type")};
        const auto stream = std::make_shared<EventStream>(std::move(filter), limits, open, request.actor.rights, may_see);
        stream->begin(from, *source);
        if (figures && request.query_value("figures") == "true") stream->listen_to(*figures);
        api::Reply reply;
        reply.content_type = "text/event-stream";
        reply.headers.emplace_back("X-Accel-Buffering", "no");
        reply.stream = stream;
        return reply;
    };
    return {row};
}

}  // namespace plimsoll::http
