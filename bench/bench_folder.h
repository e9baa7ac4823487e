// bench_folder.h: a scratch folder for one bench, removed with it.
#pragma once

#include "base/temp_folder_for_tests.h"
#include "bench.h"

namespace plimsoll::bench {

struct BenchFolder : TempFolder {
    BenchFolder() : TempFolder("bench") {}
};

}  // namespace plimsoll::bench
