import { expect, test } from '@jest/globals';
import { LANGUAGES } from '../../api/languages.ts';
import { sampleDisclosure } from './sample.ts';
import { consentText } from './show.ts';
import { termsOf } from './terms.ts';
import { unwrapped } from './wrap.ts';

const exempting = () =>
  sampleDisclosure(({ population }) => {
    population.excluded = ['interns', 'constructor', 'counsel'];
    population.exemptions = {
      interns: { people: 12, why: 'They are here for a summer.' },
      counsel: { why: { en: 'What they type is privileged.', de: 'Was sie tippen, ist geschützt.' } },
    };
  });

test('every rule is told with its number and its reason, where the author gives them', () => {
  expect(termsOf(exempting())).toEqual({
    covered: ['employees'],
    exempt: [
      { group: 'interns', people: 12, why: 'They are here for a summer.' },
      { group: 'constructor' },
      { group: 'counsel', why: 'What they type is privileged.' },
    ],
    title: 'Who is asked: the same terms for all',
    sentences: [
      'Members of: employees.',
      'Never asked: interns (12 people). They are here for a summer.',
      'Never asked: counsel. What they type is privileged.',
      'Never asked: constructor.',
      'There are no other exemptions, whatever the rank.',
      'Nothing is recorded of you unless you have agreed to this text.',
    ],
  });
});

test('without exemptions it says that there are none', () => {
  const { exempt, sentences } = termsOf(sampleDisclosure());

  expect(exempt).toEqual([]);
  expect(sentences).toContain('There are no other exemptions, whatever the rank.');
});

test.each(LANGUAGES)('they are those of the consent text, in its language: %s', (language) => {
  const disclosure = exempting();
  // French sets its colons apart by a space that does not break, once lines are broken.
  const text = unwrapped(consentText(disclosure, language)).replaceAll('\u00a0', ' ');

  const { title, sentences } = termsOf(disclosure, language);

  expect(text.toLowerCase()).toContain(title.toLowerCase());
  for (const sentence of sentences) expect(text).toContain(`- ${sentence.replaceAll('\u00a0', ' ')}`);
});
