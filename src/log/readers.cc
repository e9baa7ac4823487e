#include "log/readers.h"

namespace plimsoll::log {

namespace {

constexpr PageBounds most{2000, 8u << 20};

}  // namespace

/// Gives the connection back when it goes.
class Readers::Lease {
public:
    Lease(Readers& owner, std::unique_ptr<RowPages> connection) : owner_(&owner), connection_(std::move(connection)) {}
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
        if (connection_) owner_->give_back(std::move(connection_));
    }
    RowPages* operator->() const { return connection_.get(); }

private:
    Readers* owner_;
    std::unique_ptr<RowPages> connection_;
};

Readers::Readers(std::filesystem::path file, std::size_t connections)
    : file_(std::move(file)), left_to_open_(connections) {}

Readers::~Readers() = default;

Result<Readers::Lease> Readers::lend() {
    std::unique_lock lock(mutex_);
    returned_.wait(lock, [&] { return !idle_.empty() || left_to_open_ > 0; });
    if (!idle_.empty()) {
        std::unique_ptr<RowPages> connection = std::move(idle_.back());
        idle_.pop_back();
        return Lease(*this, std::move(connection));
    }
    --left_to_open_;
    lock.unlock();
    auto opened = RowPages::open(file_, Order::oldest_first, most);
    if (opened) return Lease(*this, std::move(*opened));
    lock.lock();
    ++left_to_open_;
    returned_.notify_one();
    return std::move(opened).error();
}

void Readers::give_back(std::unique_ptr<RowPages> connection) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
    returned_.notify_one();
}

Result<> Readers::read(Seq from, Seq to, std::size_t limit, const std::optional<std::string>& stream,
                       const std::function<bool(const Event&)>& each) {
    std::vector<Event> page;
    while (limit > 0 && from <= to) {
        {
            TRY_ASSIGN(Lease connection, lend());
            TRY(connection->fill(page, from, to, limit, stream));
        }
        if (page.empty()) return {};
        for (const Event& event : page)
            if (!each(event)) return {};
        from = page.back().seq + 1;
        limit -= page.size();
    }
    return {};
}

Result<std::optional<crypto::Sha256>> Readers::hash_of(Seq seq) {
    std::vector<Event> page;
    TRY_ASSIGN(Lease connection, lend());
    TRY(connection->fill(page, seq, seq, 1, std::nullopt));
    if (page.empty()) return std::optional<crypto::Sha256>();
    return std::optional<crypto::Sha256>(page.front().hash);
}

}  // namespace plimsoll::log
