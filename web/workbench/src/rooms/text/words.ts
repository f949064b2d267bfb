// The words of the language (docs/reference/grammar.ebnf): those that begin a declaration, and those
// that mean something inside one. Any of them may also be a name; the server's tokens know better and
// are laid over these colours.
const DECLARATION_WORDS = `
  actor also audience chance claim decision define event framework import issue latch linkage
  memory now objective observe office organ outcome param policy quantity record scenario set
  source system table time track upon
`;

const INNER_WORDS = `
  about accessed act acts add adds adopt after all always and any at author ballot before
  between by changes cite complete cooperative correlation cost count daily damps day days
  depth df doi each effect election else end episodes events ever every excite false final fix
  for forbid force from given goodwill half-life heat high hold hostile if in include intensity
  is joint judgement known leaves linkages location low lowers max mean median members min mode
  month monthly months multiplies necessity next noise not note of off on once option or
  otherwise over pages per person points probability product public published publisher
  quantile quiet rate rationality relaxes says scale sd season shape share shared shift since
  size spread sqrt start starts states step succeeds sufficiency sum tagged target that then
  title to together toward true under unless until url utility vacancy value week weekly weeks
  weight whenever where while with within without word written year yearly years
`;

const split = (text: string): Set<string> => new Set(text.trim().split(/\s+/));

export const declarations = split(DECLARATION_WORDS);
export const inner = split(INNER_WORDS);
