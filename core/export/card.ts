import type { Disclosure } from '../disclosure/disclosure.ts';
import { ownLanguage, saidIn } from '../disclosure/spoken.ts';
import type { Manifest } from './export.ts';

type About = Pick<Disclosure, 'title' | 'language' | 'purposes' | 'controller'>;

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
const rowsOf = (counts: Readonly<Record<string, number>>): string[] =>
  Object.entries(counts)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([name, count]) => `| ${name} | ${count} |`);
const table = (head: string, counts: Readonly<Record<string, number>>): string[] => {
  const rows = rowsOf(counts);
  return rows.length === 0 ? [] : ['', `| ${head} | count |`, '| --- | --- |', ...rows];
};

/** Why segments stayed out, for people. */
const LEFT: Readonly<Record<string, string>> = {
  consent: 'their person has no live consent any more',
  erased: 'their person was erased',
  'not-found': 'their person has trimmed them',
  retention: 'their retention ends before this data set does',
  expired: 'their retention has ended',
  'cool-off': 'only their person may read them yet',
};

/**
 * The card of a data set, in the form of Hugging Face (`README.md` with front matter), so that tools find its files by it. Of
 * Parquet alone: a data set of that hub has files of one format, and trajectories are loaded as JSON.
 * https://huggingface.co/docs/hub/datasets-cards
 */
export function cardOf(manifest: Omit<Manifest, 'card'>, disclosure: About): string {
  const { counts, redaction, purpose, rules, people } = manifest;
  const own = ownLanguage(disclosure);
  const say = (text: About['title']) => saidIn(text, own, own).text;
  const { planted, found } = redaction;
  const recall =
    planted === 0 ? 'none was planted in it' : `${found} of ${planted} (${((100 * found) / planted).toFixed(1)} %)`;
  const left = Object.fromEntries(Object.entries(counts.left).map(([name, by]) => [LEFT[name] ?? name, by ?? 0]));
  return [
    '---',
    'license: other',
    'license_name: for-the-purpose-alone',
    `pretty_name: ${JSON.stringify(`${say(disclosure.title)} (${manifest.export})`)}`,
    'tags: [computer-use, trajectories]',
    'configs:',
    '  - config_name: events',
    '    data_files: events/*.parquet',
    '---',
    '',
    `# ${say(disclosure.title)}`,
    '',
    `Export ${manifest.export} of the program ${manifest.program}, for the purpose ${purpose}: ${say(disclosure.purposes[purpose]!.description)}`,
    '',
    `Sealed on ${day(manifest.sealed)}, under version ${manifest.disclosure} of the disclosure. It opens until ${day(manifest.expires)}.`,
    '',
    '## What is in it',
    '',
    `${counts.rows} events in ${counts.sessions} sessions of ${people} people, that arrived from ${day(manifest.query.from)} to ${day(manifest.query.to)}. One row an event in \`events\`, one line a session in \`trajectories\`. People, sessions, windows and fields have names of this export alone.`,
    ...table('kind', counts.byKind as Record<string, number>),
    ...table('application', counts.byApplication),
    ...table('tier (segments)', counts.byTier as Record<string, number>),
    '',
    '## What was removed',
    '',
    'Before it was stored: what the disclosure does not list, and what redaction found. When this was made, redaction looked once more with the detectors of that day.',
    ...table('stayed out (segments)', left),
    ...table('stayed out (events)', {
      'not asked for': counts.dropped.query,
      'no longer disclosed': counts.dropped.disclosure,
      'found by the second redaction, and dropped': counts.dropped.redaction,
      'beyond what a column holds': counts.dropped.range,
      'of a tier that the purpose has not, as found today': counts.dropped.tier,
    }),
    ...table('found by the second redaction', counts.found as Record<string, number>),
    '',
    '## How well',
    '',
    `Of values planted while this was made, redaction found: ${recall}. Model of the tagger: \`${redaction.model}\`.`,
    '',
    '## Known gaps',
    '',
    '- No screens, no sound, no accessibility trees: an observation is the program, its window and the field.',
    '- Nobody said what a session was for: `instruction` is null. Sessions end where nothing was recorded for half an hour, and where a worker had enough.',
    '- Coordinates are pixels of screens whose sizes are not recorded.',
    '- No redaction finds everything. Who finds a person in it reports it: `sluice report`.',
    `- It is of volunteers, ${rules.people} at least: not a sample of anybody.`,
    '',
    '## Terms',
    '',
    `For ${purpose} alone, by who was granted it, until it expires. Who withdraws or is erased opens no more at the next fetch: copies that were fetched before are deleted then, and what was trained is declared (\`sluice training declare\`). Nobody tries to find out who anybody is.${disclosure.controller ? ` Responsible: ${disclosure.controller.name}.` : ''}`,
    '',
  ].join('\n');
}
