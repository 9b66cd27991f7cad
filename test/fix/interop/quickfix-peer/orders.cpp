#include "orders.hpp"

#include <quickfix/FieldConvertors.h>

namespace peer {

namespace {

const int HandlInst = 21;
const int ExecTransType = 20;
const int EncodedTextLen = 354;
const int EncodedText = 355;
const int NoPartyIDs = 453;
const int PartyIDSource = 447;
const int PartyID = 448;
const int PartyRole = 452;
const int ListID = 66;
const int ListSeqNo = 67;
const int TotNoOrders = 68;
const int ListExecInst = 69;
const int NoOrders = 73;
const int BidType = 394;

void copy(const FIX::Message &from, FIX::Message &to, int tag) { to.setField(tag, from.getField(tag)); }

/// What an order may have beside the usual: parties, a group, and a text with any bytes in it. The report has the same.
void echo(const FIX::Message &order, FIX::Message &report) {
  FIX::Group party(NoPartyIDs, PartyID);
  for (unsigned i = 1; i <= order.groupCount(NoPartyIDs); i++) report.addGroup(order.getGroup(i, party));
  if (!order.isSetField(EncodedText)) return;
  copy(order, report, EncodedTextLen);
  copy(order, report, EncodedText);
}

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

FIX::Message full_order(const std::string &version, const std::string &cl_ord_id) {
  FIX::Message message = order(version, cl_ord_id);
  for (const auto &party : {std::make_pair("DESK", "24"), std::make_pair("TRADER", "12")}) {
    const int members[] = {PartyID, PartyIDSource, PartyRole, 0};
    FIX::Group group(NoPartyIDs, PartyID, members);
    group.setField(PartyID, party.first);
    group.setField(PartyIDSource, "D");
    group.setField(PartyRole, party.second);
    message.addGroup(group);
  }
  const std::string text = "a\x01" "b=\xe9\x01" "10=000\x01";
  message.setField(EncodedTextLen, std::to_string(text.size()));
  message.setField(EncodedText, text);
  return message;
}

FIX::Message list(const std::string &list_id, const std::string &words, const std::vector<std::string> &cl_ord_ids) {
  FIX::Message message;
  message.getHeader().setField(FIX::MsgType("E"));
  message.setField(ListID, list_id);
  message.setField(BidType, "3");
  message.setField(ListExecInst, words);
  message.setField(TotNoOrders, std::to_string(cl_ord_ids.size()));
  int number = 0;
  for (const std::string &id : cl_ord_ids) {
    const int members[] = {FIX::FIELD::ClOrdID, ListSeqNo, FIX::FIELD::Symbol, FIX::FIELD::Side, FIX::FIELD::OrderQty,
                           FIX::FIELD::OrdType, FIX::FIELD::Price, 0};
    FIX::Group group(NoOrders, FIX::FIELD::ClOrdID, members);
    group.setField(FIX::ClOrdID(id));
    group.setField(ListSeqNo, std::to_string(++number));
    group.setField(FIX::Symbol("MSFT"));
    group.setField(FIX::Side('1'));
    group.setField(FIX::OrderQty(100));
    group.setField(FIX::OrdType('2'));
    group.setField(FIX::FIELD::Price, "42.5");
    message.addGroup(group);
  }
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
  echo(order, message);
  return message;
}

}  // namespace peer
