import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Agent, createAgent } from '../../../agent/sdk/agent.ts';
import { createControlApi } from '../../../agent/sdk/control-api.ts';
import { createDiskSpool } from '../../../agent/sdk/disk-spool.ts';
import type { FrameSink } from '../../../agent/sdk/frame-sink.ts';
import { enrol } from '../../../api/consent.ts';
import { listIncidents, showIncident } from '../../../api/incident.ts';
import { readRecord } from '../../../api/reading.ts';
import { redactionPolicyOf } from '../../../core/disclosure/policy.ts';
import { createRedactor } from '../../../redaction/create.ts';
import { heldValues, until } from '../../../tools/local/index.ts';
import type { Event } from '../../../wire/event.ts';
import { canaryWord, createSearcher, encodings } from '../../fixtures/canary.ts';
import { createRogueAgent } from '../../fixtures/rogue-agent.ts';
import { type Employee, stage } from './stage.ts';

const sentence = (word: string) => `please open the ${word} menu and save the file`;

/** Words that are looked for, random in each run. */
const words = {
  /** In what is collected: may be read back through the reader, and stands nowhere else. */
  collected: '',
  /** In what is reported, and why it was paused. */
  reported: canaryWord(),
  /** As a name in an address, in the reason of a read: redacted before it is written into the ledger. */
  reason: canaryWord(),
  /** In requests that are refused: headers, paths, bodies, device names. */
  refused: canaryWord(),
  /** Put into the stream in the clear, by somebody who seals nothing: it stands there, and nowhere else. */
  unsealed: canaryWord(),
  /** In the clear, where the search must find it. */
  control: canaryWord(),
};
export const reported = () => `Seen by everybody: ${words.reported}, and more.`;

/** All channels that carry text: events of each kind, also those that are not disclosed. */
function events(word: string): Event[] {
  const now = Date.now();
  const at = (offset: number, app: string) => ({ time: now + offset, app });
  const typed = (text: string, from: number, app: string, more: object = {}) =>
    [...text].map((key, index) => ({
      kind: 'key' as const,
      ...at(from + index, app),
      ...more,
      type: 'keydown' as const,
      key,
    }));
  const text = sentence(word);
  return [
    // Disclosed.
    ...typed(text, 0, 'mousepad', { field: 'body' }),
    { kind: 'text', ...at(200, 'mousepad'), field: 'paste', inputType: 'insertFromPaste', data: text },
    { kind: 'prompt', ...at(201, 'assistant'), text, author: 'self', conversation: 'c1', model: 'm' },
    { kind: 'message', ...at(202, 'element'), text, author: 'self', conversation: 'c2', channel: 'chat' },
    // Not disclosed: fields, kinds, details, applications.
    { kind: 'message', ...at(203, 'element'), text: 'see above', author: 'self', subject: text, participants: [word] },
    { kind: 'message', ...at(204, 'element'), text, author: 'other' },
    { kind: 'window', ...at(205, 'mousepad'), type: 'title', title: text },
    { kind: 'transcript', ...at(206, 'assistant'), text, author: 'self', speaker: word },
    { kind: 'text', ...at(207, 'keepass'), inputType: 'insertText', data: text },
    { kind: 'text', ...at(208, 'mousepad'), fieldType: 'password', inputType: 'insertText', data: text },
    { kind: 'click', ...at(209, word), x: 1, y: 1, button: 0 },
    { kind: 'click', ...at(210, 'mousepad'), x: 1, y: 1, button: 0, note: word } as Event,
    ...typed(word, 300, 'xterm', { field: 'shell' }),
    ...typed(word, 400, 'mousepad', { field: 'secret', fieldType: 'password' }),
    ...typed(word, 500, 'keepass', { field: 'master' }),
  ];
}

/** Events that are no events, in a well-sealed frame. */
const malformed = (word: string): Buffer[] =>
  [
    `{"kind":"text","data":"${sentence(word)}"`,
    `{"kind":"${word}","time":1,"app":"mousepad","${word}":"${word}"}`,
    `{"kind":"text","time":1,"time":2,"app":"mousepad","inputType":"x","data":"${sentence(word)}"}`,
    `{"kind":"text","time":"${word}","app":"mousepad","inputType":"${word}","data":{"${word}":"${word}"}}`,
    sentence(word),
  ].map((line) => Buffer.from(`${line}\n`));

export const canaryFeed = () =>
  describe('a canary', () => {
    let carrie: Employee;
    let offline: Agent;
    /** Frames of the rogue device: it goes on behind them, or the ones between would be waited for. */
    let sent = 0;
    const spoolFolder = () => join(stage().folder, 'offline');

    beforeAll(async () => {
      const redactor = createRedactor({ policy: redactionPolicyOf(stage().deployment.disclosure) });
      // One that redaction leaves alone, or there is nothing to read back.
      do words.collected = canaryWord();
      while (redactor.redactText(sentence(words.collected)) !== sentence(words.collected));
      carrie = await stage().employee('carrie');
    });
    afterAll(() => offline?.stop());

    test('is collected in every channel, by an agent with a filter and by one without', async () => {
      const { device, person } = carrie;
      await device.agent.start();
      for (const event of events(words.collected)) device.agent.capture(event);
      await device.settle();

      await person.api.call(enrol, { body: { device: 'carrie-rogue' } });
      const rogue = await createRogueAgent({ api: control(carrie), device: 'carrie-rogue' });
      const bodies = [events(words.collected), ...malformed(words.collected)];
      sent = bodies.length;
      await rogue.send(bodies);
      await rogue.settle();
      rogue.close();
      const books = await stage().settled();
      expect(books.events.dropped).toMatchObject({ kind: expect.any(Number), application: expect.any(Number) });
    });

    test('waits in the spool of an agent without a network, sealed', async () => {
      const { person } = carrie;
      const device = 'carrie-offline';
      await person.api.call(enrol, { body: { device } });
      const spool = await createDiskSpool({ folder: spoolFolder(), device });
      const sink: FrameSink = { use() {}, put: async (frames) => frames.map(() => 'retry'), close() {} };
      offline = createAgent({ device, api: control(carrie), sink, spool });
      await offline.start();
      for (const event of events(words.collected)) offline.capture(event);
      offline.flush().catch(() => {}); // it never ends well
      const waiting = () => readdirSync(join(spoolFolder(), 'frames')).some((name) => name.endsWith('.frame'));
      expect(await until(waiting, 120_000)).toBe(true);
    });

    test('is put into the stream by somebody who seals nothing', async () => {
      const rogue = await createRogueAgent({ api: control(carrie), device: 'carrie-rogue', first: sent + 1 });
      const lines = [sentence(words.unsealed), `SLCE\u0001\u0002${words.unsealed.repeat(20)}`];
      const outcomes = await rogue.sendRaw(lines.map((line) => Buffer.from(line)));
      rogue.close();
      expect(outcomes).toEqual(['acknowledged', 'acknowledged']);
    });

    test('is in requests that are refused', async () => {
      const { ApiUrl } = stage().deployment.outputs;
      const token = await carrie.person.token();
      const ask = (path: string, init: RequestInit) =>
        fetch(ApiUrl + path, init)
          .then(({ status }) => status)
          .catch(() => 0); // a header too long may close the connection
      const authorization = `Bearer ${token}`;
      const post = (body: object) => ({ method: 'POST', headers: { authorization }, body: JSON.stringify(body) });
      const word = words.refused;
      const answers = [
        await ask('/status', { headers: { authorization, 'x-note': word.repeat(2000) } }),
        await ask('/status', { headers: { authorization: `Bearer ${word}` } }),
        await ask(`/incidents/${word}`, { headers: { authorization } }),
        await ask(`/records/${word}/${word}`, post({ purpose: word, reason: word })),
        await ask('/enrolments', post({ device: `of ${word}` })),
        await ask('/enrolments', post({ device: 'x', [word]: word })),
        await ask('/reports', post({ severity: word, text: word })),
        await ask('/reports', post({ severity: 'low', text: 'x', [word]: 'x' })),
      ];
      expect(answers.slice(1).filter((status) => status < 400)).toEqual([]);
    });

    test('is read back where it was disclosed, by its subject, and nowhere beside', async () => {
      const stored = await stage().readBack(carrie.person);
      const of = (kind: string) => stored.filter((event) => event.kind === kind);
      for (const [kind, field] of [
        ['text', 'data'],
        ['prompt', 'text'],
        ['message', 'text'],
      ] as const) {
        // By the agent with a filter, and by the one without.
        expect(of(kind).filter((event) => String(event[field]).includes(words.collected))).toHaveLength(2);
      }
      const typed = of('key').map(({ key }) => (key === undefined ? '\u0000' : String(key)));
      expect(typed.join('').split(words.collected)).toHaveLength(3);
      expect(of('transcript')).toEqual([]);
      expect(stored.filter((event) => 'title' in event || 'subject' in event || 'note' in event)).toEqual([]);
    });

    test('is in the reason of reads', async () => {
      const { api } = carrie.person;
      const [row] = await stage().rows(carrie.subject);
      const reason = `asked by ${words.reason}@example.com, +49 30 ${words.reason}@example.org`;
      const { segment } = row!;
      await api.call(readRecord, { params: { subject: 'me', segment }, body: { purpose: 'own-data', reason } });
      const refused = stage().staff.ivy.api.call(readRecord, {
        params: { subject: carrie.subject, segment },
        body: { purpose: 'incident-investigation', reason },
      });
      await expect(refused).rejects.toMatchObject({ reason: 'no-grant' });
    });
  });

const control = ({ person }: Employee) =>
  createControlApi({ url: stage().deployment.outputs.ApiUrl!, token: person.token });

/** Where a word may be found. */
const ALLOWED: Record<string, RegExp> = {
  unsealed: /^(memory:kinesis\.|.*\/state\/kinesis\.)/,
};

export const canarySearch = () =>
  describe('a search for the canaries', () => {
    const found: Record<string, Set<string>> = {};
    let searched = 0;

    beforeAll(async () => {
      await plant(words.control);
      const target = join(stage().folder, '..', 'snapshot');
      await stage().deployment.cloud.snapshot(target);
      const searcher = createSearcher(Object.values(words));
      const nameOf = Object.fromEntries(Object.entries(words).map(([name, word]) => [word, name]));
      for await (const { path, bytes } of heldValues(target)) {
        searched += bytes.length;
        const where = path.startsWith(target) ? path.slice(target.length) : path;
        for (const { word, how } of [...searcher.search(bytes), ...searcher.search(Buffer.from(where))]) {
          const name = nameOf[word]!;
          found[name] ??= new Set();
          found[name].add(`${where}: ${how}`);
        }
      }
    }, 300_000);

    const unexpected = (name: string) =>
      [...(found[name] ?? [])].filter((place) => !ALLOWED[name]?.test(place)).slice(0, 20);

    test('finds what was planted in the clear, wherever it was planted and whatever it was packed in', () => {
      const places = [...(found.control ?? [])];
      const has = (...parts: RegExp[]) => places.some((place) => parts.every((part) => part.test(place)));
      expect(searched).toBeGreaterThan(1_000_000);
      for (const { name } of encodings(words.control))
        expect([name, has(/dynamodb/, RegExp(`${name}$`))]).toEqual([name, true]);
      expect({
        table: has(/memory:dynamodb/, /plain/),
        saved: has(/state\/dynamodb/),
        object: has(/objects\//, /gzip/),
        queue: has(/memory:sqs/, /base64/),
        log: has(/memory:cloudwatch_logs|memory:logs/, /zstd/),
      }).toEqual({ table: true, saved: true, object: true, queue: true, log: true });
    });

    test('finds what was put unsealed in the stream, and nowhere else', () => {
      expect(found.unsealed?.size).toBeGreaterThan(0);
      expect(unexpected('unsealed')).toEqual([]);
    });

    test.each(['collected', 'reported', 'reason', 'refused'])('%s: found nowhere', (name) => {
      expect(unexpected(name)).toEqual([]);
    });

    test('an investigator reads the report, through the API alone', async () => {
      const { api } = stage().staff.ivy;
      const { incidents } = await api.call(listIncidents);
      const texts = await Promise.all(
        incidents.map(({ incident }) => api.call(showIncident, { params: { incident } }).then(({ text }) => text)),
      );
      expect(texts.filter((text) => text?.includes(words.reported))).not.toEqual([]);
    });
  });

/** The control: the word in the clear, in each encoding, in things of the account that are not Sluice's. */
async function plant(word: string): Promise<void> {
  const { clientConfig } = stage().deployment;
  const name = 'canary-control';
  const line = Buffer.from(`{"kind":"text","data":"${sentence(word)}"}\n`);

  const ddb = new DynamoDBClient(clientConfig);
  await ddb.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
  for (const [at, { bytes }] of encodings(word).entries()) {
    const Item = { pk: { S: String(at) }, text: { S: bytes.toString('latin1') } };
    await ddb.send(new PutItemCommand({ TableName: name, Item }));
  }
  ddb.destroy();

  const s3 = new S3Client({ ...clientConfig, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: name }));
  await s3.send(
    new PutObjectCommand({ Bucket: name, Key: 'x', Body: Buffer.concat([Buffer.alloc(33, 1), gzipSync(line)]) }),
  );
  s3.destroy();

  const sqs = new SQSClient(clientConfig);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: `xx${line.toString('base64')}` }));
  sqs.destroy();

  const logs = new CloudWatchLogsClient(clientConfig);
  await logs.send(new CreateLogGroupCommand({ logGroupName: name }));
  await logs.send(new CreateLogStreamCommand({ logGroupName: name, logStreamName: name }));
  const message = `packed ${zstdCompressSync(line).toString('base64')}`;
  await logs.send(
    new PutLogEventsCommand({
      logGroupName: name,
      logStreamName: name,
      logEvents: [{ timestamp: Date.now(), message }],
    }),
  );
  logs.destroy();
}
