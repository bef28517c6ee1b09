import * as z from 'zod';
import { compactProof } from '../wire/device-proof.ts';
import { leaseGrant } from '../wire/lease-schema.ts';
import { device, sha256, time, word } from './fields.ts';
import { LANGUAGES } from './languages.ts';
import { route } from './route.ts';
import { ROOT_STATES, SECOND_LINE_STATES, SUBJECT_STATES } from './words.ts';

const trimmedSpan = z.object({ from: time, to: time }).meta({ description: 'of arrival, both ends inclusive' });

/** What the program knows of the caller: without key and windows. */
export const ownConsent = z.object({
  subject: z.string().meta({ description: 'name of the caller inside: what records and entries of theirs are under' }),
  state: word(...SUBJECT_STATES),
  serial: z.string().meta({ description: 'of the consent; empty before the first' }),
  disclosure: z.string().meta({ description: 'version consented to; empty before the first' }),
  enrolledAt: time,
  consentedAt: time.optional(),
  language: word(...LANGUAGES)
    .optional()
    .meta({ description: 'in which the text was shown that was consented to; absent before there were several' }),
  without: z
    .array(z.string())
    .readonly()
    .optional()
    .meta({ description: 'parts that they do not consent to: `app:<application>`, `kind:<kind of event>`' }),
  withdrawnAt: time.optional(),
  pausedAt: time.optional().meta({ description: 'of a pause of their own, which nobody else is told' }),
  pausedUntil: time.optional().meta({ description: 'ms; when it ends by itself; absent where it does not' }),
  erasedAt: time.optional(),
  consentDay: z
    .number()
    .optional()
    .meta({ description: 'number of the day of the last consent since the Unix epoch, UTC' }),
  consents: z.number().optional().meta({ description: 'given on that day: they are limited' }),
  trimDay: z.number().optional().meta({ description: 'the same of the last span that they trimmed' }),
  trimmed: z.number().optional().meta({ description: 'trimmed on that day: they are limited' }),
  trims: z
    .array(trimmedSpan)
    .readonly()
    .optional()
    .meta({ description: 'what they have trimmed: nothing that arrived in these is shown to anybody' }),
  outdated: z.boolean().meta({ description: 'the disclosure has changed since, and is to be consented to again' }),
});
export type OwnConsent = z.infer<typeof ownConsent>;

const gate = z.object({
  state: word(...ROOT_STATES),
  epoch: z.number(),
  since: time,
  holds: z.array(z.string()).meta({ description: 'incidents that hold it closed' }),
  ended: z.string().optional().meta({ description: 'the incident that ended the program: it never opens again' }),
  secondLine: z
    .object({ state: word(...SECOND_LINE_STATES), since: time })
    .optional()
    .meta({ description: 'of what IAM denies beside a closed gate, minutes later; absent where nothing is' }),
});

const erasure = z.object({
  erasedAt: time,
  finalBy: time.meta({ description: 'ms; when the last copy that could be restored is gone' }),
  rowsGoneBy: time
    .optional()
    .meta({ description: 'ms; when the last copy is gone of which records there were; absent before 0.2' }),
});

export const enrol = route({
  method: 'POST',
  path: '/enrolments',
  summary: 'Enrols a device of the caller; collects nothing before they consent.',
  body: z.strictObject({
    device: device.meta({ description: 'what you call it: it is stored nowhere' }),
    key: compactProof.exactOptional().meta({
      description:
        'the key that the device proves itself with from then on: compact JWS, ES256, of `{"device"}`, with the public key in its header',
    }),
  }),
  answer: ownConsent.extend({
    device: z.string().optional().meta({ description: 'under which name it stands; absent before 0.2' }),
    audience: z.string().optional().meta({ description: 'whom its proofs are for, where a key was bound' }),
  }),
  refuses: ['population', 'terminated', 'too-many', 'device-removed', 'device-key', 'busy'],
  repeatable: true,
});

export const giveConsent = route({
  method: 'POST',
  path: '/consents',
  summary: 'Consents to the disclosure in force, as its text was shown.',
  body: z.strictObject({
    disclosure: z.string().max(20).meta({ description: 'version' }),
    hash: sha256.meta({ description: 'of the text that was shown, in any of its languages' }),
    without: z
      .array(z.string().regex(/^(app|kind):[^\0]{1,256}$/, 'app:NAME or kind:KIND'))
      .max(200)
      .exactOptional()
      .meta({
        description: 'parts that are not consented to, each `app:<application>` or `kind:<kind>`; default: as it was',
      }),
  }),
  answer: ownConsent,
  refuses: ['population', 'terminated', 'state', 'disclosure', 'text', 'opt-out', 'limit', 'busy'],
  // Of a live consent to the same version it is the same consent again.
  repeatable: true,
});

export const withdrawConsent = route({
  method: 'DELETE',
  path: '/consents',
  summary: 'Withdraws the consent of the caller: nothing of theirs is stored from then on.',
  answer: ownConsent,
  refuses: ['state', 'busy'],
});

export const pauseMe = route({
  method: 'PUT',
  path: '/consents/pause',
  summary: 'Stops the recording of the caller, without a reason and seen by nobody, until they resume it.',
  body: z.strictObject({
    minutes: z
      .number()
      .min(1)
      .max(44_640)
      .exactOptional()
      .meta({ description: 'after which the next lease that is asked for ends it; without it they do' }),
  }),
  answer: ownConsent,
  refuses: ['state', 'busy'],
});

export const resumeMe = route({
  method: 'DELETE',
  path: '/consents/pause',
  summary: 'Ends the pause of the caller: their devices record again, with their next lease.',
  answer: ownConsent,
  refuses: ['state', 'busy'],
  repeatable: true,
});

export const removeDevice = route({
  method: 'DELETE',
  path: '/devices/{device}',
  summary: 'Removes a device of the caller: it records no more, and nothing that it captured is stored any more.',
  params: z.strictObject({
    device: device.meta({ description: 'the name under which it stands, as the status tells it' }),
  }),
  answer: ownConsent,
  refuses: ['device', 'state', 'busy'],
  repeatable: true,
});

export const status = route({
  method: 'GET',
  path: '/status',
  summary: 'Whether the program collects, what is disclosed, and what it knows of the caller.',
  query: z.strictObject({
    language: z
      .enum(LANGUAGES)
      .exactOptional()
      .meta({ description: 'of text and hash; without it that of the disclosure itself' }),
    rules: z
      .literal('true')
      .exactOptional()
      .meta({ description: 'to be told the rules as programs read them, e.g. to preview on a device what they keep' }),
  }),
  answer: z.object({
    program: z.string(),
    disclosure: z.object({
      version: z.string(),
      title: z.string(),
      language: word(...LANGUAGES)
        .optional()
        .meta({ description: 'of title, text and hash; absent before there were several' }),
      text: z.string(),
      hash: sha256,
      changes: z
        .object({
          since: z.string().meta({ description: 'version that the caller agreed to' }),
          askAgain: z.boolean().meta({ description: 'something widens' }),
          changes: z.array(z.object({ effect: word('widens', 'narrows', 'rewords'), words: z.string() })),
          text: z.string().meta({ description: 'all of it, in lines' }),
        })
        .optional()
        .meta({ description: 'absent where they agreed to this version, to none, or to one that was never noted' }),
      terms: z
        .object({
          covered: z.array(z.string()).meta({ description: 'groups whose members are asked' }),
          exempt: z.array(
            z.object({
              group: z.string().meta({ description: 'its members are never asked' }),
              people: z.number().optional().meta({ description: 'how many they are, where the disclosure says it' }),
              why: z.string().optional().meta({ description: 'where the disclosure says it' }),
            }),
          ),
          title: z.string(),
          sentences: z.array(z.string()).meta({ description: 'the same, as the text says it' }),
        })
        .optional()
        .meta({ description: 'for whom the program is, by rules; absent in answers of before it was told' }),
      rules: z
        .object({
          filter: leaseGrant.shape.filter
            // Kinds that a client does not know yet are no reason to fail.
            .extend({ kinds: z.partialRecord(z.string(), z.array(z.string()).readonly()) })
            .meta({ description: 'of a lease, without what the caller left out' }),
          redaction: z.object({
            actions: z.record(z.string(), z.string()).meta({ description: 'by type; of others: mask' }),
            tiers: z.record(z.string(), z.string()).meta({ description: 'by type; of others: personal' }),
            languages: z
              .object({ spoken: z.array(z.string()).readonly(), others: word('mask', 'structured') })
              .optional(),
          }),
        })
        .optional()
        .meta({ description: 'what agents keep, and what redaction does with it; where `rules` asked for it' }),
      problem: z.string().optional().meta({ description: 'why nobody can consent to it or collect under it' }),
    }),
    gates: z.object({ collection: gate, reading: gate }),
    covered: z.boolean().meta({ description: 'whether the disclosure covers the caller' }),
    subject: z.string(),
    consent: ownConsent.optional().meta({ description: 'absent when the caller was never enrolled' }),
    devices: z.array(
      z.object({
        device: z.string(),
        acked: z.number().meta({ description: 'frames that the stream acknowledged, as the device told' }),
        enrolledAt: time,
        startedAt: time
          .optional()
          .meta({ description: 'of the last start of its agent; absent of agents that tell none' }),
        boundAt: time.optional().meta({ description: 'when the key that it proves itself with was bound' }),
        starts: z.number().optional().meta({ description: 'how often its agent was started' }),
        removedAt: time.optional().meta({ description: 'it is given no lease since' }),
        leaseExpires: time,
        leaseHour: z
          .number()
          .optional()
          .meta({ description: 'number of the hour of its last lease since the Unix epoch' }),
        leases: z.number().optional().meta({ description: 'given in that hour: they are limited' }),
        refused: z.record(z.string(), z.number()).optional().meta({
          description:
            'how many of its frames were refused, by why: a fault of the wire format, or a reason of the books. At least so many; absent where none was',
        }),
        delivers: z.number().optional().meta({ description: 'ms after the end of a lease in which frames may arrive' }),
      }),
    ),
    erasure: erasure.optional().meta({ description: 'the last one, until nothing is left of it in any copy' }),
  }),
});

export const trim = route({
  method: 'POST',
  path: '/trims',
  summary: 'Trims what arrived of the caller within a span: whole segments, shown to nobody from then on.',
  body: z.strictObject({
    from: z.number().int().nonnegative().meta({ description: 'ms, of arrival; inclusive' }),
    to: z.number().int().nonnegative().meta({ description: 'ms, inclusive; what is later than now ends now' }),
  }),
  answer: z.object({
    trims: z.array(trimmedSpan).readonly().meta({ description: 'all that are trimmed; those that touch are one' }),
    rowsGoneBy: time.meta({ description: 'ms; when the last copy is gone of which records there were' }),
  }),
  refuses: ['not-found', 'hold', 'too-many', 'limit', 'busy'],
  repeatable: true,
});

export const erase = route({
  method: 'DELETE',
  path: '/subject',
  summary: 'Erases everything stored of the caller, by deleting their key.',
  answer: erasure,
  refuses: ['not-found', 'hold', 'busy'],
  repeatable: true,
});
