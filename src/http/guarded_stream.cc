#include "http/guarded_stream.h"

namespace plimsoll::http {
namespace {

class GuardedStream final : public api::Stream {
public:
    GuardedStream(std::shared_ptr<api::Stream> stream, std::function<bool()> may_go_on, const Clock& clock, Duration every)
        : stream_(std::move(stream)), may_go_on_(std::move(may_go_on)), clock_(clock), every_(every), asked_(clock.monotonic()) {}

    Pulled pull(std::size_t limit) override {
        if (const Duration now = clock_.monotonic(); now - asked_ >= every_) {
            asked_ = now;
            if (!may_go_on_()) return {{}, true};
        }
        return stream_->pull(limit);
    }
    void on_ready(std::function<void()> wake) override { stream_->on_ready(std::move(wake)); }
    [[nodiscard]] std::string keep_alive() const override { return stream_->keep_alive(); }

private:
    const std::shared_ptr<api::Stream> stream_;
    const std::function<bool()> may_go_on_;
    const Clock& clock_;
    const Duration every_;
    Duration asked_;
};

}  // namespace

std::shared_ptr<api::Stream> guarded(std::shared_ptr<api::Stream> stream, std::function<bool()> may_go_on, const Clock& clock, Duration every) {
    return std::make_shared<GuardedStream>(std::move(stream), std::move(may_go_on), clock, every);
}

}  // namespace plimsoll::http
