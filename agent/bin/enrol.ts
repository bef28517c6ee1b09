import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../host/sealed.ts';
import { DEVICE_NAME, DEVICE_RULE } from '../../wire/lease-schema.ts';
import { type KeptCredential, keepCredential } from '../sdk/credential-file.ts';
import { type EnrolmentRequest, newEnrolment } from '../sdk/device-credential.ts';
import { credentialFile, deviceFolder } from './folder.ts';

export { keptWords } from '../sdk/credential-file.ts';
export { AgentError } from '../sdk/errors.ts';

/** Where agents keep what they keep, below the home of whoever is recorded. */
export const STATE_FOLDER = join(homedir(), '.sluice', 'agent');

export interface EnrolHere<Answer> {
  /** Address of the program. */
  api: string;
  /** What the person calls this device. */
  label: string;
  /** Folder of what is kept of this device. @default below the home folder */
  state?: string | undefined;
  store: Store;
  /** Asks the service, as a person. */
  ask: (body: EnrolmentRequest) => Promise<Answer>;
}

export interface EnrolledHere<Answer> {
  answer: Answer;
  /** Under which id it is known. */
  device: string;
  kept: KeptCredential;
}

/**
 * The one way to enrol: a key is made on this device, bound by a person, and kept here; `sluice enrol` asks with its session, `sluice-agent enrol` with a
 * token that it was given. Nothing is kept of a device that was refused.
 * @throws whatever `ask` does; ControlUnreachable where the service binds no keys; CredentialError where the key cannot be kept
 */
export async function enrolHere<Answer>(options: EnrolHere<Answer>): Promise<EnrolledHere<Answer>> {
  const { api, label, state = STATE_FOLDER, store, ask } = options;
  // It names a folder.
  if (!DEVICE_NAME.test(label)) throw new RangeError(`name of the device: ${DEVICE_RULE}`);
  const enrolment = newEnrolment(label);
  const answer = await ask(enrolment.request);
  const credential = enrolment.credential(api, answer);
  const kept = keepCredential(credentialFile(deviceFolder(state, api, label)), credential, store);
  return { answer, device: credential.device, kept };
}
