import type { Disclosure } from './disclosure.ts';
import { ownLanguage } from './spoken.ts';
import { type Telling, tellingIn } from './telling.ts';

/** A rule by which people are never asked: they are in a group. */
export interface Exemption {
  group: string;
  /** How many they are, where the author says it. */
  people?: number;
  /** As a sentence, where the author says it. */
  why?: string;
}

/** For whom a program is, by rules alone: no person is named in them, and none is exempt by another way. */
export interface Terms {
  /** Groups whose members are asked. */
  covered: string[];
  exempt: Exemption[];
  title: string;
  /** The same as sentences: word for word those of the consent text. */
  sentences: string[];
}

export function termsOf(disclosure: Disclosure, language = ownLanguage(disclosure)): Terms {
  const telling = tellingIn(disclosure, language);
  return {
    covered: [...disclosure.population.groups],
    exempt: exemptionsOf(telling),
    title: telling.words.sections.equal,
    sentences: equalTerms(telling),
  };
}

/** Who is exempt is a rule, with its reason and its number where the author gives them. */
export function equalTerms(telling: Telling): string[] {
  const {
    disclosure: { population },
    words: { equal },
  } = telling;
  const exempt = exemptionsOf(telling);
  const bare = exempt.flatMap(({ group, why }) => (why === undefined ? [group] : []));
  return [
    equal.members(population.groups),
    ...exempt.flatMap(({ group, people, why }) => (why === undefined ? [] : [equal.exempt(group, people, why)])),
    ...(bare.length > 0 ? [equal.never(bare)] : []),
    equal.noOther(),
    equal.consent(),
  ];
}

function exemptionsOf({ disclosure: { population }, say }: Telling): Exemption[] {
  const { excluded, exemptions = {} } = population;
  return excluded.map((group): Exemption => {
    const rule = Object.hasOwn(exemptions, group) ? exemptions[group] : undefined;
    if (!rule) return { group };
    return { group, ...(rule.people !== undefined && { people: rule.people }), why: say(rule.why) };
  });
}
