import { describe, expect, it } from '@jest/globals';
import type { Language } from '../../api/languages.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { consentHash, consentText } from '../disclosure/show.ts';
import { termsOf } from '../disclosure/terms.ts';
import { memoryGate } from '../gate/gate.memory.ts';
import { memorySecondLineNotes } from '../gate/second-line.memory.ts';
import { memoryPerson } from '../ledger/choice.memory.ts';
import { memoryLedger } from '../ledger/ledger.memory.ts';
import { Refused } from '../shared/errors.ts';
import { memoryKeyRing } from '../vault/key-ring.memory.ts';
import { consent, enrol, withdraw } from './consent.ts';
import { memoryConsentStore } from './consent-store.memory.ts';
import { ownConsent, statusOf } from './status.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const groups = ['employees'];
const subject = 'ann';

function world(problem?: Refused) {
  const notes = new Map<string, () => Disclosure>();
  const store = memoryConsentStore({ ledger: memoryLedger() });
  const disclosure = sampleDisclosure((one) => {
    one.population.excluded = ['interns'];
  });
  const gates = { collection: memoryGate(), reading: memoryGate() };
  const secondLine = memorySecondLineNotes();
  const inForce = { problem: async () => problem, noted: async (version: string) => notes.get(version)?.() };
  const deps = { store, disclosure, gates, secondLine, inForce, keyRing: memoryKeyRing(), clock: { now: () => NOW } };
  const text = { version: '1.0', hash: consentHash(disclosure) };
  return {
    ...{ store, disclosure, gates, secondLine, notes },
    enrol: () => enrol(deps, { ...memoryPerson(subject), device: 'laptop', groups }),
    consent: () => consent(deps, { ...memoryPerson(subject), groups, ...text }),
    withdraw: () => withdraw(deps, memoryPerson(subject)),
    status: (of = groups, language?: Language) => statusOf(deps, { subject, groups: of, language }),
    rules: async () => (await statusOf(deps, { subject, groups, rules: 'true' })).disclosure.rules,
  };
}

describe('the status', () => {
  it('of somebody who was never enrolled says what is in force, and nothing of a consent', async () => {
    const { status, disclosure } = world();
    const open = { state: 'open', epoch: 1, since: 0, holds: [] };
    expect(await status()).toStrictEqual({
      program: 'sample',
      disclosure: {
        version: '1.0',
        title: 'A sample program',
        language: 'en',
        text: consentText(disclosure),
        hash: consentHash(disclosure),
        terms: termsOf(disclosure),
      },
      gates: { collection: open, reading: open },
      covered: true,
      subject,
      devices: [],
    });
  });

  it('has text and hash in the language that is asked for', async () => {
    const { status, disclosure } = world();
    const german = { language: 'de', text: consentText(disclosure, 'de'), hash: consentHash(disclosure, 'de') };
    expect((await status(groups, 'de')).disclosure).toMatchObject(german);
  });

  describe('tells what has changed since a version that somebody agreed to', () => {
    const agreedTo = async (version: string) => {
      const one = world();
      one.notes.set('1.0', () => sampleDisclosure());
      one.notes.set('0.9', () => {
        throw new Refused('damaged', 'the note of disclosure 0.9 cannot be read');
      });
      await one.enrol();
      await one.consent();
      one.store.rows.get(subject)!.disclosure = version;
      one.disclosure.version = '2.0';
      one.disclosure.retention.routine = 91;
      return one;
    };

    it('in their language', async () => {
      const { status } = await agreedTo('1.0');
      const { changes } = (await status(groups, 'de')).disclosure;
      expect(changes).toMatchObject({
        since: '1.0',
        askAgain: true,
        text: expect.stringContaining('Weiter als bisher:'),
      });
      expect(changes?.changes).toContainEqual({
        effect: 'widens',
        words: 'Wie lange es bleibt: Tage ohne Angaben zur Person: 91; bisher 90',
      });
    });

    it.each([
      ['that is in force', '2.0'],
      ['that was never noted', '1.7'],
      ['whose note is damaged: the rest is told all the same', '0.9'],
    ])('nothing of one %s', async (_what, version) => {
      const { status } = await agreedTo(version);
      expect((await status()).disclosure).not.toHaveProperty('changes');
      expect((await status()).consent).toMatchObject({ disclosure: version });
    });

    it('nothing to who was erased', async () => {
      const { status, store } = await agreedTo('1.0');
      store.rows.get(subject)!.state = 'erased';
      expect((await status()).disclosure).not.toHaveProperty('changes');
    });
  });

  it('tells the rules as programs read them, without what the person left out, to who asks for them alone', async () => {
    const one = world();
    const [app] = Object.keys(one.disclosure.applications);
    await one.enrol();
    expect(await one.rules()).toMatchObject({
      filter: { disclosure: '1.0', applications: { [app!]: {} } },
      redaction: { actions: one.disclosure.redaction.actions, tiers: one.disclosure.redaction.tiers },
    });
    one.store.rows.get(subject)!.without = [`app:${app}`];
    expect((await one.rules())?.filter.applications).not.toHaveProperty(app!);
    expect((await one.status()).disclosure).not.toHaveProperty('rules');
  });

  it('says what is wrong with the disclosure, where nobody can consent to it', async () => {
    const { status } = world(new Refused('widened', '1.0 is wider than it was'));
    expect((await status()).disclosure.problem).toBe('1.0 is wider than it was');
  });

  it.each([
    [['employees'], true],
    [['contractors', 'employees'], true],
    [['contractors'], false],
    [[], false],
    [['employees', 'interns'], false],
  ])('says whether the disclosure covers a member of %j: %p', async (of, covered) => {
    expect(await world().status(of)).toMatchObject({ covered });
  });

  it('tells both gates, each with its holds, and no more of them', async () => {
    const { status, gates } = world();
    await gates.reading.hold('incident', { at: NOW, by: 'reporter' });
    const { gates: told } = await status();
    expect(told).toStrictEqual({
      collection: { state: 'open', epoch: 1, since: 0, holds: [] },
      reading: {
        ...{ state: 'closing', epoch: 2, since: NOW, holds: ['incident'] },
        secondLine: { state: 'being-put', since: NOW },
      },
    });
  });

  it('tells what IAM denies beside a closed gate, as it is noted, and nothing of it beside an open one', async () => {
    const { status, gates, secondLine } = world();
    await gates.collection.hold('incident', { at: NOW - 1_000 });
    const note = { inForce: true, epoch: 2, at: NOW - 500, before: NOW - 500, seenAt: NOW };
    await secondLine.write('collection', note);
    await secondLine.write('reading', { ...note, inForce: false, epoch: 1 });
    const { collection, reading } = (await status()).gates;
    expect(collection.secondLine).toEqual({ state: 'in-force', since: NOW - 500 });
    expect(reading).not.toHaveProperty('secondLine');
  });

  it('tells devices and consent as they stand, without key and windows', async () => {
    const one = world();
    await one.enrol();
    const device = { device: 'laptop', acked: 0, enrolledAt: NOW, leaseExpires: 0, delivers: 0 };
    const enrolled = { subject, state: 'enrolled', serial: '', disclosure: '', enrolledAt: NOW, outdated: false };
    expect(await one.status()).toMatchObject({ devices: [device] });
    expect((await one.status()).consent).toStrictEqual(enrolled);
    const { serial } = await one.consent();
    const counted = { consentDay: Math.floor(NOW / 86_400_000), consents: 1 };
    const live = {
      ...enrolled,
      state: 'live',
      serial,
      disclosure: '1.0',
      consentedAt: NOW,
      language: 'en',
      ...counted,
    };
    expect((await one.status()).consent).toStrictEqual(live);
    await one.withdraw();
    expect((await one.status()).consent).toStrictEqual({ ...live, state: 'withdrawn', withdrawnAt: NOW });
  });
});

describe('a consent', () => {
  it.each([
    ['live', '1.0', '1.0', false],
    ['live', '1.0', '1.1', false],
    ['live', '1.1', '1.0', true],
    ['live', '1.0', '2.0', true],
    ['withdrawn', '1.0', '2.0', false],
    ['enrolled', '', '1.0', false],
    ['erased', '1.0', '2.0', false],
  ] as const)('%s to %p with %p in force is outdated: %p', async (state, consented, version, outdated) => {
    const one = world();
    const row = { ...(await one.enrol()), state, disclosure: consented };
    const disclosure = sampleDisclosure((inForce) => {
      inForce.version = version;
    });
    expect(ownConsent(row, disclosure)).toMatchObject({ state, outdated });
  });
});
