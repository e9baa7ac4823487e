// watch.h: tells that something in the catalogue's folder may have changed.
//
// How        inotify on the folder and the folders in it; besides, names, sizes and times are compared every 10 s, for file
//            systems that send no events, and for a folder that was removed and made again.
// Threads    one of its own; `changed` is called on it and must be quick. Spurious calls are fine: the reader compares
//            contents.
// Ends       the destructor stops the thread and waits for it, at most for one listing of the folder.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "base/result.h"
#include "base/units.h"

namespace plimsoll::catalog {

class Watch {
public:
    /// `poll_every` is for tests. Errors: io (no descriptors are left).
    static Result<std::unique_ptr<Watch>> start(std::filesystem::path folder, std::function<void()> changed,
                                                Duration poll_every = Duration::seconds(10));
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

private:
    struct Body;
    explicit Watch(std::unique_ptr<Body> body);
    std::unique_ptr<Body> body_;
};

}  // namespace plimsoll::catalog
