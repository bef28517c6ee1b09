import { Context } from '../context.ts';
import type { Detector } from '../detector.ts';
import { lazily } from '../text/lazily.ts';

const BEHIND =
  /^[- ](?:years?[- ](?:old|of age)|y\/?o\b|yrs?[- ]old|year[- ]old|jahre alt|ans\b|a[ñn]os\b|anni\b|jaar\b|(?:months?|weeks?)[- ]old)/i;
/** Said of contracts and guarantees as well, of fewer years than people have: `58 лет`, `69 let`. */
const YEARS = lazily(
  () =>
    /^[ -](?:лет(?![а-я])|года?(?![а-я])|років(?![а-я])|роки(?![а-я])|let(?!\p{L})|ετών|lat(?!\p{L})|jr\b|jährige?r?\b|jahre\b(?= ?[,;.)]|$)|vuotta\b|-?vuotias|år(?!\p{L})|éves|yaşında|ani(?!\p{L})|tuổi|tahun\b)/iu,
);
/** With which they begin. */
const BEGINNINGS: ReadonlySet<string> = new Set('ле го ро рі le ετ la jr jä ja Ja vu -v år év ya an tu ta'.split(' '));
const FEWEST = 18;
const AHEAD = new Context(
  /(?:\bage[ds]?(?: is| of)?|\bage (?:group|range)|\balter|\bturned|\bturning|\bturns|âg[ée](?: de)?|\bidade|\bwiek|\bet[àa]|\bleeftijd|\bålder|\balder|\bikä|\byaş|\bvârst[aă]|\bvěk|\bкол-во лет|\bedad|\bagé de|im alter von)["']?[ :=]{1,3}$/i,
  24,
);
const MOST_YEARS = 125;
/** Before what lasts so long. */
const LASTS =
  /(?:seit|nach|vor|für|über|rund|etwa|на|через|за|уже|более|около|прош\S+|po|před|přes|asi|za|od|přibližně|przez|od|ponad|około|po|εδώ και|πριν|i|om|for|över|in|peste|de|după|acum|dalam|selama|trong|sau)[ ]$/iu;
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
    const old = next === ' ' || next === '-';
    if ((!old && !ahead) || Number(digits) > MOST_YEARS) return;
    if (BEGINNINGS.has(text.slice(end + 1, end + 3)) && Number(digits) >= FEWEST) {
      const years = YEARS().exec(text.slice(end, end + 12));
      if (years !== null && !LASTS.test(text.slice(Math.max(0, start - 24), start))) {
        emit(start, end + years[0].length, 'AGE');
        return;
      }
    }
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
