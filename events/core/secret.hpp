#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace kigen {

/// Overwrites `text` so that the compiler may not leave it out.
void wipe(std::string& text) noexcept;

/// Text that must not be shown: a password, an API key, a private key in PEM.
/// Has no stream operator, no comparison, and no codec but that of briefs; its memory is wiped when it goes.
class Secret {
 public:
  Secret() = default;
  /// Takes the text over: nothing of it stays in `text`, however short it is.
  explicit Secret(std::string&& text) noexcept;
  explicit Secret(const std::string& text) : text_(text) {}
  Secret(const Secret&) = default;
  Secret& operator=(const Secret& other);
  Secret(Secret&& other) noexcept : text_(std::move(other.text_)) { other.wipe(); }
  Secret& operator=(Secret&& other) noexcept;
  ~Secret() { wipe(); }

  /// The text itself. Every call of this is a place to review.
  const std::string& reveal() const { return text_; }
  bool empty() const { return text_.empty(); }

 private:
  void wipe() noexcept;
  std::string text_;
};

}  // namespace kigen
