#include "ingest/otlp/data_points.h"

#include <iterator>
#include <protozero/varint.hpp>

namespace plimsoll::ingest::otlp {
namespace {

constexpr std::uint32_t kNoRecordedValue = 1;

/// The fields of a message, and where each begins and ends.
class Walk {
public:
    explicit Walk(std::string_view bytes) : reader_(bytes) {}
    bool next() {
        begin_ = reader_.data().data();
        return reader_.next();
    }
    pbf_reader& field() { return reader_; }
    [[nodiscard]] const char* begin() const { return begin_; }
    [[nodiscard]] const char* end() const { return reader_.data().data(); }

private:
    pbf_reader reader_;
    const char* begin_ = nullptr;
};

/// The attributes of a point: a run, or scattered.
class Run {
public:
    void add(const Walk& walk) {
        if (begin_ == nullptr) begin_ = walk.begin();
        else if (walk.begin() != end_) scattered_ = true;
        end_ = walk.end();
    }
    void store(std::string_view point, protozero::pbf_tag_type field, PointHead& head) const {
        if (!scattered_) {
            head.attributes = begin_ == nullptr ? std::string_view() : std::string_view(begin_, static_cast<std::size_t>(end_ - begin_));
            return;
        }
        head.gathered.clear();
        Walk walk(point);
        while (walk.next()) {
            const char* begin = walk.begin();
            const bool wanted = walk.field().tag() == field;
            walk.field().skip();
            if (wanted) head.gathered.append(begin, walk.end());
        }
        head.attributes = head.gathered;
    }

private:
    const char* begin_ = nullptr;
    const char* end_ = nullptr;
    bool scattered_ = false;
};

void begin(PointHead& head) {
    head.start_unix_nano = head.time_unix_nano = 0;
    head.no_value = false;
}

template <class Range, class Out>
void append(const Range& range, Out& out) {
    out.insert(out.end(), range.begin(), range.end());
}

void read_buckets(std::string_view bytes, ExponentialBuckets& buckets) {
    buckets.offset = 0;
    buckets.counts.clear();
    pbf_reader message(bytes);
    while (message.next()) {
        switch (message.tag_and_type()) {
            case tag_and_type(1, kVarint):
                buckets.offset = message.get_sint32();
                break;
            case tag_and_type(2, kBytes):
                append(message.get_packed_uint64(), buckets.counts);
                break;
            case tag_and_type(2, kVarint):
                buckets.counts.push_back(message.get_uint64());
                break;
            default:
                skip_unless<1, 2>(message);
        }
    }
}

std::pair<double, double> read_quantile(std::string_view bytes) {
    std::pair<double, double> out;
    pbf_reader message(bytes);
    while (message.next()) {
        switch (message.tag_and_type()) {
            case tag_and_type(1, kFixed64):
                out.first = message.get_double();
                break;
            case tag_and_type(2, kFixed64):
                out.second = message.get_double();
                break;
            default:
                skip_unless<1, 2>(message);
        }
    }
    return out;
}

}  // namespace

void read(std::string_view bytes, NumberPoint& point) {
    begin(point);
    point.value.reset();
    Run attributes;
    Walk walk(bytes);
    while (walk.next()) {
        pbf_reader& message = walk.field();
        switch (message.tag_and_type()) {
            case tag_and_type(field::kNumberAttributes, kBytes):
                message.skip();
                attributes.add(walk);
                break;
            case tag_and_type(2, kFixed64):
                point.start_unix_nano = message.get_fixed64();
                break;
            case tag_and_type(3, kFixed64):
                point.time_unix_nano = message.get_fixed64();
                break;
            case tag_and_type(4, kFixed64):
                point.value = message.get_double();
                break;
            case tag_and_type(6, kFixed64):
                point.value = static_cast<double>(message.get_sfixed64());
                break;
            case tag_and_type(8, kVarint):
                point.no_value = (message.get_uint32() & kNoRecordedValue) != 0;
                break;
            default:
                skip_unless<2, 3, 4, 6, 7, 8>(message);
        }
    }
    attributes.store(bytes, field::kNumberAttributes, point);
}

void read(std::string_view bytes, HistogramPoint& point) {
    begin(point);
    point.count = 0;
    point.sum.reset();
    point.bounds.clear();
    point.counts.clear();
    Run attributes;
    Walk walk(bytes);
    while (walk.next()) {
        pbf_reader& message = walk.field();
        switch (message.tag_and_type()) {
            case tag_and_type(field::kHistogramAttributes, kBytes):
                message.skip();
                attributes.add(walk);
                break;
            case tag_and_type(2, kFixed64):
                point.start_unix_nano = message.get_fixed64();
                break;
            case tag_and_type(3, kFixed64):
                point.time_unix_nano = message.get_fixed64();
                break;
            case tag_and_type(4, kFixed64):
                point.count = message.get_fixed64();
                break;
            case tag_and_type(5, kFixed64):
                point.sum = message.get_double();
                break;
            case tag_and_type(6, kBytes):
                append(message.get_packed_fixed64(), point.counts);
                break;
            case tag_and_type(6, kFixed64):
                point.counts.push_back(message.get_fixed64());
                break;
            case tag_and_type(7, kBytes):
                append(message.get_packed_double(), point.bounds);
                break;
            case tag_and_type(7, kFixed64):
                point.bounds.push_back(message.get_double());
                break;
            case tag_and_type(10, kVarint):
                point.no_value = (message.get_uint32() & kNoRecordedValue) != 0;
                break;
            default:
                skip_unless<2, 3, 4, 5, 6, 7, 9, 10>(message);
        }
    }
    attributes.store(bytes, field::kHistogramAttributes, point);
}

void read(std::string_view bytes, ExponentialPoint& point) {
    begin(point);
    point.count = point.zero_count = 0;
    point.sum.reset();
    point.scale = 0;
    point.zero_threshold = 0;
    point.positive.counts.clear();
    point.negative.counts.clear();
    Run attributes;
    Walk walk(bytes);
    while (walk.next()) {
        pbf_reader& message = walk.field();
        switch (message.tag_and_type()) {
            case tag_and_type(field::kExponentialAttributes, kBytes):
                message.skip();
                attributes.add(walk);
                break;
            case tag_and_type(2, kFixed64):
                point.start_unix_nano = message.get_fixed64();
                break;
            case tag_and_type(3, kFixed64):
                point.time_unix_nano = message.get_fixed64();
                break;
            case tag_and_type(4, kFixed64):
                point.count = message.get_fixed64();
                break;
            case tag_and_type(5, kFixed64):
                point.sum = message.get_double();
                break;
            case tag_and_type(6, kVarint):
                point.scale = message.get_sint32();
                break;
            case tag_and_type(7, kFixed64):
                point.zero_count = message.get_fixed64();
                break;
            case tag_and_type(8, kBytes):
                read_buckets(message.get_view(), point.positive);
                break;
            case tag_and_type(9, kBytes):
                read_buckets(message.get_view(), point.negative);
                break;
            case tag_and_type(10, kVarint):
                point.no_value = (message.get_uint32() & kNoRecordedValue) != 0;
                break;
            case tag_and_type(14, kFixed64):
                point.zero_threshold = message.get_double();
                break;
            default:
                skip_unless<1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14>(message);
        }
    }
    attributes.store(bytes, field::kExponentialAttributes, point);
}

void read(std::string_view bytes, SummaryPoint& point) {
    begin(point);
    point.count = 0;
    point.sum = 0;
    point.quantiles.clear();
    Run attributes;
    Walk walk(bytes);
    while (walk.next()) {
        pbf_reader& message = walk.field();
        switch (message.tag_and_type()) {
            case tag_and_type(field::kSummaryAttributes, kBytes):
                message.skip();
                attributes.add(walk);
                break;
            case tag_and_type(2, kFixed64):
                point.start_unix_nano = message.get_fixed64();
                break;
            case tag_and_type(3, kFixed64):
                point.time_unix_nano = message.get_fixed64();
                break;
            case tag_and_type(4, kFixed64):
                point.count = message.get_fixed64();
                break;
            case tag_and_type(5, kFixed64):
                point.sum = message.get_double();
                break;
            case tag_and_type(6, kBytes):
                point.quantiles.push_back(read_quantile(message.get_view()));
                break;
            case tag_and_type(8, kVarint):
                point.no_value = (message.get_uint32() & kNoRecordedValue) != 0;
                break;
            default:
                skip_unless<2, 3, 4, 5, 6, 7, 8>(message);
        }
    }
    attributes.store(bytes, field::kSummaryAttributes, point);
}

}  // namespace plimsoll::ingest::otlp
