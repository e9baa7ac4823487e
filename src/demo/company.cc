#include "demo/company.h"

#include <algorithm>

namespace plimsoll::demo {
namespace {

constexpr Duration kForEver = Duration::days(3'650);

/// `days` before the day of founding, at that time of day.
constexpr Duration days_ago(std::int64_t days, std::int64_t hour, std::int64_t minute = 0) {
    return Duration::hours(hour) + Duration::minutes(minute) - Duration::days(days);
}

PromisedSlo answers(const std::string& service, const std::string& target, double bad) {
    PromisedSlo slo;
    slo.name = service + "-availability";
    slo.display_name = "Requests answered";
    slo.description = "Requests that do not end in a server error.";
    slo.kind = EventKind::requests;
    slo.target = target;
    slo.bad = bad;
    return slo;
}

PromisedSlo fast_enough(const std::string& service, const std::string& bucket, const std::string& target, double bad) {
    PromisedSlo slo;
    slo.name = service + "-latency";
    slo.display_name = "Answered within " + bucket + " s";
    slo.description = "Requests answered within " + bucket + " s, counted by histogram bucket.";
    slo.kind = EventKind::latency;
    slo.target = target;
    slo.bucket = bucket;
    slo.bad = bad;
    return slo;
}

PromisedSlo outcome(const std::string& name, const std::string& display_name, const std::string& metric,
                    const std::string& bad_word, const std::string& target, double bad) {
    PromisedSlo slo;
    slo.name = name;
    slo.display_name = display_name;
    slo.description = display_name + ", counted at the source by result.";
    slo.kind = EventKind::outcome;
    slo.target = target;
    slo.metric = metric;
    slo.bad_word = bad_word;
    slo.bad = bad;
    return slo;
}

CompanyService storefront() {
    CompanyService s{"storefront", "Storefront", "The pages customers see and walk through.", "tier-0", "team-web",
                     {"search", "inventory", "accounts", "checkout"}, {}, Shape::shop, 140, 3, {}};
    s.journeys = {{"browse-and-buy", {"storefront", "search", "inventory", "checkout", "payments"},
                   {"a customer is charged without an order", "an order is lost"}}};
    PromisedSlo availability = answers(s.name, "0.999", 0.00024);
    availability.also = {{"storefront-by-instance", "Requests answered, by instance", "One promise for each instance, and all of them together.",
                          "0.995", "Occurrences", "{duration: 7d, isRolling: true}", {}, "instance"}};
    s.slos = {availability, fast_enough(s.name, "0.3", "0.99", 0.0036)};
    return s;
}

/// An outage of 42 minutes six days ago: a release that could not reach its database.
CompanyService checkout() {
    CompanyService s{"checkout", "Checkout", "Basket, delivery, order.", "tier-0", "team-shop",
                     {"payments", "inventory", "accounts"}, {}, Shape::shop, 40, 2, {}};
    s.journeys = {{"place-an-order", {"checkout", "payments", "notifications"}, {"an order is placed twice"}}};
    PromisedSlo availability = answers(s.name, "0.9995", 0.00011);
    availability.incidents = {{days_ago(6, 13, 20), Duration::minutes(42), 0.2}};
    availability.also = {{"checkout-month", "Requests answered this month", "As the board hears it: each month in Berlin begins anew.", "0.9995",
                          "Occurrences", "{duration: 1M, calendar: {startTime: 2024-01-01 00:00:00, timeZone: Europe/Berlin}}", {}, {}}};
    PromisedSlo latency = fast_enough(s.name, "0.8", "0.99", 0.003);
    latency.incidents = {{days_ago(6, 13, 10), Duration::minutes(55), 0.35}};
    PromisedSlo orders = outcome("checkout-orders", "Orders accepted", "orders_total", "failed", "0.999", 0.0003);
    orders.share = 0.06;
    orders.incidents = {{days_ago(6, 13, 20), Duration::minutes(42), 0.22}};
    s.slos = {availability, latency, orders};
    return s;
}

/// The provider's gateway began to fail two minutes before the company was founded: a page fires soon after.
CompanyService payments() {
    CompanyService s{"payments", "Payments", "Charges cards and settles with the provider.", "tier-0", "team-payments",
                     {"accounts"}, {}, Shape::shop, 18, 2, {}};
    PromisedSlo availability = answers(s.name, "0.999", 0.00022);
    availability.incidents = {{Duration::seconds(-130), Duration::minutes(14), 0.4, Since::founding},
                              {Duration::minutes(11), Duration::hours(8), 0.02, Since::founding}};
    availability.also = {{"payments-minutes", "Good minutes", "A minute is good when 99 % of its requests are answered.", "0.999", "Timeslices",
                          "{duration: 30d, isRolling: true}", "timeSliceWindow: 1m, timeSliceTarget: 0.99", {}}};
    PromisedSlo latency = fast_enough(s.name, "1", "0.99", 0.0028);
    latency.incidents = {{Duration::seconds(-130), Duration::hours(8), 0.03, Since::founding}};
    PromisedSlo settled = outcome("payments-settlement", "Settled within the hour", "settlements_total", "late", "0.995", 0.0014);
    settled.share = 0.15;
    s.slos = {availability, latency, settled};
    return s;
}

/// Two incidents spent the month's budget; it has been quiet since.
CompanyService accounts() {
    CompanyService s{"accounts", "Accounts", "Sign-in, addresses, preferences.", "tier-1", "team-identity",
                     {}, {}, Shape::shop, 32, 2, {}};
    PromisedSlo availability = answers(s.name, "0.999", 0.00045);
    availability.incidents = {{days_ago(19, 9, 40), Duration::hours(5), 0.035}, {days_ago(11, 17, 5), Duration::minutes(130), 0.15}};
    PromisedSlo login = fast_enough(s.name, "0.5", "0.99", 0.0045);
    login.incidents = {{days_ago(11, 17, 0), Duration::minutes(140), 0.12}};
    s.slos = {availability, login};
    return s;
}

/// Since six days ago a growing index makes some searches slow: too little to page, too much to last the month.
CompanyService search() {
    CompanyService s{"search", "Search", "Finds products by word and filter.", "tier-1", "team-search",
                     {"inventory"}, {}, Shape::shop, 55, 2, {}};
    PromisedSlo latency = fast_enough(s.name, "0.25", "0.99", 0.003);
    latency.incidents = {{days_ago(6, 4), kForEver, 0.0205}};
    s.slos = {answers(s.name, "0.999", 0.00028), latency};
    return s;
}

/// Gaps: a night without scrapes, days with one of three instances silent, and a warehouse whose feed comes and goes.
CompanyService inventory() {
    CompanyService s{"inventory", "Inventory", "Products and what is in stock, fed by the warehouse.", "tier-1", "team-catalogue",
                     {}, {}, Shape::shop, 60, 3, {}};
    PromisedSlo availability = answers(s.name, "0.999", 0.0003);
    availability.gaps = {{days_ago(9, 1), Duration::hours(9), 3}, {days_ago(5, 6), Duration::hours(52), 1}};
    PromisedSlo fresh = outcome("inventory-freshness", "Stock known within a minute", "stock_updates_total", "late", "0.99", 0.0031);
    fresh.share = 0.2;
    fresh.gaps = {{days_ago(12, 8), Duration::hours(26), 3}, {days_ago(4, 22), Duration::hours(7), 3}, {days_ago(17, 3), Duration::hours(40), 2}};
    fresh.stale_after = "1m";
    fresh.stops = true;
    s.slos = {availability, fresh};
    return s;
}

CompanyService notifications() {
    CompanyService s{"notifications", "Notifications", "Mail and push about orders and offers.", "tier-2", "team-engage",
                     {"accounts"}, {}, Shape::shop, 6, 2, {}};
    PromisedSlo delivered = outcome("notifications-delivery", "Messages delivered", "messages_total", "failed", "0.995", 0.0018);
    delivered.incidents = {{days_ago(8, 16, 20), Duration::minutes(35), 0.2}, {days_ago(21, 7), Duration::hours(2), 0.05}};
    PromisedSlo prompt = outcome("notifications-promptness", "Sent within 30 s", "message_sends_total", "late", "0.97", 0.011);
    s.slos = {delivered, prompt};
    return s;
}

/// A job every few minutes in office hours: windows of an hour hold a handful of events.
CompanyService reports() {
    CompanyService s{"reports", "Reports", "Nightly and on-demand reports for finance.", "tier-2", "team-finance-it",
                     {"payments", "inventory"}, {}, Shape::office, 0.008, 1, {}};
    PromisedSlo jobs = outcome("reports-jobs", "Reports finished", "report_jobs_total", "failed", "0.95", 0.013);
    jobs.policy = "patient";
    s.slos = {jobs};
    return s;
}

}  // namespace

const std::vector<CompanyService>& company() {
    static const std::vector<CompanyService> all = {storefront(), checkout(), payments(),      accounts(),
                                                    search(),     inventory(), notifications(), reports()};
    return all;
}

const CompanyService* find_service(const std::string& name) {
    const auto found = std::find_if(company().begin(), company().end(), [&](const CompanyService& s) { return s.name == name; });
    return found == company().end() ? nullptr : &*found;
}

}  // namespace plimsoll::demo
