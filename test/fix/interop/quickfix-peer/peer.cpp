// quickfix-peer SETTINGS: one QuickFIX session, steered by lines on standard input, telling all on standard output.
//
// SETTINGS is a QuickFIX settings file with one session; SocketAcceptPort=0 takes any port and says which; with CertificationAuthoritiesFile
// the connection is TLS. Commands:
//   orders N PREFIX       sends N orders with ClOrdIDs PREFIX1, PREFIX2, ...
//   full-order ID         sends one with parties and an encoded text
//   list ID WORDS ID1 ID2 ... sends a list of orders, WORDS in ListExecInst
//   send TYPE 11=X|55=Y   sends any message; QuickFIX fills in the header
//   set NAME on|off       a switch: answers, next-expected, last-processed, refuse-resend
//   logon, logout [TEXT]  enables the session; ends it in order (it stays down)
//   cut                   drops the connection without a word
//   when-cut COMMAND      runs a command once, when the next connection has ended and before there is another
//   numbers [OUT IN]      says the next sequence numbers, or sets them
// Each is answered with {"event":"done"}, or with {"event":"failed"}. The end of standard input ends the process at once, with no
// logout: what the next run needs is in the file store.
#include <poll.h>
#include <quickfix/FileStore.h>
#include <quickfix/SSLSocketAcceptor.h>
#include <quickfix/SSLSocketInitiator.h>
#include <quickfix/SessionSettings.h>
#include <quickfix/SocketAcceptor.h>
#include <quickfix/SocketInitiator.h>
#include <sys/socket.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>

#include "application.hpp"
#include "json_lines.hpp"
#include "orders.hpp"

namespace peer {
namespace {

/// QuickFIX is polled from the thread that reads commands: nothing runs beside anything.
const int POLL_MS = 1;
const int MAX_DESCRIPTORS = 64;

/// The port of the one listening socket of this process: QuickFIX does not say which it was given.
int listening_port() {
  for (int descriptor = 0; descriptor < MAX_DESCRIPTORS; descriptor++) {
    int listening = 0;
    socklen_t length = sizeof listening;
    if (getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listening, &length) != 0 || !listening) continue;
    sockaddr_in address{};
    length = sizeof address;
    if (getsockname(descriptor, reinterpret_cast<sockaddr *>(&address), &length) == 0) return ntohs(address.sin_port);
  }
  throw std::runtime_error("no socket listens");
}

class Commands {
 public:
  Commands(Application &application, const FIX::SessionID &id) : application_(application), id_(id) {}

  void run(const std::string &line) {
    std::istringstream words(line);
    std::string name;
    words >> name;
    try {
      dispatch(name, words);
      JsonLine("done").add("command", line).write();
    } catch (const std::exception &error) {
      JsonLine("failed").add("command", line).add("text", error.what()).write();
    }
  }

  /// After QuickFIX had its turn, in which it did not connect again: a connection ends in one turn and begins in a later one.
  void after_turn() {
    if (when_cut_.empty() || application_.logouts == cuts_seen_) return;
    std::string command;
    command.swap(when_cut_);
    run(command);
  }

 private:
  void dispatch(const std::string &name, std::istringstream &words) {
    FIX::Session &session = *FIX::Session::lookupSession(id_);
    if (name == "orders") {
      orders(session, words);
    } else if (name == "full-order") {
      std::string id;
      words >> id;
      FIX::Message message = full_order(id_.getBeginString().getValue(), id);
      session.send(message);
    } else if (name == "list") {
      std::string id, kind, order;
      words >> id >> kind;
      std::vector<std::string> orders;
      while (words >> order) orders.push_back(order);
      FIX::Message message = list(id, kind, orders);
      session.send(message);
    } else if (name == "send") {
      send(session, words);
    } else if (name == "set") {
      set(words);
    } else if (name == "logon") {
      session.logon();
    } else if (name == "logout") {
      std::string text;
      std::getline(words >> std::ws, text);
      session.logout(text);
    } else if (name == "cut") {
      session.disconnect();
    } else if (name == "when-cut") {
      std::getline(words >> std::ws, when_cut_);
      cuts_seen_ = application_.logouts;
    } else if (name == "numbers") {
      numbers(session, words);
    } else {
      throw std::invalid_argument("no such command");
    }
  }

  void orders(FIX::Session &session, std::istringstream &words) {
    int count = 0;
    std::string prefix;
    if (!(words >> count >> prefix)) throw std::invalid_argument("orders N PREFIX");
    for (int i = 1; i <= count; i++) {
      FIX::Message message = order(id_.getBeginString().getValue(), prefix + std::to_string(i));
      session.send(message);
    }
  }

  void send(FIX::Session &session, std::istringstream &words) {
    std::string type, field;
    if (!(words >> type)) throw std::invalid_argument("send TYPE FIELDS");
    FIX::Message message;
    message.getHeader().setField(FIX::MsgType(type));
    words >> std::ws;
    while (std::getline(words, field, '|')) {
      const size_t equals = field.find('=');
      if (equals == std::string::npos) throw std::invalid_argument("a field is TAG=VALUE");
      message.setField(std::stoi(field.substr(0, equals)), field.substr(equals + 1));
    }
    session.send(message);
  }

  void set(std::istringstream &words) {
    const std::map<std::string, bool *> switches = {
        {"answers", &application_.answers},
        {"next-expected", &application_.next_expected},
        {"last-processed", &application_.last_processed},
        {"refuse-resend", &application_.refuse_resend},
    };
    std::string name, value;
    words >> name >> value;
    const auto found = switches.find(name);
    if (found == switches.end()) throw std::invalid_argument("no such switch");
    *found->second = value == "on";
  }

  void numbers(FIX::Session &session, std::istringstream &words) {
    int out = 0, in = 0;
    if (words >> out >> in) {
      session.setNextSenderMsgSeqNum(out);
      session.setNextTargetMsgSeqNum(in);
    }
    JsonLine("numbers").add("out", session.getExpectedSenderNum()).add("in", session.getExpectedTargetNum()).write();
  }

  Application &application_;
  FIX::SessionID id_;
  std::string when_cut_;
  int cuts_seen_ = 0;
};

/// Reads what there is; false at the end of standard input.
bool read_commands(std::string &pending, Commands &commands) {
  pollfd input{STDIN_FILENO, POLLIN, 0};
  if (poll(&input, 1, POLL_MS) <= 0) return true;
  char chunk[4096];
  const ssize_t got = read(STDIN_FILENO, chunk, sizeof chunk);
  if (got <= 0) return false;
  pending.append(chunk, static_cast<size_t>(got));
  for (size_t end; (end = pending.find('\n')) != std::string::npos;) {
    const std::string line = pending.substr(0, end);
    pending.erase(0, end + 1);
    commands.run(line);
  }
  return true;
}

template <typename Engine>
void run(const FIX::SessionSettings &settings, bool accepts) {
  const FIX::SessionID id = *settings.getSessions().begin();
  Application application;
  FIX::FileStoreFactory stores(settings);
  LogFactory logs;
  Engine engine(application, stores, settings, logs);
  Commands commands(application, id);
  engine.poll();
  if (accepts) JsonLine("listening").add("port", listening_port()).write();
  FIX::Session &session = *FIX::Session::lookupSession(id);
  JsonLine("ready").add("out", session.getExpectedSenderNum()).add("in", session.getExpectedTargetNum()).write();
  for (std::string pending; read_commands(pending, commands);) {
    commands.after_turn();
    engine.poll();
    commands.after_turn();
  }
  std::_Exit(0);
}

}  // namespace
}  // namespace peer

int main(int count, char **arguments) {
  std::signal(SIGPIPE, SIG_IGN);
  try {
    if (count != 2) throw std::invalid_argument("quickfix-peer SETTINGS");
    const FIX::SessionSettings settings{std::string(arguments[1])};
    if (settings.size() != 1) throw std::invalid_argument("the settings must have one session");
    const bool accepts = settings.get(*settings.getSessions().begin()).getString("ConnectionType") == "acceptor";
    const bool is_tls = settings.get().has(FIX::CERT_AUTH_FILE);
    if (accepts) {
      is_tls ? peer::run<FIX::SSLSocketAcceptor>(settings, accepts) : peer::run<FIX::SocketAcceptor>(settings, accepts);
    } else {
      is_tls ? peer::run<FIX::SSLSocketInitiator>(settings, accepts) : peer::run<FIX::SocketInitiator>(settings, accepts);
    }
  } catch (const std::exception &error) {
    peer::JsonLine("failed").add("text", error.what()).write();
    return 1;
  }
}
