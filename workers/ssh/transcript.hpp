#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "events/core/error.hpp"
#include "orchestrator/ports/ssh.hpp"

namespace kigen::workers::ssh {

// What a command is wrapped in, and how its answer is read. A login shell may say things of its own first; a
// random marker, printed right before the command starts, says where the command's own output begins.

/// Whether something will be written to the command.
enum class Input : bool { none, comes };

/// Runs `command` as the login user, or as `target`'s execution user by sudo. The marker comes on both
/// streams right before the command; by sudo on stderr also before sudo. Where another user's rights are
/// taken on, nothing of the login user's environment goes along: it could say which programs those run.
std::string plain_script(const std::string& command, const std::string& marker);
std::string sudo_script(const std::string& command, const std::string& marker,
                        const orchestrator::SshTarget& target);
/// sudo's question, made of the marker.
std::string sudo_prompt(const std::string& marker);
/// By su, on a terminal. The marker comes before su, before the command, between its stdout and its exit
/// code, and at the end.
std::string su_script(const std::string& command, const std::string& marker,
                      const orchestrator::SshTarget& target, Input input);

/// Whether su asks for its password: the end of what came after the first marker.
bool su_asks(std::string_view terminal, const std::string& marker);
/// Whether the command runs, and reads what is written now.
bool su_began(std::string_view terminal, const std::string& marker);
/// What follows the marker's line; none when there is no such line: then the command never began.
std::optional<std::string> after_marker(std::string_view stream, const std::string& marker);
/// What sudo said on stderr in place of the command, without its question.
std::string words_of_sudo(std::string_view err, const std::string& marker);
/// Fails with execution_id_failed when su never started the command.
Result<orchestrator::CommandOutput> read_su(std::string_view terminal, const std::string& marker);

}  // namespace kigen::workers::ssh
