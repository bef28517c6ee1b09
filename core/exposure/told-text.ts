import type { Told } from './answers.ts';
import type { Required } from './formula.ts';

/** What is answered of one principal, in words. */

const negations: Readonly<Record<string, string>> = {
  StringEquals: 'is not',
  StringLike: 'is not like',
  ArnLike: 'is not like',
  IpAddress: 'is not in',
  Bool: 'is not',
  Null: 'is there:',
};
const words: Readonly<Record<string, string>> = {
  StringEquals: 'is',
  StringLike: 'is like',
  ArnLike: 'is like',
  IpAddress: 'is in',
  Bool: 'is',
  Null: 'is missing:',
};

/** A condition as it must be for the answer to be yes. */
export function conditionText({ key, operator, values, negated }: Required): string {
  const said = (negated ? negations : words)[operator];
  const list = values.join(' or ');
  return said === undefined ? `${negated ? 'not ' : ''}${key} ${operator} ${list}` : `${key} ${said} ${list}`;
}

export function toldText({ verdict, conditions, moreConditions, unknown }: Told): string {
  if (verdict === 'yes' || verdict === 'no') return verdict;
  const ways = conditions.filter((way) => way.length > 0).map((way) => way.map(conditionText).join(' and '));
  const ifs = ways.length > 0 ? `if ${ways.join('; or ')}${moreConditions ? '; or more' : ''}` : '';
  if (verdict === 'if') return ifs;
  return `unknown: ${unknown.join('; ')}${ifs && `; yes ${ifs}`}`;
}
