// quickfix-timing codec NAME MESSAGE_FILE DICTIONARY BATCHES: nanoseconds a message, by batch means
// quickfix-timing burst STORE_FOLDER ORDER_FILE DICTIONARY ORDERS ROUNDS: orders answered per second, round by round
#include "timing.hpp"

#include <csignal>
#include <stdexcept>

int main(int count, char **arguments) {
  std::signal(SIGPIPE, SIG_IGN);
  try {
    const std::string what = count > 1 ? arguments[1] : "";
    if (what == "codec" && count == 6) {
      timing::codec(arguments[2], arguments[3], arguments[4], std::stoi(arguments[5]));
    } else if (what == "burst" && count == 7) {
      timing::burst(arguments[2], arguments[3], arguments[4], std::stoi(arguments[5]), std::stoi(arguments[6]));
    } else {
      throw std::invalid_argument("codec NAME MESSAGE_FILE DICTIONARY BATCHES, or burst STORE_FOLDER ORDER_FILE DICTIONARY ORDERS ROUNDS");
    }
  } catch (const std::exception &error) {
    std::fprintf(stderr, "quickfix-timing: %s\n", error.what());
    return 1;
  }
}
