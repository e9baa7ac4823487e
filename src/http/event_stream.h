// event_stream.h: GET /api/v1/events: the log, live, as server-sent events (WHATWG HTML section 9.2).
//
// Shape      id is the sequence number, event the type, data the event as one JSON object. `retry: 2000` comes first.
// Resume     Last-Event-ID (or ?from=, inclusive) continues without gap or repeat; without either, live events only.
// Filter     ?stream= and ?type= are prefixes; given several times, any of them fits.
// Figures    with ?figures=true also `figures` events without id, at most one a second: that figures moved, and to when. A
//            slow reader gets the newest of them.
// Withheld   an event that the reader may not see (MaySee) is sent as its place and time alone: of type "<module>.Withheld", with
//            an empty body and "withheld":true. Filters look at what is sent, so nobody learns more by asking for it.
// Slow       each reader has a bounded buffer; while it is full its events stay in the log. A reader that falls
//            `lag_limit` events behind, or asks for what the log does not have, gets one `reset` event and the end of
//            the stream: it must read the state anew. One that takes nothing at all runs into Limits::write_time.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

#include "api/route.h"
#include "http/event_source.h"
#include "http/figures_feed.h"

namespace plimsoll::http {

struct EventStreamLimits {
    std::size_t streams = 256;           ///< open at once; beyond it 503
    std::size_t buffer_bytes = 256 << 10;
    std::uint64_t lag_limit = 100'000;   ///< events behind, once it had caught up
};

/// Whether somebody with these rights may see an event. Empty: everybody sees all.
using MaySee = std::function<bool(const api::Rights& rights, const log::NewEvent& fact)>;

/// `figures` may be empty: then nobody is told of figures. `open` counts the streams that are open, for whoever gave it.
[[nodiscard]] std::vector<api::Route> event_routes(std::shared_ptr<EventSource> source, EventStreamLimits limits = {},
                                                   std::shared_ptr<FiguresFeed> figures = {},
                                                   std::shared_ptr<std::atomic<std::size_t>> open = {}, MaySee may_see = {});

}  // namespace plimsoll::http
