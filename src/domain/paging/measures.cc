#include "domain/paging/measures.h"

#include <fmt/format.h>

#include <algorithm>

namespace plimsoll::paging {
namespace {

constexpr const char* version = "1";

Measure begun(std::string id, Unit unit, std::string formula, TimeRange window, Timestamp as_of) {
    Measure m;
    m.id = std::move(id);
    m.unit = unit;
    m.formula = std::move(formula);
    m.window = window;
    m.as_of = as_of;
    m.definition_version = version;
    return m;
}

/// Pages that ended, other than tests and such as went out within a digest (the digest counts as one).
std::vector<const Page*> ended_pages(const State& state, TimeRange window) {
    std::vector<const Page*> out;
    for (const auto& [id, page] : state.pages)
        if (page.reason != Reason::test && page.merged_into.empty() && ended(page.state) && window.contains(page.intended_at))
            out.push_back(&page);
    return out;
}

std::int64_t count_in(const std::vector<const Page*>& pages, PageState state) {
    return std::count_if(pages.begin(), pages.end(), [&](const Page* p) { return p->state == state; });
}

void caveat_if_pruned(Measure& m, const State& state) {
    if (state.index.ended.size() >= ended_pages_kept)
        m.caveats.push_back(fmt::format("only the newest {} ended pages are counted; the log has the rest", ended_pages_kept));
}

}  // namespace

Measure delivered_share(const State& state, TimeRange window, Timestamp as_of) {
    Measure m = begun("paging.delivered_share", Unit::ratio,
                      "delivered / (delivered + dead-lettered), of pages intended in the window; dropped ones were not owed",
                      window, as_of);
    const auto pages = ended_pages(state, window);
    const std::int64_t delivered = count_in(pages, PageState::delivered);
    const std::int64_t dead = count_in(pages, PageState::dead_lettered);
    m.inputs = {{"delivered", delivered, 1, "state of pages"}, {"dead_lettered", dead, 1, "state of pages"}};
    m.sample_size = static_cast<std::uint64_t>(delivered + dead);
    caveat_if_pruned(m, state);
    if (m.sample_size == 0)
        m.why_empty = "no page ended in the window";
    else
        m.value = static_cast<double>(delivered) / static_cast<double>(delivered + dead);
    return m;
}

Measure dead_letters(const State& state, TimeRange window, Timestamp as_of) {
    Measure m = begun("paging.dead_letters", Unit::count, "pages intended in the window that were given up and not replayed since", window, as_of);
    const auto pages = ended_pages(state, window);
    const std::int64_t dead = count_in(pages, PageState::dead_lettered);
    m.inputs = {{"dead_lettered", dead, 1, "state of pages"}};
    m.sample_size = pages.size();
    m.value = static_cast<double>(dead);
    caveat_if_pruned(m, state);
    return m;
}

Measure receipt_time(const State& state, TimeRange window, Timestamp as_of, int percentile) {
    Measure m = begun(fmt::format("paging.receipt_time_p{}", percentile), Unit::seconds,
                      fmt::format("{}th percentile (nearest rank) of receipt - intent, of pages delivered", percentile), window, as_of);
    std::vector<std::int64_t> took_ms;
    for (const Page* page : ended_pages(state, window))
        if (page->state == PageState::delivered) took_ms.push_back((*page->ended_at - page->intended_at).in_ms());
    m.sample_size = took_ms.size();
    caveat_if_pruned(m, state);
    if (took_ms.empty()) {
        m.why_empty = "no page was delivered in the window";
        return m;
    }
    std::sort(took_ms.begin(), took_ms.end());
    const std::size_t rank = (static_cast<std::size_t>(percentile) * took_ms.size() + 99) / 100;
    const std::int64_t ms = took_ms[std::max<std::size_t>(rank, 1) - 1];
    m.inputs = {{"receipt_time", ms, 1000, fmt::format("rank {} of {}", std::max<std::size_t>(rank, 1), took_ms.size())}};
    m.value = static_cast<double>(ms) / 1000.0;
    return m;
}

std::vector<Measure> measures(const State& state, Timestamp as_of) {
    const TimeRange month{as_of - Duration::days(30), as_of + Duration::ms(1)};
    return {delivered_share(state, month, as_of), dead_letters(state, month, as_of), receipt_time(state, month, as_of, 50),
            receipt_time(state, month, as_of, 90)};
}

}  // namespace plimsoll::paging
