#include "domain/backtest/report_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "domain/backtest/words.h"

namespace plimsoll::backtest {

namespace {

constexpr double kWidth = 860;
constexpr double kHeight = 262;
constexpr double kLeft = 52;
constexpr double kRight = 14;
constexpr double kTop = 38;     ///< room for the marks of alerts: tickets above pages
constexpr double kMark = 10;
constexpr double kBottom = 26;

/// From values to places within the frame.
struct Axes {
    double x_low = 0, x_high = 1, y_low = 0, y_high = 1;
    [[nodiscard]] double x(double value) const { return kLeft + (value - x_low) / (x_high - x_low) * (kWidth - kLeft - kRight); }
    [[nodiscard]] double y(double value) const { return kTop + (y_high - value) / (y_high - y_low) * (kHeight - kTop - kBottom); }
    [[nodiscard]] double x(Timestamp at) const { return x(std::clamp(at.in_ms() / 1000.0, x_low, x_high)); }
};

std::string open_svg(const std::string& words) {
    return fmt::format("<div class=\"scroll\"><svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">", kWidth, kHeight, html(words));
}

std::string caption(double x, double y, const char* anchor, const std::string& words) {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>", x, y, anchor, html(words));
}

std::string rule(double y, const char* kind) {
    return fmt::format("<line class=\"{}\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>", kind, kLeft, kWidth - kRight, y, y);
}

/// The widest of some round steps that gives at least four ticks.
template <std::size_t N>
double tick_step(double span, const double (&steps)[N]) {
    for (std::size_t i = N; i-- > 0;)
        if (span / steps[i] >= 4) return steps[i];
    return steps[0];
}

std::string time_ticks(const Axes& axes) {
    static constexpr double kSteps[] = {60, 300, 900, 3600, 10'800, 21'600, 43'200, 86'400, 172'800, 432'000, 864'000, 2'592'000, 7'776'000};
    const double span = axes.x_high - axes.x_low;
    double step = tick_step(span, kSteps);
    while (span / step > 9) step *= 2;
    std::string out;
    for (double at = std::ceil(axes.x_low / step) * step; at <= axes.x_high; at += step) {
        const double x = axes.x(at);
        if (x < kLeft + 16 || x > kWidth - kRight - 16) continue;
        const std::string words = minute_words(Timestamp::from_seconds(static_cast<std::int64_t>(at)));
        out += fmt::format("<line class=\"tick\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" y2=\"{2}\"/>", x, kHeight - kBottom, kHeight - kBottom + 4);
        out += caption(x, kHeight - 8, "middle", step < 86'400 ? words.substr(5) : words.substr(0, 10));
    }
    return out;
}

std::string share_ticks(const Axes& axes) {
    static constexpr double kSteps[] = {0.05, 0.1, 0.25, 0.5, 1};
    const double step = tick_step(axes.y_high - axes.y_low, kSteps);
    std::string out;
    for (double at = std::ceil(axes.y_low / step - 1e-9) * step; at <= axes.y_high + 1e-9; at += step) {
        out += rule(axes.y(at), std::abs(at) < 1e-9 ? "zero" : "grid");
        out += caption(kLeft - 6, axes.y(at) + 4, "end", text::percent(std::abs(at) < 1e-9 ? 0 : at, 0));
    }
    return out;
}

std::string loss_bands(const Backtest& backtest, const Axes& axes) {
    std::string out;
    for (const Loss& loss : backtest.losses) {
        const double from = axes.x(loss.start);
        const double width = std::max(2.0, axes.x(loss.end) - from);
        out += fmt::format("<rect class=\"loss\" x=\"{:.1f}\" y=\"{}\" width=\"{:.1f}\" height=\"{}\"><title>{}</title></rect>", from, kTop, width,
                           kHeight - kTop - kBottom,
                           html(fmt::format("{}{}{}: {} to {}, {} of the budget", loss.id, loss.title.empty() ? "" : " ", loss.title,
                                            minute_words(loss.start), minute_words(loss.end), text::percent(loss.share))));
    }
    return out;
}

std::string course_line(const VariantResult& variant, const Axes& axes) {
    std::string out, path;
    int points = 0;
    Timestamp last;
    const auto end_path = [&] {
        if (points == 1) path += "h1";  // a lone point would not be drawn
        if (points > 0) out += "<path class=\"course\" d=\"" + path + "\"/>";
        path.clear();
        points = 0;
    };
    for (const CoursePoint& point : variant.course) {
        if (!point.remaining) {
            end_path();
            continue;
        }
        const double y = axes.y(std::clamp(*point.remaining, axes.y_low, axes.y_high));
        path += fmt::format("{}{:.1f} {:.1f}", points++ == 0 ? "M" : "L", axes.x(point.at), y);
    }
    end_path();
    return out;
}

std::string alert_mark(const Backtest& backtest, const BacktestAlert& alert, bool page, const Axes& axes) {
    const double x = axes.x(alert.fired_at);
    const double y = page ? kTop - 4 : kTop - 6 - kMark;
    const std::string kind = page ? fmt::format("page {}", word_of(alert.worth)) : "ticket";
    std::string out = fmt::format("<g class=\"{}\"><title>{}</title>", kind,
                                  html(fmt::format("{} {} at {}, open for {}; {}", alert.severity, alert.rule, minute_words(alert.fired_at),
                                                   text::duration_words(open_for(alert, backtest.range.end)), worth_words(alert))));
    if (page) out += fmt::format("<line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" y2=\"{2}\"/>", x, y, kHeight - kBottom);
    return out + fmt::format("<path d=\"M{:.1f} {}l5 -{}h-10z\"/></g>", x, y, kMark);
}

/// Pages last, so that no ticket hides one.
std::string alert_marks(const Backtest& backtest, const VariantResult& variant, const Axes& axes) {
    std::string out;
    for (const bool page : {false, true}) {
        for (const BacktestAlert& alert : variant.alerts)
            if ((alert.severity == "page") == page) out += alert_mark(backtest, alert, page, axes);
    }
    return out;
}

}  // namespace

std::string html(std::string_view hostile) {
    std::string out;
    for (const char c : text::printable(hostile)) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

std::string course_chart(const Backtest& backtest, const VariantResult& variant) {
    Axes axes;
    axes.x_low = backtest.range.start.in_ms() / 1000.0;
    axes.x_high = std::max(axes.x_low + 1, backtest.range.end.in_ms() / 1000.0);
    double low = 0;
    for (const CoursePoint& point : variant.course) low = std::min(low, point.remaining.value_or(0));
    axes.y_low = low < 0 ? std::max(-1.0, std::floor(low * 4) / 4) : 0;  // beyond -100 % the line is cut, the figures are not
    std::string out = open_svg(fmt::format("Budget remaining of {}, {}, from {} to {}", backtest.slo, variant.name, minute_words(backtest.range.start),
                                           minute_words(backtest.range.end)));
    out += loss_bands(backtest, axes);
    out += share_ticks(axes);
    out += time_ticks(axes);
    out += course_line(variant, axes);
    out += alert_marks(backtest, variant, axes);
    return out + "</svg></div>";
}

std::string front_chart(const Backtest& backtest) {
    double most_pages = 0, most_minutes = 0;
    for (const FrontPoint& point : backtest.front) {
        if (!point.detect_mean) continue;
        most_pages = std::max(most_pages, point.pages_per_month);
        most_minutes = std::max(most_minutes, point.detect_mean->in_minutes());
    }
    if (most_minutes <= 0) return {};
    Axes axes{0, std::max(1.0, most_pages * 1.05), 0, most_minutes * 1.05};
    static constexpr double kPages[] = {0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000};
    static constexpr double kMinutes[] = {0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1440, 2880, 7200, 14'400};
    std::string out = open_svg(fmt::format("Mean time to detect a loss against pages in 30 days, of {} settings of the paging rule", backtest.front.size()));
    const double minutes = tick_step(axes.y_high, kMinutes);
    for (double at = 0; at <= axes.y_high; at += minutes) {
        out += rule(axes.y(at), "grid");
        out += caption(kLeft - 6, axes.y(at) + 4, "end", text::duration(Duration::ms(std::llround(at * 60'000))));
    }
    const double pages = tick_step(axes.x_high, kPages);
    for (double at = 0; at <= axes.x_high; at += pages) out += caption(axes.x(at), kHeight - 8, "middle", rate_words(at));
    const auto point_of = [&](const FrontPoint& point) {
        const char* kind = point.as_it_is ? "as-it-is" : point.on_front ? "on-front" : "behind";
        const double x = axes.x(point.pages_per_month), y = axes.y(point.detect_mean->in_minutes());
        const std::string title = html(fmt::format("{}: {} pages in 30 d, detects after {}", rule_words(point.rules), rate_words(point.pages_per_month),
                                                   length_words(point.detect_mean)));
        if (point.as_it_is) return fmt::format("<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"10\" height=\"10\"><title>{}</title></rect>", kind, x - 5, y - 5, title);
        return fmt::format("<circle class=\"{}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{}\"><title>{}</title></circle>", kind, x, y, point.on_front ? 4.5 : 2.5, title);
    };
    for (const bool front : {false, true}) {
        for (const FrontPoint& point : backtest.front)
            if (point.detect_mean && (point.on_front || point.as_it_is) == front) out += point_of(point);
    }
    return out + "</svg></div>";
}

}  // namespace plimsoll::backtest
