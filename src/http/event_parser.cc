#include "http/client.h"

namespace plimsoll::http {
namespace {

constexpr std::size_t event_limit = 16u << 20;

}  // namespace

void EventParser::line(std::string_view text) {
    const auto colon = text.find(':');
    const std::string_view field = text.substr(0, colon);
    std::string_view value = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    if (field == "id" && value.find('\0') == std::string_view::npos) last_id_ = std::string(value);
    if (field == "event") event_.name = std::string(value);
    if (field != "data") return;
    if (has_data_) event_.data += '\n';
    has_data_ = true;
    if (event_.data.size() + value.size() <= event_limit) event_.data += value;
}

bool EventParser::feed(std::string_view bytes, const std::function<bool(const ServerEvent&)>& each) {
    for (const char c : bytes) {
        const bool second_of_pair = std::exchange(after_return_, c == '\r') && c == '\n';
        if (second_of_pair) continue;
        if (c != '\n' && c != '\r') {
            if (rest_.size() < event_limit) rest_ += c;
            continue;
        }
        if (!rest_.empty()) {
            line(std::exchange(rest_, {}));
            continue;
        }
        const bool complete = std::exchange(has_data_, false);
        ServerEvent event = std::exchange(event_, {});
        event.id = last_id_;
        if (complete && !each(event)) return false;
    }
    return true;
}

}  // namespace plimsoll::http
