// The two renderings of a described model.
#include <fmt/format.h>

#include <cmath>
#include <unordered_map>

#include "model/print/document.h"
#include "model/print/print.h"

namespace entente::model {
namespace {

void WriteText(const Node& node, std::size_t indent, std::string& text) {
  const std::string margin(indent, ' ');
  for (const auto& [key, value] : node.fields) {
    switch (value.kind) {
      case Node::Kind::kText:
        text += fmt::format("{}{}: {}\n", margin, key, value.text);
        break;
      case Node::Kind::kNumber:
        text += fmt::format("{}{}: {}\n", margin, key, PrintNumber(value.number));
        break;
      case Node::Kind::kObject:
        text += fmt::format("{}{}:\n", margin, key);
        WriteText(value, indent + 2, text);
        break;
      case Node::Kind::kList:
        text += fmt::format("{}{}:\n", margin, key);
        for (const Node& item : value.items) {
          if (item.kind == Node::Kind::kText) {
            text += fmt::format("{}  - {}\n", margin, item.text);
          } else {
            std::string inner;
            WriteText(item, indent + 4, inner);
            if (inner.size() > indent + 2) inner[indent + 2] = '-';
            text += inner;
          }
        }
        break;
    }
  }
}

void WriteJsonText(const std::string& value, std::string& json) {
  json += '"';
  for (const char c : value) {
    switch (c) {
      case '"':
        json += "\\\"";
        break;
      case '\\':
        json += "\\\\";
        break;
      case '\n':
        json += "\\n";
        break;
      case '\t':
        json += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          json += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
          json += c;
        }
    }
  }
  json += '"';
}

void WriteJson(const Node& node, std::size_t indent, std::string& json);

void WriteJsonList(const std::vector<const Node*>& items, std::size_t indent, std::string& json) {
  json += '[';
  for (std::size_t i = 0; i < items.size(); ++i) {
    json += fmt::format("{}\n{}", i > 0 ? "," : "", std::string(indent + 2, ' '));
    WriteJson(*items[i], indent + 2, json);
  }
  if (!items.empty()) json += fmt::format("\n{}", std::string(indent, ' '));
  json += ']';
}

// Fields that an element may have several times are always lists in JSON, even when there is one.
bool Repeats(const std::string& key) {
  for (const char* name :
       {"cite", "rate", "changes_by", "upon", "alternative", "fixed", "option", "change",
        "estimand", "statement"}) {
    if (key == name) return true;
  }
  return false;
}

void WriteJsonObject(const Node& node, std::size_t indent, std::string& json) {
  json += '{';
  std::unordered_map<std::string, bool> written;
  bool first = true;
  for (const auto& [key, value] : node.fields) {
    if (written[key]) continue;
    written[key] = true;
    json += fmt::format("{}\n{}", first ? "" : ",", std::string(indent + 2, ' '));
    first = false;
    WriteJsonText(key, json);
    json += ": ";
    if (Repeats(key)) {
      std::vector<const Node*> same;
      for (const auto& [other, item] : node.fields) {
        if (other == key) same.push_back(&item);
      }
      WriteJsonList(same, indent + 2, json);
    } else {
      WriteJson(value, indent + 2, json);
    }
  }
  if (!first) json += fmt::format("\n{}", std::string(indent, ' '));
  json += '}';
}

void WriteJson(const Node& node, std::size_t indent, std::string& json) {
  switch (node.kind) {
    case Node::Kind::kText:
      WriteJsonText(node.text, json);
      return;
    case Node::Kind::kNumber:
      json += std::isfinite(node.number) ? PrintNumber(node.number) : "null";
      return;
    case Node::Kind::kList: {
      std::vector<const Node*> items;
      for (const Node& item : node.items) items.push_back(&item);
      WriteJsonList(items, indent, json);
      return;
    }
    case Node::Kind::kObject:
      WriteJsonObject(node, indent, json);
      return;
  }
}

}  // namespace

std::string DumpModel(const Model& model) {
  std::string text;
  WriteText(DescribeModel(model), 0, text);
  return text;
}

std::string DumpModelJson(const Model& model) {
  std::string json;
  WriteJson(DescribeModel(model), 0, json);
  json += '\n';
  return json;
}

}  // namespace entente::model
