#include "events/core/secret.hpp"

#include <strings.h>

#include <cstring>

namespace kigen {

void wipe(std::string& text) noexcept {
  text.resize(text.capacity());
  explicit_bzero(text.data(), text.size());
  text.clear();
}

Secret::Secret(std::string&& text) noexcept : text_(std::move(text)) { kigen::wipe(text); }

void Secret::wipe() noexcept { kigen::wipe(text_); }

Secret& Secret::operator=(const Secret& other) {
  if (this != &other) {
    wipe();
    text_ = other.text_;
  }
  return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe();
    text_ = std::move(other.text_);
    other.wipe();
  }
  return *this;
}

}  // namespace kigen
