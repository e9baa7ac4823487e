#include "feed.h"

#include <algorithm>

#include "demo/series.h"
#include "ingest/write_body.h"

namespace plimsoll::soak {
namespace {

constexpr double kBroken = 0.5;
/// How long after a stretch of late bodies the held ones come, and copies of doubled ones: minutes of the company's time, well
/// within the three hours that the ledger allows.
constexpr Duration kHeld = Duration::minutes(3);
constexpr Duration kAgain = Duration::minutes(7);

std::string host_label(const demo::Labels& labels) {
    const auto found = std::find_if(labels.begin(), labels.end(), [](const auto& label) { return label.first == "instance"; });
    return found == labels.end() ? std::string() : found->second;
}

}  // namespace

Feed::Feed(const demo::Counts& counts, std::vector<Step> plan, Duration run, int speed, Timestamp settled_from)
    : counts_(counts), plan_(std::move(plan)), speed_(speed), settled_from_(settled_from), next_(counts.founded()), still_from_(time_of(run)) {
    for (const demo::CompanyService& service : demo::company()) {
        const std::size_t first = hosts_.size();
        for (int i = 0; i < service.instances; ++i) hosts_.push_back({&service, i});
        for (const demo::PromisedSlo& slo : service.slos) {
            for (int i = 0; i < service.instances; ++i) {
                const auto [one, two] = demo::labels_of(service, slo, i);
                Line line{&service, &slo, i, first + static_cast<std::size_t>(i), {ingest::body::labels(one), ingest::body::labels(two)}, {}, {}};
                lines_.push_back(std::move(line));
                truth_[slo.name].by_instance[host_label(one)];
            }
        }
    }
    gone_.assign(hosts_.size(), false);
}

const Step* Feed::active(Trouble trouble, Timestamp slot) const {
    for (const Step& step : plan_) {
        if (step.trouble == trouble && slot >= time_of(step.at) && slot < time_of(step.at + step.length)) return &step;
    }
    return nullptr;
}

double Feed::least_bad(const demo::CompanyService& service, Timestamp slot) const {
    for (const Trouble trouble : {Trouble::broken, Trouble::receiver_down}) {
        const Step* step = active(trouble, slot);
        if (step != nullptr && &demo::company()[step->draw % demo::company().size()] == &service) return kBroken;
    }
    return 0;
}

void Feed::count(Line& line, Timestamp slot) {
    const auto seen = counts_.of(*line.service, *line.slo, line.instance, slot, least_bad(*line.service, slot));
    if (!seen || slot >= still_from_) return;
    line.value[0] += seen->valid - seen->bad;
    line.value[1] += line.slo->kind == demo::EventKind::latency ? seen->valid : seen->bad;
}

/// What a sample says beyond the one before it.
void Feed::tell(Line& line, Timestamp slot) {
    const std::int64_t first = line.value[0] - line.told[0];
    const std::int64_t second = line.value[1] - line.told[1];
    line.told[0] = line.value[0];
    line.told[1] = line.value[1];
    const bool latency = line.slo->kind == demo::EventKind::latency;
    const Events more{latency ? second : first + second, latency ? second - first : second};
    Truth& truth = truth_[line.slo->name];
    truth.whole.valid += more.valid;
    truth.whole.bad += more.bad;
    if (slot < settled_from_) return;
    Events& own = truth.by_instance[host_label(demo::labels_of(*line.service, *line.slo, line.instance).first)];
    own.valid += more.valid;
    own.bad += more.bad;
}

/// The two series of a line with their samples. `begins`: an instance that has counted nothing yet says so first.
std::string Feed::line_of(Line& line, Timestamp slot, bool begins, std::uint64_t& samples) {
    std::string fields[2];
    const auto put = [&](Timestamp at) {
        for (int i = 0; i < 2; ++i) fields[i] += ingest::body::sample(static_cast<double>(line.value[i]), at.in_ms());
        samples += 2;
    };
    if (begins) put(slot);
    count(line, slot);
    put(slot + demo::kSampleAfter);
    tell(line, slot);
    return ingest::body::series(line.labels[0] + fields[0]) + ingest::body::series(line.labels[1] + fields[1]);
}

void Feed::mark(Body& body, Timestamp slot) const {
    if (const Step* late = active(Trouble::late, slot); late != nullptr && number_ % 3 == 0) {
        body.due = time_of(late->at + late->length) + kHeld;
    }
    if (active(Trouble::twice, slot) == nullptr) return;
    body.copies = 2;
    if (number_ % 5 == 0) body.again = body.due + kAgain;
}

bool Feed::next(Timestamp now, std::optional<Body>& body) {
    body.reset();
    const Timestamp slot = next_;
    if (slot + demo::kSampleAfter > now) return false;
    next_ = slot + ledger::kStep;
    const bool unheard = active(Trouble::outage, slot) != nullptr;
    const Step* vanished = active(Trouble::vanished, slot);
    const Step* replaced = active(Trouble::replaced, slot);
    std::vector<bool> begins(hosts_.size(), slot == counts_.founded());
    for (std::size_t h = 0; h < hosts_.size(); ++h) {
        const bool down = is_hit(replaced, h);
        if (gone_[h] && !down && !unheard) {
            begins[h] = true;
            gone_[h] = false;
        }
        if (down) gone_[h] = true;
    }
    Body made;
    std::string request;
    for (Line& line : lines_) {
        if (gone_[line.host]) {
            line.value[0] = line.value[1] = line.told[0] = line.told[1] = 0;
        } else if (unheard || is_hit(vanished, line.host)) {
            count(line, slot);
        } else {
            request += line_of(line, slot, begins[line.host], made.samples);
        }
    }
    if (request.empty()) return true;
    ++number_;
    made.packed = ingest::body::packed(request);
    made.due = slot + demo::kSampleAfter;
    mark(made, slot);
    body = std::move(made);
    return true;
}

}  // namespace plimsoll::soak
