import * as z from 'zod';
import { peopleSchema } from '../../api/people.ts';
import { REDACTION_ACTIONS, SENSITIVE_TYPES, TIERS } from '../../redaction/redactor.ts';
import { EVENT_FIELDS, EVENT_KINDS, type EventKind } from '../../wire/event.ts';
import { KEY_DETAILS } from '../../wire/field.ts';
import { LONGEST_DELIVERY_HOURS, LONGEST_LEASE_SECONDS, LONGEST_RETENTION_DAYS } from './bounds.ts';
import { DOOR_NAMES } from './doors.ts';
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
} as const;

const name = z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, 'lower case letters, digits and dashes, 2 to 41 characters');
const doors = z.array(z.enum(DOOR_NAMES)).default([]);
const days = z.int().min(1).max(LONGEST_RETENTION_DAYS);

const kindRule = (kind: EventKind) =>
  z.strictObject({
    /** Fields that may be kept; `time` and `app` are always kept. */
    fields: z.array(z.enum(EVENT_FIELDS[kind] as [string, ...string[]])),
    /** Why the program needs it, in plain words: shown to the subject. */
    why: z.string().min(10).max(500),
  });

const shape = z.strictObject({
  program: name,
  /** Grows with every change; a subject consents to one version. */
  version: z.string().regex(VERSION_PATTERN, 'MAJOR.MINOR, quoted, e.g. "1.0"'),
  title: z.string().min(5).max(120),
  summary: z.string().min(20).max(2000),
  contact: z.string().min(3).max(200),
  /** Who may be asked: groups of the identity provider. */
  population: z.strictObject({ groups: z.array(z.string().min(1)).min(1), excluded: z.array(z.string()).default([]) }),
  purposes: z
    .record(
      name,
      z.strictObject({
        description: z.string().min(10).max(500),
        /** Groups whose members may hold a grant for it. */
        readers: z.array(z.string().min(1)).min(1),
        /** Longest grant, hours. */
        longestGrantHours: z.int().min(1).max(720).default(8),
      }),
    )
    .refine((purposes) => Object.keys(purposes).length > 0, 'at least one purpose'),
  events: z
    .strictObject(
      Object.fromEntries(EVENT_KINDS.map((kind) => [kind, kindRule(kind).optional()])) as {
        [K in EventKind]: z.ZodOptional<ReturnType<typeof kindRule>>;
      },
    )
    .refine((events) => Object.values(events).some(Boolean), 'at least one event kind'),
  /** Allow-list, default deny. The key is the application id, in lower case. */
  applications: z.record(
    z.string().regex(/^[a-z0-9][a-z0-9._-]{0,127}$/, 'application ids are lower case'),
    z.strictObject({ keys: z.enum(KEY_DETAILS).default('class') }),
  ),
  redaction: z.strictObject({
    /** Action per type; a type that is not listed is masked. */
    actions: z.partialRecord(z.enum(SENSITIVE_TYPES), z.enum(REDACTION_ACTIONS)).default({}),
    tiers: z.partialRecord(z.enum(SENSITIVE_TYPES), z.enum(TIERS)).default({}),
    /** Storage stops when the live recall of planted canaries falls under this share. */
    recallBar: z.number().min(0.5).max(1).default(0.95),
    /** A second reader of what redaction leaves of texts: costs money or seconds. Off without it. */
    deepPass: z
      .discriminatedUnion('by', [
        /** Another service sees the texts. */
        z.strictObject({
          by: z.literal('comprehend'),
          /** The one language in which it reads. */
          language: z.enum(['en', 'es']).default('en'),
        }),
        /** A token classifier in ONNX form, from the model bucket; texts stay in the function. */
        z.strictObject({
          by: z.literal('model'),
          name: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, 'names of models are lower case'),
          /** Of its three files, as `sluice model check` prints it. */
          sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits'),
        }),
      ])
      .optional(),
  }),
  /** Days until a segment of a tier is deleted. */
  retention: z.strictObject({ routine: days, personal: days, sensitive: days }),
  /** Hours after arrival in which a segment can be read by its subject alone. */
  coolOffHours: z.number().min(0).max(720).default(24),
  lease: z
    .strictObject({
      /** Length of the capture window, seconds. */
      seconds: z.int().min(10).max(LONGEST_LEASE_SECONDS).default(60),
      /** Hours for which a frame may arrive after its lease was issued. */
      deliveryHours: z.number().min(0.02).max(LONGEST_DELIVERY_HOURS).default(24),
    })
    .prefault({}),
  collector: z
    .strictObject({
      flushSeconds: z.int().min(1).max(300).default(30),
      flushBytes: z.int().min(4096).max(716_800).default(262_144),
      /** Bound of the agent's encrypted disk spool, bytes. */
      spoolBytes: z.int().min(0).max(10_737_418_240).default(67_108_864),
      /** Highest events per minute that an agent keeps; it samples pointer events above. */
      eventsPerMinute: z.int().min(60).max(60_000).default(6000),
    })
    .prefault({}),
  gate: z.strictObject({
    /** Groups whose high-severity report closes the gates at once. */
    closers: z.array(z.string().min(1)).min(1),
    /** How many reports that close one person may file in a day. */
    closuresPerDay: z.int().min(1).max(100).default(3),
    /** Groups whose members may approve a resume. */
    approvers: z.array(z.string().min(1)).min(2),
    /** Longest hold on erasure and retention during an incident, days. */
    longestHoldDays: z.int().min(1).max(90).default(30),
  }),
  /** What follows when a door is moved outside a deploy, where it is not what `doors.ts` says. */
  guard: z.strictObject({ close: doors, report: doors, note: doors }).prefault({}),
  /** Which groups are the roles of a program, and who has which right. */
  people: peopleSchema,
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
  for (const [kind, rule] of Object.entries(disclosure.events)) {
    const repeated = rule?.fields.findIndex((field, index, all) => all.indexOf(field) !== index) ?? -1;
    if (repeated >= 0) complain(['events', kind, 'fields', repeated], 'listed twice');
  }
});
export type Disclosure = z.infer<typeof disclosureSchema>;
