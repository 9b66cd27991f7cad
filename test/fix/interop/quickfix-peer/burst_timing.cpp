#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <quickfix/Application.h>
#include <quickfix/FileStore.h>
#include <quickfix/Session.h>
#include <quickfix/SessionSettings.h>
#include <quickfix/SocketAcceptor.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "orders.hpp"
#include "timing.hpp"

namespace timing {

namespace {

const char *const VERSION = "FIX.4.4";

/// Answers every order in the callback, as QuickFIX's own example executor does.
class Executor : public FIX::NullApplication {
 public:
  void fromApp(const FIX::Message &order,
               const FIX::SessionID &id) throw(FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue,
                                               FIX::UnsupportedMessageType) override {
    FIX::Message answer = peer::report(VERSION, order, ++number_);
    FIX::Session::sendToTarget(answer, id);
  }

 private:
  int number_ = 0;
};

int free_port() {
  const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  const bool bound = bind(descriptor, reinterpret_cast<sockaddr *>(&address), length) == 0 &&
                     getsockname(descriptor, reinterpret_cast<sockaddr *>(&address), &length) == 0;
  close(descriptor);
  if (!bound) throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

/// The other side: bytes and a counter, so that what is measured is the acceptor.
class Client {
 public:
  explicit Client(int port) : descriptor_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<uint16_t>(port));
    const int on = 1;
    setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(descriptor_, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0) {
      throw std::runtime_error("cannot connect to the acceptor");
    }
    fcntl(descriptor_, F_SETFL, fcntl(descriptor_, F_GETFL) | O_NONBLOCK);
  }

  ~Client() { close(descriptor_); }

  /// Writes all of `text` and reads until `messages` messages of this type have come back.
  void exchange(const std::string &text, const std::string &type, int messages) {
    const std::string mark = std::string("\x01") + "35=" + type + "\x01";
    size_t sent = 0;
    int seen = 0;
    std::string input;
    while (seen < messages) {
      pollfd ready{descriptor_, static_cast<short>(POLLIN | (sent < text.size() ? POLLOUT : 0)), 0};
      if (poll(&ready, 1, 10000) <= 0) throw std::runtime_error("the acceptor does not answer");
      if (ready.revents & POLLOUT) {
        const ssize_t wrote = write(descriptor_, text.data() + sent, text.size() - sent);
        if (wrote > 0) sent += static_cast<size_t>(wrote);
      }
      if (!(ready.revents & (POLLIN | POLLHUP))) continue;
      char chunk[65536];
      const ssize_t got = read(descriptor_, chunk, sizeof chunk);
      if (got == 0) throw std::runtime_error("the acceptor hung up");
      if (got < 0) continue;
      input.append(chunk, static_cast<size_t>(got));
      size_t at = 0;
      for (size_t next; (next = input.find(mark, at)) != std::string::npos; at = next + mark.size()) seen++;
      // A mark may lie across two chunks.
      input.erase(0, std::max(at, input.size() - std::min(input.size(), mark.size() - 1)));
    }
  }

 private:
  int descriptor_;
};

std::string contents(const std::string &file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw std::runtime_error("cannot read " + file);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::string finished(FIX::Message &message, int number) {
  FIX::Header &header = message.getHeader();
  header.setField(FIX::BeginString(VERSION));
  header.setField(FIX::SenderCompID("CLIENT"));
  header.setField(FIX::TargetCompID("QUICKFIX"));
  header.setField(FIX::MsgSeqNum(number));
  header.setField(FIX::SendingTime(FIX::UtcTimeStamp(), 3));
  return message.toString();
}

std::string logon() {
  FIX::Message message;
  message.getHeader().setField(FIX::MsgType("A"));
  message.setField(FIX::EncryptMethod(0));
  message.setField(FIX::HeartBtInt(30));
  message.setField(FIX::ResetSeqNumFlag(true));
  return finished(message, 1);
}

}  // namespace

void burst(const std::string &store_folder, const std::string &order_file, const std::string &dictionary_file, int orders,
           int rounds) {
  FIX::Message order(contents(order_file), false);
  const int port = free_port();
  std::stringstream text;
  text << "[DEFAULT]\nConnectionType=acceptor\nSocketAcceptPort=" << port << "\nSocketNodelay=Y\nStartTime=00:00:00\nEndTime=00:00:00\n"
       << "DataDictionary=" << dictionary_file << "\nFileStorePath=" << store_folder << "\n[SESSION]\nBeginString=" << VERSION
       << "\nSenderCompID=QUICKFIX\nTargetCompID=CLIENT\n";
  const FIX::SessionSettings settings(text);
  Executor executor;
  FIX::FileStoreFactory stores(settings);
  FIX::SocketAcceptor acceptor(executor, stores, settings);
  acceptor.start();
  std::vector<double> rates;
  {
    Client client(port);
    client.exchange(logon(), "A", 1);
    int number = 2;
    // The first round warms up.
    for (int round = 0; round <= rounds; round++) {
      std::string input;
      for (int i = 0; i < orders; i++) {
        order.setField(FIX::ClOrdID("R" + std::to_string(round) + "-" + std::to_string(i)));
        input += finished(order, number++);
      }
      const auto start = Steady::now();
      client.exchange(input, "8", orders);
      if (round > 0) rates.push_back(orders / (nanoseconds_since(start) * 1e-9));
    }
  }
  tell("burst", "orders/s", static_cast<long>(orders) * rounds, orders, std::move(rates));
  acceptor.stop(true);
}

}  // namespace timing
