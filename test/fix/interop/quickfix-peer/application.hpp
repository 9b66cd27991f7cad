// The peer's side of the callbacks: says what came, answers orders, and adds to messages what QuickFIX itself does not know.
#pragma once

#include <quickfix/Application.h>
#include <quickfix/Log.h>
#include <quickfix/Session.h>

#include <string>

namespace peer {

class Application : public FIX::Application {
 public:
  /// Answers each order with an execution report; off: orders are taken in silence.
  bool answers = true;
  /// Puts NextExpectedMsgSeqNum (789) into our Logons. QuickFIX 1.15 reads it from nobody.
  bool next_expected = false;
  /// Puts LastMsgSeqNumProcessed (369) into every header.
  bool last_processed = false;
  /// Stored messages are gap-filled instead of sent again.
  bool refuse_resend = false;
  /// How often a session that was logged on, or about to be, has ended.
  int logouts = 0;

  void onCreate(const FIX::SessionID &) override {}
  void onLogon(const FIX::SessionID &) override;
  void onLogout(const FIX::SessionID &) override;
  void toAdmin(FIX::Message &, const FIX::SessionID &) override;
  void toApp(FIX::Message &, const FIX::SessionID &) throw(FIX::DoNotSend) override;
  void fromAdmin(const FIX::Message &, const FIX::SessionID &) throw(FIX::FieldNotFound, FIX::IncorrectDataFormat,
                                                                     FIX::IncorrectTagValue, FIX::RejectLogon) override;
  void fromApp(const FIX::Message &, const FIX::SessionID &) throw(FIX::FieldNotFound, FIX::IncorrectDataFormat,
                                                                   FIX::IncorrectTagValue,
                                                                   FIX::UnsupportedMessageType) override;

 private:
  void decorate(FIX::Message &, const FIX::SessionID &) const;

  int reports_ = 0;
  int logon_received_ = 0;
};

/// Every message in and out, and QuickFIX's own remarks, as JSON lines.
class LogFactory : public FIX::LogFactory {
 public:
  FIX::Log *create() override;
  FIX::Log *create(const FIX::SessionID &) override;
  void destroy(FIX::Log *) override;
};

}  // namespace peer
