// What the peer says: one JSON object a line on standard output, flushed at once.
#pragma once

#include <cstdio>
#include <string>

namespace peer {

/// One line. Bytes of FIX messages are Latin-1: what is not printable ASCII leaves as \u00XX.
class JsonLine {
 public:
  explicit JsonLine(const char *event) { text_ += "{\"event\":", quote(event); }

  JsonLine &add(const char *name, const std::string &value) {
    key(name);
    quote(value);
    return *this;
  }

  JsonLine &add(const char *name, const char *value) { return add(name, std::string(value)); }

  JsonLine &add(const char *name, int value) {
    key(name);
    text_ += std::to_string(value);
    return *this;
  }

  JsonLine &add(const char *name, bool value) {
    key(name);
    text_ += value ? "true" : "false";
    return *this;
  }

  void write() {
    text_ += "}\n";
    std::fwrite(text_.data(), 1, text_.size(), stdout);
    std::fflush(stdout);
  }

 private:
  void key(const char *name) {
    text_ += ',';
    quote(name);
    text_ += ':';
  }

  void quote(const std::string &value) {
    text_ += '"';
    for (const char c : value) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte < 0x20 || byte > 0x7e || c == '"' || c == '\\') {
        char escaped[8];
        std::snprintf(escaped, sizeof escaped, "\\u%04x", byte);
        text_ += escaped;
      } else {
        text_ += c;
      }
    }
    text_ += '"';
  }

  std::string text_;
};

}  // namespace peer
