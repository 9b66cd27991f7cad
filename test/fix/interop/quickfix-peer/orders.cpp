#include "orders.hpp"

#include <quickfix/FieldConvertors.h>

namespace peer {

namespace {

const int HandlInst = 21;
const int ExecTransType = 20;

void copy(const FIX::Message &from, FIX::Message &to, int tag) { to.setField(tag, from.getField(tag)); }

}  // namespace

FIX::Message order(const std::string &version, const std::string &cl_ord_id) {
  FIX::Message message;
  message.getHeader().setField(FIX::MsgType("D"));
  message.setField(FIX::ClOrdID(cl_ord_id));
  // Required up to 4.2, of no use later.
  if (version == "FIX.4.2") message.setField(HandlInst, "1");
  message.setField(FIX::Symbol("MSFT"));
  message.setField(FIX::Side('1'));
  message.setField(FIX::TransactTime(FIX::UtcTimeStamp(), 3));
  message.setField(FIX::OrderQty(100));
  message.setField(FIX::OrdType('2'));
  message.setField(FIX::FIELD::Price, "42.5");
  return message;
}

FIX::Message report(const std::string &version, const FIX::Message &order, int number) {
  const std::string id = std::to_string(number);
  FIX::Message message;
  message.getHeader().setField(FIX::MsgType("8"));
  message.setField(FIX::OrderID("O" + id));
  message.setField(FIX::ExecID("E" + id));
  if (version == "FIX.4.2") message.setField(ExecTransType, "0");
  message.setField(FIX::ExecType('0'));
  message.setField(FIX::OrdStatus('0'));
  copy(order, message, FIX::FIELD::ClOrdID);
  copy(order, message, FIX::FIELD::Symbol);
  copy(order, message, FIX::FIELD::Side);
  copy(order, message, FIX::FIELD::OrderQty);
  message.setField(FIX::FIELD::LeavesQty, order.getField(FIX::FIELD::OrderQty));
  message.setField(FIX::FIELD::CumQty, "0");
  message.setField(FIX::FIELD::AvgPx, "0");
  return message;
}

}  // namespace peer
