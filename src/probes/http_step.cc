// http_step.cc: an HTTP request and the redirects that it may follow, one by one.
//
// Redirects  each hop is a transfer of its own under the egress policy. To another origin (scheme, host, port) no header goes
//            that was resolved from a secret or holds a captured value, no Authorization, no Cookie, and no body at all.
//            301, 302 and 303 turn a POST into a GET, as browsers do; 307 and 308 keep method and body.
// Bounds     1 MiB of body, 64 KiB of headers.
#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/invariant.h"
#include "base/text.h"
#include "probes/dial.h"
#include "probes/step_run.h"

namespace plimsoll::probes {
namespace {

constexpr std::size_t kMostBody = 1 << 20;
constexpr std::size_t kMostHeaders = 64 << 10;
constexpr int kFirstGoodStatus = 200;
constexpr int kLastGoodStatus = 399;

struct CloseList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
    return out;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0) text.remove_prefix(1);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) text.remove_suffix(1);
    return text;
}

bool visible(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c >= 0x20 && c != 0x7f; });
}

struct Header {
    std::string name;
    std::string value;
    bool credential = false;  ///< stays with the origin that the step names
};

bool is_credential(const std::string& name) {
    const std::string plain = lower(name);
    return plain == "authorization" || plain == "cookie" || plain == "proxy-authorization";
}

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

class HttpRun final : public StepRun {
public:
    HttpRun(const Surroundings& around, const StepOrder& order, StepDone done)
        : around_(around), order_(order), done_(std::move(done)), started_(around.reactor.clock().monotonic()) {}
    ~HttpRun() override {
        if (easy_) around_.reactor.abandon(easy_.get());
    }

    void start() override {
        if (auto failure = resolve()) return finish(std::move(*failure));
        hop();
    }

    StepOutcome abandoned() override {
        take_phases();
        return outcome(Failure{"timeout", "no whole answer in time: " + waiting_for()});
    }

private:
    /// Puts captured values and secrets into what the step says.
    std::optional<Failure> resolve() {
        const Step& step = order_.step;
        auto url = substitute(step.target, order_.values, Encoding::url);
        if (!url) return Failure{"capture", url.error().detail()};
        auto body = substitute(step.body, order_.values, Encoding::raw);
        if (!body) return Failure{"capture", body.error().detail()};
        url_ = *url;
        body_ = *body;
        method_ = step.method;
        for (const auto& [name, written] : step.headers) {
            Header header{name, written, is_credential(name) || !names_in(written).empty()};
            if (is_secret_reference(written)) {
                auto secret = around_.secrets.resolve(written);
                if (!secret) return Failure{"secret", fmt::format("header {}: {}", name, secret.error().sentence())};
                secrets_.push_back(*secret);
                header.value = *std::move(secret);
                header.credential = true;
            } else {
                auto value = substitute(written, order_.values, Encoding::raw);
                if (!value) return Failure{"capture", value.error().detail()};
                header.value = *std::move(value);
            }
            if (!visible(header.value)) return Failure{"capture", fmt::format("header {} would hold control characters", name)};
            headers_.push_back(std::move(header));
        }
        auto origin = origin_of(url_);
        if (!origin) return Failure{"answer", origin.error().detail()};
        home_ = *origin;
        here_ = *origin;
        return std::nullopt;
    }

    void hop() {
        spent_ = std::move(easy_);
        easy_.reset(curl_easy_init());
        INVARIANT(easy_ != nullptr, "a curl handle is a small allocation");
        answer_ = {};
        body_in_.clear();
        header_bytes_ = 0;
        too_long_.clear();
        report_ = {};
        gate_ = {order_.probe.allow_private, {}};
        CURL* easy = easy_.get();
        prepare(easy, gate_);
        curl_easy_setopt(easy, CURLOPT_URL, url_.c_str());
        curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
        curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
        curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        curl_easy_setopt(easy, CURLOPT_USERAGENT, around_.user_agent.c_str());
        curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &HttpRun::on_header);
        curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &HttpRun::on_body);
        curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
        set_request(easy);
        if (here_.scheme == "https") {
            if (auto failure = set_tls(easy)) return finish(std::move(*failure));
        }
        if (auto begun = around_.reactor.begin(easy, [this](CURLcode code) { ended(code); }); !begun)
            finish(Failure{"connect", begun.error().sentence()});
    }

    void set_request(CURL* easy) {
        lines_.reset();
        const auto add = [&](const std::string& line) { lines_.reset(curl_slist_append(lines_.release(), line.c_str())); };
        add("Expect:");
        const bool at_home = here_ == home_;
        bool typed = false;
        for (const Header& header : headers_) {
            if (header.credential && !at_home) continue;
            typed = typed || lower(header.name) == "content-type";
            add(header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
        }
        if (!typed) add("Content-Type:");  // curl would call any body a form
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, lines_.get());
        if (method_ == "HEAD") {
            curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
        } else if (method_ != "GET" || !body_.empty()) {
            curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body_.size()));
            curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body_.c_str());
            curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method_.c_str());
        }
    }

    std::optional<Failure> set_tls(CURL* easy) {
        auto store = around_.trust.get(order_.probe.ca_file);
        if (!store) return Failure{"tls", store.error().detail()};
        store_ = *std::move(store);
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
        // The store is ours: curl would read the system's authorities again for every connection.
        curl_easy_setopt(easy, CURLOPT_CAINFO, nullptr);
        curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
        curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, &HttpRun::on_tls_context);
        curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, this);
        return std::nullopt;
    }

    static CURLcode on_tls_context(CURL*, void* context, void* self) {
        auto& run = *static_cast<HttpRun*>(self);
        require_valid(static_cast<SSL_CTX*>(context), run.store_.get(), run.tls_host(), run.around_.reactor.clock().now(), run.report_);
        return CURLE_OK;
    }

    static std::size_t on_header(char* data, std::size_t size, std::size_t n, void* self) {
        return static_cast<HttpRun*>(self)->take_header({data, size * n});
    }

    std::size_t take_header(std::string_view line) {
        header_bytes_ += line.size();
        if (header_bytes_ > kMostHeaders) {
            too_long_ = "the answer's headers are longer than 64 KiB";
            return 0;
        }
        if (line.starts_with("HTTP/")) answer_.headers.clear();  // a 100 came before the real one
        const std::size_t colon = line.find(':');
        if (colon != std::string_view::npos) answer_.headers.emplace(lower(trimmed(line.substr(0, colon))), trimmed(line.substr(colon + 1)));
        return line.size();
    }

    static std::size_t on_body(char* data, std::size_t size, std::size_t n, void* self) {
        auto& run = *static_cast<HttpRun*>(self);
        const std::size_t bytes = size * n;
        if (run.body_in_.size() + bytes > kMostBody) {
            run.too_long_ = "the body is longer than 1 MiB";
            return 0;
        }
        run.body_in_.append(data, bytes);
        return bytes;
    }

    void ended(CURLcode code) {
        take_phases();
        if (report_.ends) result_.certificate_ends = report_.ends;
        if (!too_long_.empty()) return finish(Failure{"size", too_long_});
        if (const std::string words = refusal_words(report_, tls_host()); !words.empty()) return finish(Failure{"tls", words});
        if (code != CURLE_OK) return finish(failure_of(easy_.get(), code, gate_, here_.host));
        long status = 0;
        curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
        result_.status = static_cast<int>(status);
        if (is_redirect(result_.status) && order_.step.follow > 0) return redirect();
        judge();
    }

    void redirect() {
        const auto location = answer_.headers.find("location");
        if (location == answer_.headers.end()) return finish(Failure{"redirect", fmt::format("status {} without a Location", result_.status)});
        if (redirects_ == order_.step.follow)
            return finish(Failure{
                "redirect", fmt::format("more than {} redirects; the last one led from {}", order_.step.follow, text::printable(here_.host))});
        ++redirects_;
        auto target = redirected(url_, location->second);
        if (!target) return finish(Failure{"redirect", target.error().detail()});
        auto origin = origin_of(*target);
        if (!origin) return finish(Failure{"redirect", origin.error().detail()});
        const bool keeps_method = result_.status >= 307 || method_ == "GET" || method_ == "HEAD";
        if (!keeps_method) {
            method_ = "GET";
            body_.clear();
        }
        if (!(*origin == home_) && !body_.empty())
            return finish(
                Failure{"redirect", fmt::format("the redirect would send the body to another host, {}", text::printable(origin->host))});
        if (!visited_.insert(method_ + " " + *target).second)
            return finish(Failure{"redirect", fmt::format("the redirects of {} go round in a circle", text::printable(origin->host))});
        url_ = *target;
        here_ = *origin;
        hop();
    }

    void judge() {
        const Step& step = order_.step;
        answer_.values["status"] = {std::to_string(result_.status)};
        answer_.values["size"] = {std::to_string(body_in_.size())};
        answer_.body = body_in_;
        const bool asks_status =
            std::any_of(step.assertions.begin(), step.assertions.end(), [](const Assertion& a) { return a.of == "status"; });
        if (!asks_status && (result_.status < kFirstGoodStatus || result_.status > kLastGoodStatus))
            return finish(Failure{"status", fmt::format("status {}, not {} to {}", result_.status, kFirstGoodStatus, kLastGoodStatus)});
        if (auto failure = check(step.assertions, answer_)) return finish(std::move(*failure));
        if (const std::string words = validity_words(report_, step.least_validity, around_.reactor.clock().now()); !words.empty())
            return finish(Failure{"tls", words});
        if (auto failure = capture(step.captures, answer_, captured_)) return finish(std::move(*failure));
        finish(std::nullopt);
    }

    [[nodiscard]] std::string tls_host() const {
        const std::string& host = here_.host;
        return host.size() > 2 && host.front() == '[' ? host.substr(1, host.size() - 2) : host;
    }

    /// Adds the phases of the hop that ended, or was given up.
    void take_phases() {
        if (!easy_) return;
        const Phases phases = phases_of(easy_.get());
        result_.dns = result_.dns + phases.dns;
        result_.connect = result_.connect + phases.connect;
        result_.tls = result_.tls + phases.tls;
        result_.first_byte = result_.first_byte + phases.first_byte;
        if (!phases.address.empty()) result_.address = phases.address;
        connected_ = phases.connected;
    }

    [[nodiscard]] std::string waiting_for() const {
        if (!connected_) return fmt::format("waiting for a connection to {}", text::printable(here_.host));
        if (!body_in_.empty()) return fmt::format("the body did not end ({} bytes came)", body_in_.size());
        if (!answer_.headers.empty()) return "the headers came, the body did not";
        return fmt::format("{} took the connection and said nothing", text::printable(here_.host));
    }

    StepOutcome outcome(std::optional<Failure> failure) {
        result_.name = order_.step.name;
        result_.total = around_.reactor.clock().monotonic() - started_;
        result_.good = !failure;
        if (failure) {
            result_.failure = std::move(failure->text);
            result_.reason = std::move(failure->reason);
            result_.excerpt = excerpt_of(body_in_);
        }
        return {std::move(result_), failure ? Values() : std::move(captured_), std::move(secrets_)};
    }

    void finish(std::optional<Failure> failure) { done_(outcome(std::move(failure))); }

    const Surroundings& around_;
    const StepOrder order_;
    const StepDone done_;
    const Duration started_;
    // the request
    std::string url_;
    std::string method_;
    std::string body_;
    std::vector<Header> headers_;
    Origin home_;  ///< that the step names
    Origin here_;  ///< of this hop
    int redirects_ = 0;
    std::set<std::string> visited_;
    std::vector<std::string> secrets_;
    // the hop
    Easy spent_;  ///< the hop before, which the reactor still holds while this one begins
    Easy easy_;
    std::unique_ptr<curl_slist, CloseList> lines_;
    Gate gate_;
    std::shared_ptr<X509_STORE> store_;
    CertificateReport report_;
    Facts answer_;
    std::string body_in_;
    std::size_t header_bytes_ = 0;
    std::string too_long_;
    bool connected_ = false;
    // what comes of it
    StepResult result_;
    Values captured_;
};

}  // namespace

std::unique_ptr<StepRun> http_run(const Surroundings& around, const StepOrder& order, StepDone done) {
    return std::make_unique<HttpRun>(around, order, std::move(done));
}

}  // namespace plimsoll::probes
