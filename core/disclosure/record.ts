import { LANGUAGES, type Language } from '../../api/languages.ts';
import { EVENT_KINDS, EVENTS, type EventKind } from '../../wire/event.ts';
import { KEY_RECOVERY_DAYS } from './bounds.ts';
import { COMMANDS } from './commands.ts';
import type { Disclosure } from './disclosure.ts';
import { consentHash } from './show.ts';
import { ownLanguage, type Spoken, textsOf } from './spoken.ts';

/**
 * The record of processing (GDPR, article 30) as JSON-LD in the terms of the Data Privacy Vocabulary (https://w3id.org/dpv, 2.2): what the
 * disclosure says, and nothing that it does not. Every term is one of the vocabulary's own; a test compares.
 */

export type JsonLd = string | number | boolean | readonly JsonLd[] | { readonly [key: string]: JsonLd };

const CONTEXT = {
  dpv: 'https://w3id.org/dpv#',
  'eu-gdpr': 'https://w3id.org/dpv/legal/eu/gdpr#',
  pd: 'https://w3id.org/dpv/pd#',
  dct: 'http://purl.org/dc/terms/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const;

/** What an event is to the vocabulary: everything is behaviour; what people write is communication, too. */
const DATA: Readonly<Record<EventKind, readonly string[]>> = {
  pointer: ['pd:Behavioural', 'pd:Interaction'],
  click: ['pd:Behavioural', 'pd:Interaction'],
  scroll: ['pd:Behavioural', 'pd:Interaction'],
  key: ['pd:Behavioural', 'pd:Communication'],
  text: ['pd:Behavioural', 'pd:Communication'],
  prompt: ['pd:Communication'],
  message: ['pd:Communication'],
  transcript: ['pd:Communication'],
  window: ['pd:Behavioural', 'pd:DeviceApplications'],
  button: ['pd:Behavioural', 'pd:Interaction'],
  element: ['pd:Behavioural', 'pd:Interaction'],
  screen: ['pd:DeviceBased'],
  session: ['pd:Behavioural', 'pd:DeviceBased'],
  task: ['pd:Behavioural', 'pd:Communication'],
};

/** What is done, whatever the disclosure says: the code does it. */
const MEASURES: readonly [term: string, says: string][] = [
  ['dpv:EncryptionInTransfer', 'devices seal frames; only the redactor opens them, in memory'],
  ['dpv:EncryptionAtRest', 'each subject has a key of their own, and erasing it erases what is under it'],
  [
    'dpv:CryptographicKeyManagement',
    `keys are wrapped by KMS; a key that was deleted can be restored for ${KEY_RECOVERY_DAYS} days`,
  ],
  ['dpv:Pseudonymisation', 'subjects are known by a keyed pseudonym, and in each data set by another one'],
  ['dpv:DataRedaction', 'texts are redacted before anything is stored'],
  [
    'dpv:AccessControlMethod',
    'a read takes a grant by somebody else, an open gate and an entry in the ledger, in one transaction',
  ],
  ['dpv:DigitalSignatures', 'checkpoints of the ledger, receipts, findings and manifests are signed'],
];
const ORGANISATIONAL: readonly [term: string, says: string][] = [
  [
    'dpv:IncidentManagementProcedures',
    'a report of high severity closes both gates; two people of different groups open them',
  ],
  [
    'dpv:LoggingPolicy',
    'every read, grant, pause and decision is an entry of a ledger that cannot be rewritten unnoticed',
  ],
];
const RIGHTS: readonly [term: string, says: string][] = [
  ['eu-gdpr:A7-3', COMMANDS.withdraw],
  ['eu-gdpr:A15', COMMANDS.see],
  ['eu-gdpr:A17', COMMANDS.erase],
  ['eu-gdpr:A20', COMMANDS.copy],
];

export function recordOfProcessing(disclosure: Disclosure): JsonLd {
  const { program, version, controller, legalBasis, place, recipients, complaints, review, population } = disclosure;
  const own = ownLanguage(disclosure);
  const id = (...path: string[]): string => `urn:sluice:${[program, ...path].map(encodeURIComponent).join(':')}`;
  const said = (text: Spoken): JsonLd =>
    Object.entries(textsOf(text, own)).flatMap(([language, value]) =>
      value === undefined ? [] : [{ '@language': language, '@value': value }],
    );
  const of = (term: string, says: string): JsonLd => ({ '@type': term, 'dct:description': says });
  const days = (count: number): JsonLd => ({ '@type': 'xsd:duration', '@value': `P${count}D` });
  const kinds = EVENT_KINDS.filter((kind) => disclosure.events[kind]);
  const recipient = (name: string, type: string, why: JsonLd): JsonLd => ({
    '@type': type,
    'dpv:hasName': name,
    'dct:description': why,
  });
  const data = kinds.map(
    (kind): JsonLd => ({
      '@id': id('data', kind),
      '@type': ['dpv:PersonalData', ...DATA[kind]],
      'dct:title': EVENTS[kind].words,
      'dct:description': said(disclosure.events[kind]!.why),
      'dct:hasPart': ['time', 'app', ...disclosure.events[kind]!.fields],
    }),
  );
  const collection: JsonLd = {
    '@id': id('collection'),
    '@type': 'dpv:Process',
    'dct:title': said(disclosure.title),
    'dct:description': said(disclosure.summary),
    'dpv:hasProcessing': ['Collect', 'Filter', 'Pseudonymise', 'Store', 'Erase'].map((term) => ({
      '@id': `dpv:${term}`,
    })),
    'dpv:hasPersonalData': data,
    'dpv:hasDataSubject': {
      '@type': ['dpv:DataSubject', 'dpv:Employee'],
      'dct:description': `groups ${population.groups.join(', ')}${
        population.excluded.length > 0 ? `; never ${population.excluded.join(', ')}` : ''
      }`,
    },
    'dpv:hasStorageCondition': [
      ...Object.entries(disclosure.retention).map(
        ([tier, count]): JsonLd => ({
          '@type': 'dpv:StorageDuration',
          'dct:title': tier,
          'dpv:hasDuration': days(count),
        }),
      ),
      of(
        'dpv:StorageDeletion',
        'rows and objects go at the end of their retention; a subject’s key goes with their erasure',
      ),
      ...(place
        ? [
            {
              '@type': 'dpv:StorageLocation',
              'dpv:hasLocation': said(place.country),
              ...(place.region !== undefined && { 'dct:identifier': place.region }),
            },
          ]
        : []),
    ],
  };
  const purposes = Object.entries(disclosure.purposes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([purpose, rules]): JsonLd => ({
        '@id': id('purpose', purpose),
        '@type': 'dpv:Process',
        'dpv:hasPurpose': {
          '@type': 'dpv:Purpose',
          'dct:identifier': purpose,
          'dct:description': said(rules.description),
        },
        'dpv:hasProcessing': [{ '@id': 'dpv:Consult' }, ...(rules.export ? [{ '@id': 'dpv:MakeAvailable' }] : [])],
        'dpv:hasPersonalData': kinds
          .filter((kind) => rules.kinds?.includes(kind) ?? true)
          .map((kind) => ({ '@id': id('data', kind) })),
        'dpv:hasRecipient': rules.readers.map((group) =>
          recipient(group, 'dpv:Recipient', `members with a grant, for ${rules.longestGrantHours} hours at most`),
        ),
        ...(rules.export && {
          'dpv:hasStorageCondition': {
            '@type': 'dpv:StorageDuration',
            'dct:title': `data sets, of ${rules.export.people} people at least`,
            'dpv:hasDuration': days(rules.export.days),
          },
        }),
        ...(rules.until !== undefined && { 'dct:valid': { '@type': 'xsd:date', '@value': rules.until } }),
      }),
    );
  return {
    '@context': CONTEXT,
    '@id': id('record', version),
    '@type': 'dpv:RecordsOfActivities',
    'dct:title': said(disclosure.title),
    'dct:hasVersion': version,
    ...(review && { 'dct:date': { '@type': 'xsd:date', '@value': review.date } }),
    ...(controller && {
      'dpv:hasDataController': {
        ...{ '@type': 'dpv:DataController', 'dpv:hasName': controller.name, 'dpv:hasAddress': controller.address },
        'dpv:hasContact': disclosure.contact,
        ...(controller.officer !== undefined && {
          'dpv:hasDataProtectionOfficer': {
            '@type': 'dpv:DataProtectionOfficer',
            'dpv:hasContact': controller.officer,
          },
        }),
      },
    }),
    'dpv:hasLegalBasis': {
      '@type': 'dpv:Consent',
      // Of what is not said by the file, that much is kept by the code: nothing is stored without a live consent.
      'dct:description': legalBasis ? said(legalBasis) : 'consent: nothing is stored without one that is live',
    },
    'dpv:hasNotice': LANGUAGES.map((language: Language) => ({
      '@type': 'dpv:ConsentNotice',
      'dct:language': language,
      'dct:identifier': `sha256:${consentHash(disclosure, language)}`,
    })),
    ...(recipients && {
      'dpv:hasRecipient': recipients.map(({ name, role, why }) =>
        recipient(name, role === 'processor' ? 'dpv:DataProcessor' : 'dpv:Recipient', said(why)),
      ),
    }),
    ...(complaints && {
      'dpv:hasAuthority': {
        ...{ '@type': 'dpv:DataProtectionAuthority', 'dpv:hasName': complaints.authority },
        'dpv:hasContact': complaints.contact,
      },
    }),
    'dpv:hasRight': RIGHTS.map(([term, how]) => ({ '@id': term, 'dct:description': how })),
    'dpv:hasTechnicalMeasure': MEASURES.map(([term, says]) => of(term, says)),
    'dpv:hasOrganisationalMeasure': ORGANISATIONAL.map(([term, says]) => of(term, says)),
    'dpv:hasImpactAssessment': { '@id': id('dpia', version), '@type': 'dpv:DPIA' },
    'dpv:hasProcess': [collection, ...purposes],
  };
}
