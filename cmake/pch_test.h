#pragma once
#include "pch_light.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
