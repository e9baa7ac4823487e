#include "ingest/scrape/scrapes.h"

namespace plimsoll::ingest::scrape {

class Scrapes::Jobs {};

Scrapes::Scrapes(HttpClient&, Intake&, const SecretSource&, const Clock&, SourceBook&, Metrics&) : jobs_(std::make_unique<Jobs>()) {}
Scrapes::~Scrapes() = default;
void Scrapes::apply(std::vector<Settings>) {}
void Scrapes::start() {}
void Scrapes::stop() {}

}  // namespace plimsoll::ingest::scrape
