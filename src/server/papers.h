// papers.h: the papers of candidates in the vault (log/keys.h), and hiring's events in the log, as hiring's ports ask for them.
//
// Threads    those of the vault and of the log: any that may wait for the disk.
#pragma once

#include "domain/hiring/ports.h"
#include "log/keys.h"
#include "log/log.h"
#include "server/engine.h"

namespace plimsoll::server {

/// `vault` outlives it.
[[nodiscard]] hiring::Papers papers_of(log::PersonVault& vault);

/// The hiring event at a place of the log; waits until it is durable. Errors: those of the log; hiring.unknown (there is none).
[[nodiscard]] Result<hiring::Event> hiring_event_at(log::Log& log, log::Seq seq);

/// What an account, or a token, is called; empty: erased, or unknown.
[[nodiscard]] std::string name_of_account(const Engine& engine, log::PersonVault& vault, const std::string& actor);

/// Active accounts with the right to interview, by id.
[[nodiscard]] std::vector<std::string> interviewers_of(const access::State& state);

}  // namespace plimsoll::server
