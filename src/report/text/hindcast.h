// A hindcast in the terminal: first whether the model beats its best baseline, then by how much it
// beats each, then every target and lead.
#ifndef ENTENTE_REPORT_TEXT_HINDCAST_H_
#define ENTENTE_REPORT_TEXT_HINDCAST_H_

#include <string>

#include "inference/hindcast/hindcast.h"
#include "report/text/style.h"

namespace entente::report {

std::string HindcastText(const inference::Hindcast& hindcast, const Style& style);

// "+0.041 [+0.012, +0.068]", "+0.041 [–]" where too few blocks tell no interval; "–" where it is not
// defined.
std::string SkillText(const inference::Skill& skill);
// "48 origins from 2012-01 to 2015-12", "leads 1, 3, 6, 12 months", …
std::string SettingOf(const inference::Hindcast& hindcast);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_TEXT_HINDCAST_H_
