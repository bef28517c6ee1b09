import { once } from 'node:events';
import { createWriteStream, renameSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { status } from '../../api/consent.ts';
import type { Language } from '../../api/languages.ts';
import type { ledgerTips } from '../../api/ledger.ts';
import type { Answer } from '../../api/route.ts';
import { escapeHtml, HTML_END, htmlFacts, htmlHead } from '../../core/shared/html.ts';
import { type Passage, passagesOf } from '../../redaction/typing/passages.ts';
import type { Event } from '../../wire/event.ts';
import { time } from '../output.ts';
import type { OpenedRecord, OwnRecord } from './own.ts';
import { headOf, legendOf, removedFrom } from './passages.ts';
import { besides, nobodyIn, readingsIn, readingText } from './readers.ts';
import { READING_WORDS } from './reading-words.ts';

export interface PageParts {
  status: Answer<typeof status>;
  ledger: Answer<typeof ledgerTips>;
  records: readonly OwnRecord[];
  opened(record: OwnRecord): OpenedRecord | undefined;
  /** @default English */
  language?: Language;
}

/**
 * One file that a browser opens without a network: no script, no address, and a policy that allows neither. Everything in it that somebody
 * wrote is text. Written day by day, since it is as long as what somebody typed in half a year.
 */
export async function writePage(folder: string, parts: PageParts): Promise<{ events: number }> {
  const page = file(join(folder, 'index.html'));
  const lines = file(join(folder, 'events.ndjson'));
  let events = 0;
  try {
    await page.write(beginning(parts));
    const days = Map.groupBy(parts.records, ({ arrivedTo }) => new Date(arrivedTo).toISOString().slice(0, 10));
    for (const [day, records] of [...days].sort(([a], [b]) => (a < b ? 1 : -1))) {
      const ofDay: Event[] = [];
      for (const record of records.toReversed()) {
        const opened = parts.opened(record);
        if (!opened) continue;
        // One by one: a spread of a hundred thousand arguments is too many.
        for (const event of opened.events) ofDay.push(event);
        for (const event of opened.events)
          await lines.write(`${JSON.stringify({ record: record.segment, ...event })}\n`);
      }
      events += ofDay.length;
      await page.write(daySection(day, records.length, ofDay, parts.language));
    }
    await page.write(HTML_END);
  } finally {
    await Promise.all([page.close(), lines.close()]);
  }
  page.keep();
  lines.keep();
  return { events };
}

function file(path: string) {
  const part = `${path}.part`;
  const out = createWriteStream(part, { mode: 0o600 });
  return {
    async write(text: string) {
      if (!out.write(text)) await once(out, 'drain');
    },
    close() {
      out.end();
      return finished(out);
    },
    keep: () => renameSync(part, path),
  };
}

const STYLE = `pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; border-left: 3px solid; padding-left: .75rem; margin: .25rem 0; }
article { margin: 1rem 0; } header, footer { font-size: .875rem; }
`;

function beginning({ status, ledger, records, language = 'en' }: PageParts): string {
  const { consent, erasure } = status;
  const { page: words, passages } = READING_WORDS[language];
  const facts: [string, string][] = [
    [words.exported, time(Date.now())],
    [words.program, `${status.program}, ${status.disclosure.title}`],
    [words.knownAs, status.subject],
    [
      words.consent,
      consent ? words.toVersion(words.states[consent.state] ?? consent.state, consent.disclosure ?? '') : words.never,
    ],
    ...(consent?.consentedAt === undefined
      ? []
      : [[words.agreed, time(consent.consentedAt)] satisfies [string, string]]),
    ...(erasure
      ? [[words.erased, words.finalBy(time(erasure.erasedAt), time(erasure.finalBy))] satisfies [string, string]]
      : []),
    [words.devices, String(status.devices.length)],
    [words.records, String(records.length)],
  ];
  return `${htmlHead(words.title(status.program), STYLE, language)}
${htmlFacts(facts)}
<h2>${escapeHtml(words.whoRead)}</h2>
${whoReadHtml(ledger, language)}
<h2>${escapeHtml(words.told)}</h2>
<details><summary>${escapeHtml(words.inForce(status.disclosure.version))}</summary><pre>${escapeHtml(status.disclosure.text)}</pre></details>
<h2>${escapeHtml(words.recorded)}</h2>
<p>${escapeHtml(legendOf(passages, passages.crossed))} ${escapeHtml(words.allEvents)}</p>
`;
}

function whoReadHtml(ledger: PageParts['ledger'], language: Language): string {
  const { readers: words } = READING_WORDS[language];
  const readings = readingsIn(ledger, true);
  const nobody = nobodyIn(ledger, readings, language);
  return [
    ...(nobody === undefined ? [] : [`<p>${escapeHtml(nobody)}</p>`]),
    ...readings.map((entry) => `<pre>${escapeHtml(readingText(entry, ledger, words))}</pre>`),
    ...besides(ledger, words).map((line) => `<p>${escapeHtml(line)}</p>`),
  ].join('\n');
}

function daySection(day: string, records: number, events: readonly Event[], language: Language = 'en'): string {
  const { page: words } = READING_WORDS[language];
  const passages = passagesOf(events);
  return `<section>
<h3>${escapeHtml(day)}</h3>
<p>${escapeHtml(words.day(records, events.length))}</p>
${passages.map((passage) => passageHtml(passage, language)).join('\n')}
</section>
`;
}

function passageHtml(passage: Passage, language: Language): string {
  const { passages: words } = READING_WORDS[language];
  const removed = removedFrom(passage, words);
  const text = passage.pieces
    .map(({ text, deleted }) => (deleted ? `<del>${escapeHtml(text)}</del>` : escapeHtml(text)))
    .join('');
  return `<article><header>${escapeHtml(`${time(passage.from)}  ${headOf(passage, words)}`)}</header>${
    passage.classesOnly ? '' : `<pre dir="auto">${text}</pre>`
  }${removed ? `<footer>${escapeHtml(removed)}</footer>` : ''}</article>`;
}
