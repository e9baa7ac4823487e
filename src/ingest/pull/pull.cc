#include "ingest/pull/pull.h"

#include <thread>

#include "ingest/pull/engine.h"
#include "ingest/pull/source_api.h"

namespace plimsoll::ingest::pull {

/// The engine and the thread that turns it.
class Pull::Turning {
public:
    explicit Turning(Ports ports) : engine(std::move(ports)) {}
    ~Turning() { stop(); }

    void start() {
        if (thread_.joinable()) return;
        thread_ = std::thread([this] { run(); });
    }
    void stop() {
        if (!thread_.joinable()) return;
        engine.stop();
        thread_.join();
    }

    Engine engine;

private:
    void run() {
        while (engine.wait(engine.turn())) {
        }
    }
    std::thread thread_;
};

Pull::Pull(Ports ports) : turning_(std::make_unique<Turning>(std::move(ports))) {}
Pull::~Pull() = default;
void Pull::apply(std::vector<Source> sources) { turning_->engine.apply(std::move(sources)); }
void Pull::start() { turning_->start(); }
void Pull::stop() { turning_->stop(); }
std::optional<Filling> Pull::filling(const std::string& slo) const { return turning_->engine.filling(slo); }

void Pull::ask(const std::string& source, const std::string& path, const Parameters& parameters,
               std::function<void(Result<std::string>)> done) const {
    const auto found = turning_->engine.source(source);
    if (!found) return done(fail(plimsoll::errors::not_found, "no DataSource " + source + " is asked for counts"));
    const Ports& ports = turning_->engine.ports();
    auto request = request_to(*found, ports.secrets, Method::get, path, form_of(parameters));
    if (!request) return done(std::move(request).error());
    request->bulkhead = "ask " + source;
    request->body_limit = kAskAnswerBytes;
    ports.http.send(std::move(*request), [done = std::move(done)](Result<HttpResponse> response) {
        if (!response) return done(std::move(response).error());
        if (response->cut) return done(fail(plimsoll::errors::invalid, "the answer is larger than 16 MiB; ask for less"));
        done(data_of(response->body));
    });
}

}  // namespace plimsoll::ingest::pull
