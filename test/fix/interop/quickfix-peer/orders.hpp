// Orders and their answers, by tag, so that one piece of code serves every version.
#pragma once

#include <quickfix/Message.h>

#include <string>
#include <vector>

namespace peer {

/// A NewOrderSingle with this ClOrdID, as `version` (FIX.4.2, FIX.4.4 or FIXT.1.1) wants it.
FIX::Message order(const std::string &version, const std::string &cl_ord_id);

/// The same with two parties, and a text that has field separators in it (FIX 4.4).
FIX::Message full_order(const std::string &version, const std::string &cl_ord_id);

/// A NewOrderList of limit orders with these ClOrdIDs, `words` in ListExecInst (FIX 4.4).
FIX::Message list(const std::string &list_id, const std::string &words, const std::vector<std::string> &cl_ord_ids);

/// The ExecutionReport (new) that answers it. Throws FIX::FieldNotFound when the order lacks what a report needs.
FIX::Message report(const std::string &version, const FIX::Message &order, int number);

}  // namespace peer
