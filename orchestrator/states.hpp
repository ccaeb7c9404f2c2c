#pragma once

#include "events/state/all.hpp"

namespace kigen::orchestrator {

// What decisions are made on. What an event does to a state is said with it, as the views show the same.
using events::Access;
using events::ApiToken;
using events::Apply;
using events::ApplyStage;
using events::CaAccount;
using events::Company;
using events::FencingToken;
using events::Job;
using events::JobStage;
using events::Node;
using events::Order;
using events::OrderStage;
using events::PendingKey;
using events::PinnedKey;
using events::Security;
using events::Service;
using events::Slot;
using events::StepProgress;
using events::StepState;
using events::System;
using events::User;
using events::UserGroup;
using events::VaultBook;

}  // namespace kigen::orchestrator
