// event_source.h: the port that live events come from, and its implementation over the log.
//
// Order      a sink sees every durable event from its start on, in order, none twice.
// Pace       a sink that is full refuses; the event is offered again after resume(). Nothing waits for it meanwhile: what
//            it has not taken stays in the log.
// Threads    a sink is called on the source's own thread, one call at a time, and must be quick. Ending a subscription
//            returns at once; a call that is running may still end after it, so a sink is held by weak_ptr. The source's
//            thread may thus be the last to let go of a sink: a sink must not own its source, whose end joins that thread.
#pragma once

#include <functional>
#include <memory>

#include "log/log.h"

namespace plimsoll::http {

class EventSink {
public:
    virtual ~EventSink() = default;
    /// `newest` is the newest event there is. False: full; offer it again after resume().
    virtual bool take(const log::Event& event, log::Seq newest) = 0;
    /// Nothing more can be read.
    virtual void fail(const Error& error, log::Seq newest) = 0;
};

class Subscription {
public:
    virtual ~Subscription() = default;
    virtual void resume() = 0;
};

class EventSource {
public:
    virtual ~EventSource() = default;
    /// The newest event that subscribers may see.
    [[nodiscard]] virtual log::Seq newest() const = 0;
    [[nodiscard]] virtual std::unique_ptr<Subscription> subscribe(log::Seq from, std::weak_ptr<EventSink> sink) = 0;
};

/// Reads from the log what a sink has not seen; woken by commits. One thread. `log` must stay open for as long as the
/// source lives, and the source's thread ends with it; commits that come later are ignored.
[[nodiscard]] std::shared_ptr<EventSource> log_events(log::Log& log);

}  // namespace plimsoll::http
