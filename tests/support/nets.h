// Small models with known answers, shared by the tests of several layers.
#ifndef ENTENTE_TESTS_SUPPORT_NETS_H_
#define ENTENTE_TESTS_SUPPORT_NETS_H_

#include "model/model.h"

namespace entente::testing {

// Four linked issues with states 0–3, start 0, down-rate 0.8, up-rates 0.6, 0.65, 0.7, 0.75; links
// 0→1, 1→2, 2→3, 3→0, 0→2 add 0.4 to the target's up-rate while the source is at 3. Rates are per
// day. Outcomes, with x0…x3 the issues: "x0_top" (value of x0 = 3 at the horizon), "all_top" (ever
// all at 3), "pair_top" (ever x0 = x1 = 3 within 2) and "moves" (count of all transitions).
model::Model Net4(double horizon_days = 10.0);

}  // namespace entente::testing

#endif  // ENTENTE_TESTS_SUPPORT_NETS_H_
