import * as z from 'zod';
import { LANGUAGES } from '../../api/languages.ts';
import { peopleSchema } from '../../api/people.ts';
import { REDACTION_ACTIONS, SENSITIVE_TYPES, TIERS } from '../../redaction/redactor.ts';
import { EVENT_FIELDS, EVENT_KINDS, EVENTS, type EventKind } from '../../wire/event.ts';
import { KEY_DETAILS } from '../../wire/field.ts';
import { LONGEST_DELIVERY_HOURS, LONGEST_LEASE_SECONDS, LONGEST_RETENTION_DAYS } from './bounds.ts';
import { contradictions } from './contradictions.ts';
import { DOOR_NAMES } from './doors.ts';
import { ownLanguage, type Spoken, spoken, textsOf } from './spoken.ts';
import { TEXT_LANGUAGES } from './text-languages.ts';
import { VERSION_PATTERN } from './version.ts';

/**
 * The privacy review as data. What is not in it cannot be stored: the agent's filter, the redactor's admission, the
 * tables' retention and the reader's rules are all derived from this one object.
 */

/** Types that no program may keep in the clear, and why. */
const NEVER_KEPT = {
  SECRET: 'it would let others act as the subject',
  PASSWORD: 'it would let others act as the subject',
  CANARY: 'it tells whether redaction works',
  OTHER: 'it stands for what could not be judged, and for what others wrote',
  UNREAD: 'it stands for typing that nobody could read within the time a frame is given',
} as const;

export const RECIPIENT_ROLES = ['processor', 'recipient'] as const;

const name = z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, 'lower case letters, digits and dashes, 2 to 41 characters');
const doors = (what: string) =>
  z
    .array(z.enum(DOOR_NAMES))
    .default([])
    .meta({ description: `Doors that ${what} when they are moved outside a deploy.` });
const days = (tier: string) =>
  z
    .int()
    .min(1)
    .max(LONGEST_RETENTION_DAYS)
    .meta({ description: `Days until a segment of the tier ${tier} is deleted.` });
const hasMember = (record: object) => Object.keys(record).length > 0;

const kindRule = (kind: EventKind) =>
  z.strictObject({
    fields: z.array(z.enum(EVENT_FIELDS[kind] as [string, ...string[]])).meta({
      description: 'Fields that may be kept; `time` and `app` are always kept.',
    }),
    why: spoken(10, 500).meta({ description: 'Why the program needs it, in plain words: shown to the subject.' }),
  });

/** Said to people alone, and enforced by nobody: who is behind it, and by what right. Files of before say none of it. */
const told = {
  controller: z
    .strictObject({
      name: z
        .string()
        .min(2)
        .max(200)
        .meta({ description: 'Who decides what it is for: the company, by its full name.' }),
      address: z.string().min(3).max(300).meta({ description: 'Where it can be written to.' }),
      officer: z
        .string()
        .min(3)
        .max(200)
        .optional()
        .meta({ description: 'How the data protection officer is reached, where there is one.' }),
    })
    .optional()
    .meta({ description: 'Who is responsible.' }),
  legalBasis: spoken(10, 500).optional().meta({ description: 'By what right data is processed, as a sentence.' }),
  place: z
    .strictObject({
      country: spoken(2, 100).meta({ description: 'Country in which it is stored and worked on.' }),
      region: z
        .string()
        .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a Region of AWS, e.g. eu-central-1')
        .optional()
        .meta({ description: 'Region of AWS. A deploy into another one is refused.' }),
    })
    .optional()
    .meta({ description: 'Where the data is.' }),
  recipients: z
    .array(
      z.strictObject({
        name: z.string().min(2).max(200).meta({ description: 'Who gets the data.' }),
        role: z.enum(RECIPIENT_ROLES).default('processor').meta({
          description:
            '`processor`: works on it for the controller, by its orders; `recipient`: gets it for ends of its own.',
        }),
        why: spoken(10, 500).meta({ description: 'What for, as a sentence.' }),
      }),
    )
    .optional()
    .meta({ description: 'Who gets the data beside the groups that read it. An empty list says: nobody else.' }),
  complaints: z
    .strictObject({
      authority: z.string().min(3).max(200).meta({ description: 'The supervisory authority.' }),
      contact: z.string().min(3).max(200).meta({ description: 'How it is reached: an address or a page.' }),
    })
    .optional()
    .meta({ description: 'Where a subject may complain.' }),
  answerDays: z.int().min(1).max(92).optional().meta({
    description:
      'Within how many days whoever asks for access, a correction or an objection gets an answer from `contact`. The GDPR has a month, and three where much is asked.',
  }),
  groups: z
    .record(z.string().min(1).max(128), spoken(3, 200))
    .optional()
    .meta({ description: 'What names of groups mean, for people. The four roles have words of their own.' }),
  review: z
    .strictObject({
      reviewer: z.string().min(3).max(200).meta({ description: 'Who reviewed this version.' }),
      date: z.iso.date().meta({ description: 'On which day, as "2026-11-20".' }),
      document: z.string().min(3).max(300).optional().meta({ description: 'Where the whole review can be read.' }),
      signature: z.string().min(3).max(2000).optional().meta({
        description:
          'Of the reviewer, as `sluice disclosure sign` prints it (`check --key` checks it), or where one is.',
      }),
    })
    .optional()
    .meta({ description: 'The privacy review that this file is.' }),
} as const;

const shape = z.strictObject({
  program: name.meta({ description: 'Name of the program: that of its folder below `programs/`.' }),
  version: z
    .string()
    .regex(VERSION_PATTERN, 'MAJOR.MINOR, quoted, e.g. "1.0"')
    .meta({ description: 'MAJOR.MINOR in quotes. MAJOR grows when something widens, MINOR with every other change.' }),
  language: z
    .enum(LANGUAGES)
    .optional()
    .meta({ description: 'Language of the texts in this file that are not said in several; `en` without it.' }),
  title: spoken(5, 120).meta({ description: 'What the program is, in a line.' }),
  summary: spoken(20, 2000).meta({ description: 'What it is for, to the people who are asked.' }),
  contact: z.string().min(3).max(200).meta({ description: 'Who answers questions, and how they are reached.' }),
  ...told,
  population: z
    .strictObject({
      groups: z
        .array(z.string().min(1))
        .min(1)
        .meta({ description: 'Groups of the identity provider who may be asked.' }),
      excluded: z
        .array(z.string())
        .default([])
        .meta({ description: 'Groups whose members are never asked, whatever else they are in.' }),
      exemptions: z
        .record(
          z.string(),
          z.strictObject({
            people: z.int().min(0).max(10_000_000).optional().meta({ description: 'How many people that is.' }),
            why: spoken(3, 300).meta({ description: 'Why they are exempt.' }),
          }),
        )
        .optional()
        .meta({ description: 'Of each excluded group: why, and how many people it is.' }),
    })
    .meta({ description: 'Who may be asked.' }),
  purposes: z
    .record(
      name,
      z.strictObject({
        description: spoken(10, 500).meta({ description: 'What it is, in plain words: shown to the subject.' }),
        readers: z
          .array(z.string().min(1))
          .min(1)
          .meta({ description: 'Groups whose members may hold a grant for it.' }),
        longestGrantHours: z.int().min(1).max(720).default(8).meta({ description: 'Longest grant, hours.' }),
        givers: z.array(z.string().min(1)).min(1).optional().meta({
          description:
            'Groups of which whoever gives a grant for it has to be one. Without it: all who may give grants.',
        }),
        tiers: z
          .array(z.enum(TIERS))
          .min(1)
          .optional()
          .meta({ description: 'Tiers of which segments may be read for it. Without it: all.' }),
        kinds: z
          .array(z.enum(EVENT_KINDS))
          .min(1)
          .optional()
          .meta({ description: 'Kinds of events that are shown for it. Without it: all that are kept.' }),
        applications: z
          .array(z.string().min(1))
          .min(1)
          .optional()
          .meta({ description: 'Programs of which events are shown for it. Without it: all that are recorded.' }),
        until: z.iso.date().optional().meta({
          description: 'The last day on which anything is read for it (UTC), as "2027-03-31". Without it: no end.',
        }),
        segmentsPerDay: z.int().min(1).max(10_000_000).optional().meta({
          description:
            'Segments that one reader opens for it in a day (UTC), those in data sets included. Without it: no bound but that of an hour.',
        }),
        export: z
          .strictObject({
            people: z
              .int()
              .min(3)
              .max(10_000)
              .default(5)
              .meta({ description: 'People that a data set is of, at least: of fewer there is none.' }),
            days: z.int().min(1).max(30).default(14).meta({ description: 'Days until a data set opens no more.' }),
          })
          .optional()
          .meta({ description: 'Data sets may be made for it. Without this key there are none.' }),
      }),
    )
    .refine(hasMember, 'at least one purpose')
    .meta({ description: 'What records may be read for.' }),
  events: z
    .strictObject(
      Object.fromEntries(
        EVENT_KINDS.map((kind) => [
          kind,
          kindRule(kind)
            .optional()
            .meta({ description: `${EVENTS[kind].words}.` }),
        ]),
      ) as {
        [K in EventKind]: z.ZodOptional<ReturnType<typeof kindRule>>;
      },
    )
    .refine((events) => Object.values(events).some(Boolean), 'at least one event kind')
    .meta({ description: 'Kinds of events that may be kept. What is not here is dropped.' }),
  applications: z
    .record(
      z.string().regex(/^[a-z0-9][a-z0-9._-]{0,127}$/, 'application ids are lower case'),
      z.strictObject({
        keys: z.enum(KEY_DETAILS).default('class').meta({
          description: 'What is kept of keys: `content`; `class` and timing; `none`.',
        }),
        pages: z
          .array(
            z.string().regex(/^\/[\w.~!$&'()+,;=:@%/*-]{0,255}$/, 'a path, from / on, * for any signs; never ? or #'),
          )
          .min(1)
          .optional()
          .meta({
            description:
              'Of a site (its id is a host, `crm.example.com`): paths of the pages that are recorded, `*` for any signs. Without it: all of them.',
          }),
      }),
    )
    .meta({ description: 'Allow-list of programs, by their ids in lower case. Any other is not recorded.' }),
  redaction: z
    .strictObject({
      actions: z
        .partialRecord(z.enum(SENSITIVE_TYPES), z.enum(REDACTION_ACTIONS))
        .default({})
        .meta({ description: 'What is done to a value, by its type. A type that is not listed is masked.' }),
      tiers: z
        .partialRecord(z.enum(SENSITIVE_TYPES), z.enum(TIERS))
        .default({})
        .meta({ description: 'Tier of a segment in which such a value was found; `personal` where none is said.' }),
      recallBar: z.number().min(0.5).max(1).default(0.95).meta({
        description: 'Storage stops when the live recall of planted canaries falls under this share.',
      }),
      languages: z
        .strictObject({
          spoken: z
            .array(z.enum(TEXT_LANGUAGES))
            .min(1)
            .meta({ description: 'Languages in which people write (ISO 639-1): redaction reads these in full.' }),
          others: z.enum(['mask', 'structured']).default('mask').meta({
            description:
              'Text of other languages: `mask` replaces it whole; `structured` looks for values of a fixed form and the directory alone, so that names stay.',
          }),
        })
        .optional()
        .meta({
          description:
            'In which languages people write. Without it every language that redaction can tell is read, most of them less well.',
        }),
      deepPass: z
        .discriminatedUnion('by', [
          z
            .strictObject({
              by: z.literal('comprehend'),
              language: z.enum(['en', 'es']).default('en').meta({ description: 'The one language in which it reads.' }),
            })
            .meta({ description: 'Another service sees the texts.' }),
          z
            .strictObject({
              by: z.literal('model'),
              name: z
                .string()
                .regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, 'names of models are lower case')
                .meta({ description: 'Folder of the model in its bucket.' }),
              sha256: z
                .string()
                .regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits')
                .meta({ description: 'Of its three files, as `sluice model check` prints it.' }),
            })
            .meta({
              description: 'A token classifier in ONNX form, from the model bucket; texts stay in the function.',
            }),
        ])
        .optional()
        .meta({ description: 'A second reader of what redaction leaves of texts: costs money or seconds.' }),
    })
    .meta({ description: 'What is taken out before anything is stored.' }),
  retention: z
    .strictObject({ routine: days('routine'), personal: days('personal'), sensitive: days('sensitive') })
    .meta({ description: 'Days until a segment is deleted, by its tier.' }),
  coolOffHours: z.number().min(0).max(720).default(24).meta({
    description: 'Hours after arrival in which a segment can be read by its subject alone.',
  }),
  lease: z
    .strictObject({
      seconds: z.int().min(10).max(LONGEST_LEASE_SECONDS).default(60).meta({
        description: 'Length of the capture window, seconds: so long a device records after a gate has closed.',
      }),
      deliveryHours: z.number().min(0.02).max(LONGEST_DELIVERY_HOURS).default(24).meta({
        description: 'Hours for which a frame may arrive after its lease was issued.',
      }),
    })
    .prefault({})
    .meta({ description: 'The permission of one device to collect.' }),
  collector: z
    .strictObject({
      flushSeconds: z.int().min(1).max(300).default(60).meta({
        description: 'Seconds after which a frame is sent: fewer cost less, and a crash loses as many at most.',
      }),
      flushBytes: z.int().min(4096).max(716_800).default(262_144).meta({ description: 'Bytes at which it is sent.' }),
      spoolBytes: z.int().min(0).max(10_737_418_240).default(67_108_864).meta({
        description: "Bound of the agent's encrypted disk spool, bytes.",
      }),
      eventsPerMinute: z.int().min(60).max(60_000).default(6000).meta({
        description: 'Highest events per minute that an agent keeps; it samples pointer events above.',
      }),
      mark: z.enum(['required']).exactOptional().meta({
        description:
          'Whether agents record only where a mark on the screen shows that they do. Without it they show one where they can, and say where they cannot.',
      }),
    })
    .prefault({})
    .meta({ description: 'How agents send.' }),
  gate: z
    .strictObject({
      closers: z.array(z.string().min(1)).min(1).meta({
        description: 'Groups whose high-severity report closes the gates at once.',
      }),
      closuresPerDay: z.int().min(1).max(100).default(3).meta({
        description: 'How many reports that close one person may file in a day.',
      }),
      approvers: z.array(z.string().min(1)).min(2).meta({
        description: 'Groups whose members may approve a resume: two different ones at least.',
      }),
      triage: z
        .strictObject({
          hours: z.int().min(1).max(72).default(4).meta({
            description: 'Hours until a report of medium severity closes the gates, where nobody has said what it was.',
          }),
          lowHours: z.int().min(1).max(720).default(72).meta({
            description: 'Hours until a low report, or one without a name, is asked of the next group.',
          }),
        })
        .prefault({})
        .meta({ description: 'How long a report that closes nothing waits for the word of a person.' }),
      resume: z
        .strictObject({
          greenHours: z.int().min(0).max(720).optional().meta({
            description:
              'Hours for which every recurrence probe of the findings must have been green; 0: when it was asked last. Absent: probes are not asked. Those that no log or inventory can answer are unknown, which is not green.',
          }),
          toldHours: z.int().min(0).max(720).default(0).meta({
            description: 'Hours between telling the people concerned what was found and opening a gate.',
          }),
        })
        .optional()
        .meta({ description: 'What opening the gates asks for beside two approvals and conformance.' }),
      longestHoldDays: z.int().min(1).max(90).default(30).meta({
        description: 'Longest hold on erasure and retention during an incident, days.',
      }),
    })
    .meta({ description: 'Who stops the program, and who starts it again.' }),
  guard: z
    .strictObject({ close: doors('close the gates'), report: doors('are reported'), note: doors('are noted') })
    .prefault({})
    .meta({
      description: 'What follows when a door is moved outside a deploy, where it is not what docs/doors.md says.',
    }),
  exposure: z
    .strictObject({
      readers: z.int().min(1).max(10_000).meta({
        description:
          'How many principals of AWS (roles, users, roots) may be able to read what is stored in the clear, or become one who can: the program’s own are the reader, the redactor and the job of exports, and root of the account counts, too. `sluice exposure scan --disclosure` judges by it.',
      }),
    })
    .optional()
    .meta({ description: 'How many can reach what is stored, past everything that is said here of who may read.' }),
  people: peopleSchema.meta({ description: 'Which groups are the roles of a program, and who has which right.' }),
});

/** Rules over several keys. Each names the key that the author has to look at. */
export const disclosureSchema = shape.superRefine((disclosure, context) => {
  const complain = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
  const { routine, personal, sensitive } = disclosure.retention;
  if (personal > routine) complain(['retention', 'personal'], 'may not be kept longer than routine');
  if (sensitive > personal) complain(['retention', 'sensitive'], 'may not be kept longer than personal');
  if (disclosure.coolOffHours >= sensitive * 24) {
    complain(['coolOffHours'], 'ends after the shortest retention: such segments could never be read');
  }
  if (disclosure.lease.deliveryHours * 3600 < disclosure.lease.seconds) {
    complain(['lease', 'deliveryHours'], 'shorter than the lease: frames would be late before the lease ends');
  }
  if (new Set(disclosure.gate.approvers).size < 2) {
    complain(['gate', 'approvers'], 'two different groups at least: one group may not resume alone');
  }
  for (const [type, why] of Object.entries(NEVER_KEPT)) {
    if (disclosure.redaction.actions[type as keyof typeof NEVER_KEPT] === 'keep') {
      complain(['redaction', 'actions', type], `may not be kept: ${why}`);
    }
  }
  for (const { path, message } of contradictions(disclosure)) complain(path, message);
  const { languages } = disclosure.redaction;
  const again = languages?.spoken.findIndex((code, index, all) => all.indexOf(code) !== index) ?? -1;
  if (again >= 0) complain(['redaction', 'languages', 'spoken', again], 'listed twice');
  for (const [kind, rule] of Object.entries(disclosure.events)) {
    const repeated = rule?.fields.findIndex((field, index, all) => all.indexOf(field) !== index) ?? -1;
    if (repeated >= 0) complain(['events', kind, 'fields', repeated], 'listed twice');
  }
  for (const group of Object.keys(disclosure.population.exemptions ?? {})) {
    if (!disclosure.population.excluded.includes(group)) {
      complain(['population', 'exemptions', group], 'explains a group that is not in `excluded`');
    }
  }
  const own = ownLanguage(disclosure);
  for (const { path, text } of spokenTexts(disclosure)) {
    if (!textsOf(text, own)[own]) complain(path, `not said in the language of the file, which is ${own}`);
  }
});
export type Disclosure = z.infer<typeof disclosureSchema>;

export interface SpokenText {
  path: (string | number)[];
  text: Spoken;
}

/** Every text that the author says to people, in the order of the file. */
export function spokenTexts(disclosure: z.infer<typeof shape>): SpokenText[] {
  const { title, summary, legalBasis, place, recipients, groups, population, purposes, events } = disclosure;
  const at = (text: Spoken | undefined, ...path: (string | number)[]): SpokenText[] =>
    text === undefined ? [] : [{ path, text }];
  return [
    ...at(title, 'title'),
    ...at(summary, 'summary'),
    ...at(legalBasis, 'legalBasis'),
    ...at(place?.country, 'place', 'country'),
    ...(recipients ?? []).flatMap(({ why }, index) => at(why, 'recipients', index, 'why')),
    ...Object.entries(groups ?? {}).flatMap(([group, text]) => at(text, 'groups', group)),
    ...Object.entries(population.exemptions ?? {}).flatMap(([group, { why }]) =>
      at(why, 'population', 'exemptions', group, 'why'),
    ),
    ...Object.entries(purposes).flatMap(([purpose, { description }]) =>
      at(description, 'purposes', purpose, 'description'),
    ),
    ...Object.entries(events).flatMap(([kind, rule]) => at(rule?.why, 'events', kind, 'why')),
  ];
}
