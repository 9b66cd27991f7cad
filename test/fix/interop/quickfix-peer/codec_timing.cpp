#include <quickfix/DataDictionary.h>
#include <quickfix/FieldConvertors.h>
#include <quickfix/Message.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "timing.hpp"

namespace timing {

namespace {

const int BATCH = 32;
const int WARM_UP = 200;

std::string contents(const std::string &file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw std::runtime_error("cannot read " + file);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

/// A field that a program sets from a value of its own: a number, a time, a text. Converting it is part of building a message.
struct Value {
  enum Kind { TEXT, DECIMAL, INTEGER, TIME } kind;
  int tag;
  std::string text;
  double decimal;
  int integer;
  FIX::UtcTimeStamp time;
};

/// What is set in one part of a message: its fields, and the entries of its groups.
struct Plan {
  struct Entry {
    int count_tag;
    int first_tag;
    Plan *plan;
  };

  std::vector<Value> values;
  std::vector<Entry> entries;
};

Value value_of(int tag, const std::string &text, const FIX::DataDictionary &dictionary) {
  FIX::TYPE::Type type = FIX::TYPE::Unknown;
  dictionary.getFieldType(tag, type);
  Value value{Value::TEXT, tag, text, 0, 0, FIX::UtcTimeStamp()};
  switch (type) {
    case FIX::TYPE::Price:
    case FIX::TYPE::Qty:
    case FIX::TYPE::Amt:
    case FIX::TYPE::Float:
    case FIX::TYPE::PriceOffset:
      value.kind = Value::DECIMAL;
      value.decimal = FIX::DoubleConvertor::convert(text);
      break;
    case FIX::TYPE::Int:
    case FIX::TYPE::SeqNum:
    case FIX::TYPE::Length:
      value.kind = Value::INTEGER;
      value.integer = FIX::IntConvertor::convert(text);
      break;
    case FIX::TYPE::UtcTimeStamp:
      value.kind = Value::TIME;
      value.time = FIX::UtcTimeStampConvertor::convert(text);
      break;
    default:
      break;
  }
  return value;
}

/// Plans live as long as the process.
Plan plan_of(const FIX::FieldMap &map, const FIX::DataDictionary &dictionary) {
  Plan plan;
  for (auto i = map.begin(); i != map.end(); ++i) {
    const int tag = i->getTag();
    // toString makes these; a count is made by the group's entries.
    if (tag == FIX::FIELD::BodyLength || tag == FIX::FIELD::CheckSum || map.hasGroup(tag)) continue;
    plan.values.push_back(value_of(tag, i->getString(), dictionary));
  }
  for (auto group = map.g_begin(); group != map.g_end(); ++group) {
    for (const FIX::FieldMap *entry : group->second) {
      plan.entries.push_back({group->first, entry->begin()->getTag(), new Plan(plan_of(*entry, dictionary))});
    }
  }
  return plan;
}

void fill(FIX::FieldMap &map, const Plan &plan) {
  for (const Value &value : plan.values) {
    switch (value.kind) {
      case Value::TEXT:
        map.setField(FIX::StringField(value.tag, value.text));
        break;
      case Value::DECIMAL:
        map.setField(FIX::DoubleField(value.tag, value.decimal));
        break;
      case Value::INTEGER:
        map.setField(FIX::IntField(value.tag, value.integer));
        break;
      case Value::TIME:
        map.setField(FIX::UtcTimeStampField(value.tag, value.time, 3));
        break;
    }
  }
  for (const Plan::Entry &entry : plan.entries) {
    FIX::Group group(entry.count_tag, entry.first_tag);
    fill(group, *entry.plan);
    map.addGroup(entry.count_tag, group);
  }
}

template <typename Work>
void measure(const std::string &name, int batches, Work work) {
  std::vector<double> samples;
  samples.reserve(static_cast<size_t>(batches));
  for (int i = -WARM_UP; i < batches; i++) {
    const auto start = Steady::now();
    for (int j = 0; j < BATCH; j++) work();
    if (i >= 0) samples.push_back(nanoseconds_since(start) / BATCH);
  }
  tell(name, "ns", static_cast<long>(batches) * BATCH, BATCH, std::move(samples));
}

}  // namespace

void codec(const std::string &name, const std::string &message_file, const std::string &dictionary_file, int batches) {
  const std::string raw = contents(message_file);
  const FIX::DataDictionary dictionary(dictionary_file);
  const FIX::Message reference(raw, dictionary);
  dictionary.validate(reference);

  size_t bytes = 0;
  measure("decode-" + name, batches, [&] {
    const FIX::Message message(raw, dictionary);
    bytes += message.getHeader().isSetField(FIX::FIELD::MsgType);
  });
  measure("decode-validate-" + name, batches, [&] {
    const FIX::Message message(raw, dictionary);
    dictionary.validate(message);
    bytes++;
  });

  const Plan header = plan_of(reference.getHeader(), dictionary);
  const Plan body = plan_of(reference, dictionary);
  std::string out;
  const auto build = [&] {
    FIX::Message message;
    fill(message.getHeader(), header);
    fill(message, body);
    message.toString(out);
    bytes += out.size();
  };
  build();
  if (FIX::Message(out, dictionary).toString() != reference.toString()) {
    throw std::runtime_error("what was built is not what was read: " + out);
  }
  measure("encode-" + name, batches, build);
  if (bytes == 0) throw std::runtime_error("nothing was done");
}

}  // namespace timing
