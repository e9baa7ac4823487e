#include "convert/to_csv.h"

#include <utility>

#include "base/invariant.h"
#include "base/text.h"

namespace plimsoll::convert {

Csv::Csv(std::initializer_list<std::string_view> header) {
    for (const std::string_view name : header) add_column(name);
}

void Csv::add_column(std::string_view name) {
    INVARIANT(header_, "columns are named before rows are written");
    cell(name);
    columns_ = cells_;
}

void Csv::cell(std::string_view value) {
    if (cells_ > 0) out_ += ',';
    ++cells_;
    if (value.find_first_of(",\"\r\n") == std::string_view::npos) {
        out_ += value;
        return;
    }
    out_ += '"';
    for (const char c : value) {
        if (c == '"') out_ += '"';
        out_ += c;
    }
    out_ += '"';
}

Csv& Csv::text(std::string_view value) {
    if (header_) end();
    const bool formula = !value.empty() && std::string_view("=+-@\t\r").find(value.front()) != std::string_view::npos;
    cell(formula ? "'" + std::string(value) : std::string(value));
    return *this;
}

Csv& Csv::number(const std::optional<double>& value) {
    if (header_) end();
    cell(value ? plimsoll::text::number(*value) : "");
    return *this;
}

Csv& Csv::integer(const std::optional<std::int64_t>& value) {
    if (header_) end();
    cell(value ? std::to_string(*value) : "");
    return *this;
}

Csv& Csv::time(const std::optional<Timestamp>& value) {
    if (header_) end();
    cell(value ? plimsoll::text::rfc3339(*value) : "");
    return *this;
}

void Csv::end() {
    INVARIANT(cells_ == columns_, "a row has as many cells as the header");
    out_ += "\r\n";
    cells_ = 0;
    header_ = false;
}

std::string Csv::take() {
    if (header_) end();
    return std::move(out_);
}

}  // namespace plimsoll::convert
