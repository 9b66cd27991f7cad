#include "application.hpp"

#include <algorithm>
#include <iterator>

#include "json_lines.hpp"
#include "orders.hpp"

namespace peer {

namespace {

const int LastMsgSeqNumProcessed = 369;
const int NextExpectedMsgSeqNum = 789;

class JsonLog : public FIX::Log {
 public:
  void clear() override {}
  void backup() override {}
  void onIncoming(const std::string &message) override { JsonLine("in").add("raw", message).write(); }
  void onOutgoing(const std::string &message) override { JsonLine("out").add("raw", message).write(); }
  void onEvent(const std::string &text) override { JsonLine("remark").add("text", text).write(); }
};

bool is_possible_duplicate(const FIX::Message &message) {
  FIX::PossDupFlag flag(false);
  message.getHeader().getFieldIfSet(flag);
  return flag;
}

void tell(const char *event, const FIX::Message &message) {
  FIX::MsgType type;
  FIX::MsgSeqNum number;
  FIX::ClOrdID id;
  message.getHeader().getField(type);
  message.getHeader().getField(number);
  JsonLine line(event);
  line.add("type", type.getValue()).add("msgSeqNum", number.getValue());
  line.add("possDup", is_possible_duplicate(message));
  if (message.getFieldIfSet(id)) line.add("clOrdId", id.getValue());
  line.write();
}

}  // namespace

void Application::onLogon(const FIX::SessionID &) { JsonLine("logon").write(); }

void Application::onLogout(const FIX::SessionID &) {
  logouts++;
  JsonLine("logout").write();
}

void Application::toAdmin(FIX::Message &message, const FIX::SessionID &id) {
  decorate(message, id);
  FIX::MsgType type;
  message.getHeader().getField(type);
  if (!next_expected || type.getValue() != "A") return;
  // An acceptor answers before it has counted the Logon that it answers.
  FIX::Session *session = FIX::Session::lookupSession(id);
  const int expected = session->getExpectedTargetNum();
  const bool counts_logon = session->isAcceptor() && logon_received_ == expected;
  message.setField(NextExpectedMsgSeqNum, std::to_string(expected + (counts_logon ? 1 : 0)));
}

void Application::toApp(FIX::Message &message, const FIX::SessionID &id) throw(FIX::DoNotSend) {
  if (refuse_resend && is_possible_duplicate(message)) throw FIX::DoNotSend();
  decorate(message, id);
}

void Application::fromAdmin(const FIX::Message &message, const FIX::SessionID &) throw(FIX::FieldNotFound,
                                                                                       FIX::IncorrectDataFormat,
                                                                                       FIX::IncorrectTagValue,
                                                                                       FIX::RejectLogon) {
  FIX::MsgType type;
  FIX::MsgSeqNum number;
  message.getHeader().getField(type);
  message.getHeader().getField(number);
  if (type.getValue() == "A") logon_received_ = number;
}

void Application::fromApp(const FIX::Message &message,
                          const FIX::SessionID &id) throw(FIX::FieldNotFound, FIX::IncorrectDataFormat,
                                                          FIX::IncorrectTagValue, FIX::UnsupportedMessageType) {
  FIX::MsgType type;
  message.getHeader().getField(type);
  // What a desk and its counterparty deal in: orders, what is said about them, and the rejects of their own messages.
  const std::string known[] = {"D", "8", "9", "N", "r", "j"};
  if (std::find(std::begin(known), std::end(known), type.getValue()) == std::end(known)) throw FIX::UnsupportedMessageType();
  tell("application", message);
  if (type.getValue() != "D" || !answers) return;
  FIX::Message answer = report(id.getBeginString().getValue(), message, ++reports_);
  FIX::Session::sendToTarget(answer, id);
}

void Application::decorate(FIX::Message &message, const FIX::SessionID &id) const {
  if (!last_processed) return;
  FIX::Session *session = FIX::Session::lookupSession(id);
  message.getHeader().setField(LastMsgSeqNumProcessed, std::to_string(session->getExpectedTargetNum() - 1));
}

FIX::Log *LogFactory::create() { return new JsonLog(); }

FIX::Log *LogFactory::create(const FIX::SessionID &) { return new JsonLog(); }

void LogFactory::destroy(FIX::Log *log) { delete log; }

}  // namespace peer
