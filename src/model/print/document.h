// A model as a small tree of labelled values: the one description from which the text and the JSON
// dump are both written, so that they can not disagree.
#ifndef ENTENTE_MODEL_PRINT_DOCUMENT_H_
#define ENTENTE_MODEL_PRINT_DOCUMENT_H_

#include <string>
#include <utility>
#include <vector>

#include "model/model.h"

namespace entente::model {

struct Field;

struct Node {
  enum class Kind { kText, kNumber, kList, kObject } kind = Kind::kObject;
  std::string text;            // kText
  double number = 0.0;         // kNumber
  std::vector<Node> items;     // kList
  std::vector<Field> fields;   // kObject

  Node();

  static Node Text(std::string text);
  static Node Number(double number);
  static Node List();
  // Adds a field and returns its node.
  Node& Add(std::string key, Node value);
  void Add(std::string key, std::string value);
  void Add(std::string key, const char* value);
  // Only what says something: an empty text or list adds nothing.
  void AddUnlessEmpty(std::string key, std::string value);
  void AddUnlessEmpty(std::string key, Node list);
};

struct Field {
  std::string key;
  Node value;
};

inline Node::Node() = default;
inline void Node::Add(std::string key, std::string value) {
  Add(std::move(key), Text(std::move(value)));
}
inline void Node::Add(std::string key, const char* value) { Add(std::move(key), Text(value)); }

Node DescribeModel(const Model& model);

}  // namespace entente::model

#endif  // ENTENTE_MODEL_PRINT_DOCUMENT_H_
