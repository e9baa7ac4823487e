#include "server/log_export.h"

#include <spdlog/spdlog.h>

#include <charconv>
#include <mutex>

#include "log/export_pages.h"
#include "server/byte_queue.h"

namespace plimsoll::server {

namespace {

/// One export under way. The desk fills, http/ takes.
class ExportStream final : public api::Stream, public std::enable_shared_from_this<ExportStream> {
public:
    ExportStream(log::ExportPages pages, const log::SigningKey& key, const Desk& desk, const Clock& clock, std::shared_ptr<std::atomic<int>> open)
        : pages_(std::move(pages)), key_(key), desk_(desk), clock_(clock), open_(std::move(open)) {
        ++*open_;
        ready_.append(pages_.header());
    }
    ~ExportStream() override { --*open_; }

    Pulled pull(std::size_t limit) override {
        const std::lock_guard lock(mutex_);
        Pulled out;
        out.bytes = ready_.take(limit);
        out.ended = ended_ && ready_.waiting() == 0;
        ask_for_more();
        return out;
    }
    void on_ready(std::function<void()> wake) override {
        const std::lock_guard lock(mutex_);
        wake_ = std::move(wake);
        if (wake_ && (ready_.waiting() > 0 || ended_)) wake_();
    }
    std::string keep_alive() const override { return {}; }  // a line that says nothing would be no line of an export

private:
    /// Requires the lock.
    void ask_for_more() {
        if (filling_ || ended_ || ready_.waiting() >= LogExports::kEnough) return;
        filling_ = desk_.post([weak = weak_from_this()] {
            if (const auto alive = weak.lock()) alive->fill();
        });
        if (!filling_) finish(problem_line(fail(plimsoll::errors::busy, "too much work waits")));
    }

    /// On the desk's thread, one call at a time: pages_ is its alone.
    void fill() {
        auto piece = pages_.next();
        std::string text = piece ? std::move(*piece) : problem_line(piece.error());
        const bool last = !piece || pages_.at() > pages_.to();
        if (piece && last) text += pages_.end(key_, clock_.now());
        const std::lock_guard lock(mutex_);
        filling_ = false;
        if (last) finish(text);
        else ready_.append(text);
        if (wake_) wake_();
    }

    /// Requires the lock.
    void finish(const std::string& text) {
        ready_.append(text);
        ended_ = true;
    }

    static std::string problem_line(const Error& error) {
        spdlog::error("an export of the log ended early: {}", error.sentence());
        return "{\"problem\":" + json::quote(error.sentence()) + "}\n";
    }

    log::ExportPages pages_;
    const log::SigningKey& key_;
    const Desk& desk_;
    const Clock& clock_;
    std::shared_ptr<std::atomic<int>> open_;

    std::mutex mutex_;  // guards what follows
    std::function<void()> wake_;
    ByteQueue ready_;
    bool filling_ = false;
    bool ended_ = false;
};

Result<log::ExportRange> range_of(const api::Request& request) {
    log::ExportRange range;
    std::vector<FieldError> broken;
    const auto read = [&](const char* name, log::Seq& into) {
        const auto text = request.query_value(name);
        if (!text) return;
        const auto [end, ec] = std::from_chars(text->data(), text->data() + text->size(), into);
        if (ec == std::errc() && end == text->data() + text->size() && into >= 1 && into <= INT64_MAX) return;
        broken.push_back({name, "must be a sequence number, a whole number from 1", "leave it out for the log's beginning or end"});
    };
    read("from", range.from);
    read("to", range.to);
    if (!broken.empty()) return fail(plimsoll::errors::invalid, {}, std::move(broken));
    return range;
}

}  // namespace

LogExports::LogExports(std::filesystem::path log_file, const log::SigningKey& key, const Desk& desk, const Clock& clock)
    : file_(std::move(log_file)), key_(key), desk_(desk), clock_(clock) {}

Result<api::Reply> LogExports::begin(const api::Request& request) {
    TRY_ASSIGN(const log::ExportRange range, range_of(request));
    if (*open_ >= kMost) return fail(plimsoll::errors::busy, "as many exports as allowed are under way");
    TRY_ASSIGN(log::ExportPages pages, log::ExportPages::open(file_, range));
    api::Reply reply;
    reply.content_type = "application/x-ndjson";
    reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"plimsoll-log-" + std::to_string(pages.from()) + "-" +
                                                          std::to_string(pages.to()) + ".ndjson\"");
    reply.stream = std::make_shared<ExportStream>(std::move(pages), key_, desk_, clock_, open_);
    return reply;
}

}  // namespace plimsoll::server
