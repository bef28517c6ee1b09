import { Context } from '../context.ts';
import type { Detector } from '../detector.ts';

const BEHIND =
  /^[- ](?:years?[- ](?:old|of age)|y\/?o\b|yrs?[- ]old|year[- ]old|jahre alt|ans\b|a[ñn]os\b|anni\b|jaar\b|(?:months?|weeks?)[- ]old)/i;
const AHEAD = new Context(
  /(?:\bage[ds]?(?: is| of)?|\bage (?:group|range)|\balter|\bturned|\bturning|\bturns|âg[ée](?: de)?|\bedad|\bagé de|im alter von)["']?[ :=]{1,3}$/i,
  24,
);
const MOST_YEARS = 125;
const NOT_A_PERSON = /^[- ]\S+ \S*(?:bug|project|code|company|library|version|house|car|repo)/i;

export const age: Detector = {
  name: 'age',
  types: ['AGE'],
  source: 'HIPAA 45 CFR 164.514(b)(2)(i)(C); forms of seven languages',
  triggers: { digits: [1, 3], atEdges: true, beside: [' :=', ' -'] },
  examine(text, start, end, emit, digits) {
    const next = text[end];
    const behind = (next === ' ' || next === '-') && 'yjamwYJAMW'.includes(text[end + 1] ?? ' ');
    const ahead = ' :='.includes(text[start - 1] ?? '_');
    if ((!behind && !ahead) || Number(digits) > MOST_YEARS) return;
    if (behind) {
      const rest = text.slice(end, end + 40);
      const match = BEHIND.exec(rest);
      if (match && !NOT_A_PERSON.test(rest.slice(match[0].length - 4))) {
        emit(start, end + match[0].length, 'AGE');
        return;
      }
    }
    if (ahead && AHEAD.precedes(text, start)) emit(start, end, 'AGE');
  },
};
