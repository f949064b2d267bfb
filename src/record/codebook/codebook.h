// What the code of an event means: its name, its Goldstein weight, its quad class and its PLOVER
// class (data/codebooks says where these come from). CAMEO codes are text and form a tree by their
// beginnings: "0312" is a kind of "031", which is a kind of "03". A PLOVER class is a code too, for
// data sets that are coded in PLOVER.
#ifndef ENTENTE_RECORD_CODEBOOK_CODEBOOK_H_
#define ENTENTE_RECORD_CODEBOOK_CODEBOOK_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace entente::record {

enum class Quad { kNone, kVerbalCooperation, kMaterialCooperation, kVerbalConflict,
                  kMaterialConflict };
// "verbal_cooperation", …; "none".
std::string_view QuadName(Quad quad);

class Codebook {
 public:
  // The one that the program carries.
  static const Codebook& Get();

  // Name and weight of a code; of its nearest parent if the code itself is not listed. Empty and
  // NaN for what is in no codebook.
  std::string_view NameOf(std::string_view code) const;
  double GoldsteinOf(std::string_view code) const;
  Quad QuadOf(std::string_view code) const;
  std::string_view PloverOf(std::string_view code) const;  // empty: none
  // The code whose name this is (case of ASCII letters and underscores for blanks aside); of codes
  // with the same name the longest, then the first. Empty: none.
  std::string_view CodeNamed(std::string_view name) const;
  bool Has(std::string_view code) const;

  const std::vector<std::string>& plover_classes() const { return plover_classes_; }
  // Two-digit roots with their names, in order.
  std::vector<std::pair<std::string, std::string>> Roots() const;

 private:
  struct Entry {
    std::string name;
    double goldstein;
  };
  struct Classes {
    Quad quad = Quad::kNone;
    std::string plover;
  };
  Codebook();
  const Classes* ClassesOf(std::string_view code) const;

  std::map<std::string, Entry, std::less<>> entries_;
  std::map<std::string, Classes, std::less<>> classes_;  // by beginning, or by PLOVER class
  std::map<std::string, std::string, std::less<>> codes_by_name_;
  std::vector<std::string> plover_classes_;
};

// A wish for some kinds of events, checked: quad classes, PLOVER classes (any case), CAMEO codes
// with all that begin so.
class Categories {
 public:
  // Fails on a word that is none of these, with what there is.
  static Result<Categories> Of(const std::vector<std::string>& names);
  bool all() const { return quads_.empty() && plover_.empty() && codes_.empty(); }
  bool Contain(std::string_view code) const;

 private:
  std::vector<Quad> quads_;
  std::vector<std::string> plover_, codes_;
};

}  // namespace entente::record

#endif  // ENTENTE_RECORD_CODEBOOK_CODEBOOK_H_
