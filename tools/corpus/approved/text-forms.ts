import type { Span } from '../../../redaction/redactor.ts';
import { ALNUM, Random } from '../random.ts';
import { type Sample, structuredSet } from '../structured-set.ts';

/** Words that stand beside numbers, so that each value is also seen with those of another kind of value. */
const CONTEXT = (
  'phone|mobile|tel|fax|call me at|account|acct no|konto|iban|routing number|sort code|swift|bic|serial no|s/n|imei|udid|vin|' +
  'plate|licence|driver license|dl no|passport|passport no|ssn|tax id|itin|ein|national id|dni|cpf|pesel|nhs number|aadhaar|' +
  'patient id|mrn|member id|npi|icd-10|diagnosed with|taking|dose|dob|born|age|aged|turned|zip|postcode|plz|lat|lon|at|on|' +
  'order|ticket|invoice|version|v|rfc|isbn|issue|port|line|page|commit|build|room|gate|salary|bonus|paid|amount|total|usd|' +
  'password|passwort|pwd|pin|otp|code|token|api key|secret|bearer|key|login|user|mail|e-mail|url|host|ip|mac|street|address|' +
  'rated|review|warning|pip|is|was|my|the|your|no|number|nr|#|ref|id'
).split('|');
const SEPARATORS = [' ', ': ', ' = ', ' is ', ' - ', '\n', ', ', ' (', '="', ' #', '. '];
const INSIDE = [' ', '-', '.', '/', '', ', ', '\u200b', '\u00a0', ' - '];

/** A text and what was done to the sample that it came from. */
export interface Form {
  readonly form: string;
  readonly text: string;
}

function* formsOf({ text, start, end }: Sample, other: Sample, r: Random): Generator<Form> {
  const value = text.slice(start, end);
  const at = r.int(0, value.length - 1);
  const within = (changed: string): string => text.slice(0, start) + changed + text.slice(end);
  const cut = (from: number, to: number, insert = ''): string =>
    within(value.slice(0, from) + insert + value.slice(to));
  yield { form: 'as it is', text };
  yield { form: 'alone', text: value };
  yield { form: 'lower case', text: text.toLowerCase() };
  yield { form: 'upper case', text: text.toUpperCase() };
  yield {
    form: 'a digit changed',
    text: within(value.replace(/\d(?=\D*$)/, (d) => String((Number(d) + r.int(1, 9)) % 10))),
  };
  yield { form: 'a character gone', text: cut(at, at + 1) };
  yield { form: 'a character twice', text: cut(at, at, value[at]) };
  yield { form: 'a character changed', text: cut(at, at + 1, r.pick(ALNUM)) };
  yield { form: 'cut short', text: cut(r.int(1, value.length), value.length) };
  yield { form: 'other separators', text: within(value.replace(/[ ./-]+/g, () => r.pick(INSIDE))) };
  yield { form: 'a separator more', text: cut(at, at, r.pick(INSIDE)) };
  yield { form: 'glued', text: r.chance(0.5) ? `${r.pick(ALNUM)}${value}` : `${value}${r.pick(ALNUM)}` };
  for (let i = 0; i < 4; i++) {
    const words = Array.from({ length: r.int(1, 2) }, () => r.pick(CONTEXT)).join(' ');
    const after = r.pick(['', '', ' ', '.', ', ', ';', ')', '"', '\n', ' ext 5', '%', ' office', ' years old', ' EUR']);
    yield {
      form: 'in another context',
      text: words + r.pick(SEPARATORS) + value + after + (r.chance(0.3) ? r.pick(CONTEXT) : ''),
    };
  }
  const digits = [...value].flatMap((c, i) => (/\d/.test(c) ? [i] : []));
  for (let i = 0; i < 3 && digits.length > 0; i++) {
    const place = r.pick(digits);
    const digit = String((Number(value[place]) + r.int(1, 9)) % 10);
    yield { form: 'another digit changed', text: cut(place, place + 1, digit) };
  }
  for (let i = 0; i < 2 && value.length > 1; i++) {
    const place = r.int(0, value.length - 2);
    yield { form: 'neighbours swapped', text: cut(place, place + 2, value[place + 1]! + value[place]!) };
  }
  yield { form: 'beside another', text: value + r.pick(SEPARATORS) + other.text.slice(other.start, other.end) };
}

/** Every kind of value and near-miss of the structured set in forms that are right, nearly right and wrong. */
export function textForms(seed: number, perType: number): Map<string, Form[]> {
  const r = new Random(seed);
  const samples = structuredSet(seed, perType);
  const forms = new Map<string, Form[]>();
  for (const sample of samples) {
    const group = sample.nearMiss ? `near-miss: ${sample.type}` : sample.type;
    const list = forms.get(group) ?? [];
    forms.set(group, list);
    list.push(...formsOf(sample, r.pick(samples), r));
  }
  return forms;
}

/** Spans as one line: no value stands in the file, since some look like secrets. */
export const spansLine = (spans: readonly Span[]): string =>
  spans.map(({ start, end, type }) => `${start}-${end} ${type}`).join(', ');
