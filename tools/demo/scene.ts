import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSession } from '../../agent/collectors/replay.ts';
import { readBooks } from '../../api/books.ts';
import { giveConsent, status as ownStatus } from '../../api/consent.ts';
import type { Answer } from '../../api/route.ts';
import type { Event } from '../../wire/event.ts';
import { until } from '../local/index.ts';
import type { Deployment } from './deployment.ts';
import { type Device, device } from './device.ts';
import { type Person, person } from './people.ts';
import type { Report } from './report.ts';
import { createStorage, type Storage } from './storage.ts';
import { deployWitness, type Witness } from './witness.ts';

/** Everything that the steps share. */
export interface Scene {
  deployment: Deployment;
  report: Report;
  storage: Storage;
  /** Folder of the demo's files. */
  folder: string;
  seed: number;
  /** The recording, as the collectors gave it: the desktop's part, then the assistant's. */
  parts: readonly (readonly Event[])[];
  /** All of it. */
  session: readonly Event[];
  subjects: { ada: Device; grace: Device; linus: Device };
  staff: { ivy: Person; rosa: Person; sam: Person; pat: Person };
  /** Deploys it into the second account. */
  witness(): Promise<Witness>;
  /** Frames that Kinesis acknowledged to producers other than the devices' agents. */
  rogueAcknowledged: number;
}

export const SESSION_FILES = ['session.ndjson', 'conversation.ndjson'].map((name) =>
  join('programs', 'model-capability', name),
);

/** The parts of the recording: what the desktop collector saw, and what the assistant's recorder gave. */
export const readSessions = (): Event[][] => SESSION_FILES.map((file) => readSession(readFileSync(file)));

export async function createScene(
  deployment: Deployment,
  report: Report,
  folder: string,
  seed: number,
): Promise<Scene> {
  const join_ = (name: string, groups: string[]) => person(deployment, name, groups);
  const [ada, grace, linus, ivy, rosa, sam, pat] = await Promise.all([
    join_('ada', ['employees']),
    join_('grace', ['employees']),
    join_('linus', ['employees']),
    join_('ivy', ['investigators']),
    join_('rosa', ['representatives']),
    join_('sam', ['stewards']),
    join_('pat', ['platform']),
  ]);
  const parts = readSessions();
  const apiUrl = deployment.outputs.ApiUrl!;
  const devices = join(folder, 'devices');
  const subjects = {
    ada: await device(apiUrl, ada!, devices),
    grace: await device(apiUrl, grace!, devices),
    linus: await device(apiUrl, linus!, devices),
  };
  return {
    deployment,
    report,
    storage: createStorage(deployment),
    folder,
    seed,
    parts,
    session: parts.flat(),
    subjects,
    staff: { ivy: ivy!, rosa: rosa!, sam: sam!, pat: pat! },
    witness: () => deployWitness(deployment, join(folder, 'witness')),
    rogueAcknowledged: 0,
  };
}

/** Stops the agents and the clients, so that the process can end. */
export async function closeScene(scene: Scene): Promise<void> {
  await Promise.all(devicesOf(scene).map(({ agent }) => agent.stop()));
  scene.storage.close();
}

export const devicesOf = ({ subjects }: Scene): Device[] => Object.values(subjects);

export type Status = Answer<typeof ownStatus>;
export const status = (who: Person): Promise<Status> => who.api.call(ownStatus);

/** Reads the text and consents to it. */
export async function consent(who: Person): Promise<void> {
  const { disclosure } = await status(who);
  await who.api.call(giveConsent, { body: { disclosure: disclosure.version, hash: disclosure.hash } });
}

export type Books = Answer<typeof readBooks>;
export const books = ({ staff }: Scene): Promise<Books> => staff.pat.api.call(readBooks);

/** Waits until everything that devices had acknowledged is accounted for. @throws Error with what is still open */
export async function settled(scene: Scene, deadlineMs = 60_000): Promise<Books> {
  let last: Books | undefined;
  const done = await until(
    async () => {
      last = await books(scene);
      return last.settled && last;
    },
    deadlineMs,
    150,
  );
  if (!done)
    throw new Error(`frames are still under way: ${JSON.stringify({ ...last?.frames, open: last?.unsettled })}`);
  return done;
}
