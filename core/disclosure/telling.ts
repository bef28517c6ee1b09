import type { Language } from '../../api/languages.ts';
import type { Disclosure } from './disclosure.ts';
import { ownLanguage, type Spoken, saidIn } from './spoken.ts';
import { CATALOGUES } from './words/catalogues.ts';
import type { Catalogue } from './words/en.ts';

/** What a disclosure is told with to people. */
export interface Telling {
  disclosure: Disclosure;
  words: Catalogue;
  /** The author's own words: those that are not there in the language say in which they are. */
  say(text: Spoken): string;
}

export function tellingIn(disclosure: Disclosure, language: Language): Telling {
  const words = CATALOGUES[language];
  return {
    disclosure,
    words,
    say(text) {
      const { text: said, otherwise } = saidIn(text, language, ownLanguage(disclosure));
      return otherwise ? `${said} [${words.languages[otherwise]}]` : said;
    },
  };
}
