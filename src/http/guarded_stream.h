// guarded_stream.h: a stream that ends when whoever opened it may no longer read it: signed out, disabled, token revoked.
//
// Cost       asked at most once in `every`, when something is pulled or the heartbeat comes.
// Threads    as api::Stream.
#pragma once

#include <functional>
#include <memory>

#include "api/stream.h"
#include "base/clock.h"

namespace plimsoll::http {

/// A check costs a hash; what is sent after somebody's rights ended must be little.
inline constexpr Duration stream_check_every = Duration::seconds(1);

/// `clock` must outlive the stream.
[[nodiscard]] std::shared_ptr<api::Stream> guarded(std::shared_ptr<api::Stream> stream, std::function<bool()> may_go_on, const Clock& clock,
                                                   Duration every = stream_check_every);

}  // namespace plimsoll::http
