/** Whose doing it is that nothing is recorded, or that nothing leaves. */
export const CAUSES = ['you', 'program', 'lease', 'clock', 'disk', 'network', 'proxy'] as const;
export type Cause = (typeof CAUSES)[number];

export interface Reason {
  by: Cause;
  /** What is the matter. */
  says: string;
  /** What to do. */
  advice: string;
}

const ITSELF = 'Nothing to do: it goes on by itself.';
const ENROL = 'Enrol this device again: sluice enrol --device NAME';

/** Words of this agent, and those of the control plane's refusals that a person can do something about. */
const REASONS = {
  starting: { by: 'lease', says: 'it has just been started', advice: ITSELF },
  resting: {
    by: 'you',
    says: 'nothing has happened here for a while',
    advice: 'Nothing to do: it goes on with the next key or movement.',
  },
  'lease-expired': { by: 'lease', says: 'the service has not renewed its leave to record', advice: ITSELF },
  credentials: {
    by: 'lease',
    says: 'the stream does not take its credentials, and new ones are asked for',
    advice: ITSELF,
  },
  unreachable: {
    by: 'network',
    says: 'the service does not answer',
    advice: 'Check the network. It goes on by itself once the service can be reached.',
  },
  'no-answer': {
    by: 'network',
    says: 'no answer came in time',
    advice: 'Check the network. It tries again by itself.',
  },
  'no-name': {
    by: 'network',
    says: 'the name of the service cannot be found',
    advice: 'Check the network, a VPN, and the address of the program.',
  },
  'proxy-unreachable': {
    by: 'proxy',
    says: 'the proxy does not answer',
    advice: 'Check HTTPS_PROXY or the proxy of the system settings, or connect to the network that it is in.',
  },
  'proxy-login': {
    by: 'proxy',
    says: 'the proxy asks for a login',
    advice:
      'Put it into the proxy’s address (http://USER:SECRET@HOST:PORT in HTTPS_PROXY), or ask whoever runs the proxy.',
  },
  'proxy-refused': {
    by: 'proxy',
    says: 'the proxy does not connect to the service',
    advice: 'Ask whoever runs the proxy to let this program’s API and Kinesis through.',
  },
  'proxy-setting': {
    by: 'proxy',
    says: 'the address of the proxy cannot be used',
    advice: 'Write HTTPS_PROXY as http://HOST:PORT.',
  },
  'pac-not-readable': {
    by: 'proxy',
    says: 'the proxy is set by a script that cannot be read here',
    advice: 'Set HTTPS_PROXY, or on Linux install libproxy’s tool `proxy` (Debian: libproxy-tools).',
  },
  'captive-portal': {
    by: 'proxy',
    says: 'a web page answers in place of the service',
    advice: 'Sign in to this network in a browser. It tries again by itself.',
  },
  certificate: {
    by: 'proxy',
    says: 'the service’s certificate is not trusted',
    advice: 'If your company looks into TLS, set NODE_EXTRA_CA_CERTS to its certificate; else leave this network.',
  },
  'clock-wrong': {
    by: 'clock',
    says: 'the clock of this device is wrong',
    advice: 'Set the clock (switch on network time). It tries again by itself.',
  },
  'service-failing': { by: 'program', says: 'the service has a fault of its own', advice: ITSELF },
  'service-busy': { by: 'program', says: 'the service is asked too much', advice: ITSELF },
  'stream-busy': { by: 'program', says: 'the stream takes no more just now', advice: ITSELF },
  'answer-unknown': {
    by: 'program',
    says: 'the service answers with what this agent cannot read',
    advice: 'Check the address of the program, and update this agent.',
  },
  'put-denied': {
    by: 'program',
    says: 'the stream takes nothing of this device',
    advice: 'Nothing to do if the program is paused; else tell who runs it.',
  },
  'gate-closed': { by: 'program', says: 'the program is paused', advice: ITSELF },
  'gate-closed-push': { by: 'program', says: 'the program is paused, as it was told at once', advice: ITSELF },
  'push-down': {
    by: 'network',
    says: 'it would not hear if the program were paused',
    advice:
      'Check that WebSockets to the service’s IoT address get through (a proxy may keep them out). It goes on by itself.',
  },
  terminated: {
    by: 'program',
    says: 'the program was ended for good',
    advice: 'Nothing to do: nothing is recorded any more. You can uninstall it.',
  },
  'spool-full': {
    by: 'disk',
    says: 'what waits to be sent has no more room here',
    advice: 'It goes on once frames have left: see what keeps them.',
  },
  'spool-failed': {
    by: 'disk',
    says: 'what waits to be sent cannot be kept here',
    advice: 'Free space on the disk, or see to it that the state folder can be written.',
  },
  'spool-of-another': {
    by: 'disk',
    says: 'the state folder has frames of another program or person',
    advice:
      'Give this one a folder of its own: --state FOLDER. What is in the other is sent when its own program runs with it.',
  },
  'no-mark': {
    by: 'program',
    says: 'it records only where a mark on the screen shows that it does, and nothing here shows one',
    advice:
      'Start a panel that shows status icons (on GNOME the extension AppIndicator). It goes on by itself once the mark is seen.',
  },
  'paused-here': { by: 'you', says: 'you paused it on this device', advice: 'To go on: sluice-agent resume' },
  'you-paused': { by: 'you', says: 'you paused it on all your devices', advice: 'To go on: sluice me resume' },
  consent: { by: 'you', says: 'you have not consented', advice: 'To consent: sluice consent' },
  disclosure: { by: 'you', says: 'you consented to another version', advice: 'To read and consent: sluice consent' },
  population: { by: 'program', says: 'the program does not cover you', advice: 'Nothing to do: nothing is recorded.' },
  device: { by: 'you', says: 'this device is not enrolled', advice: ENROL },
  'device-key': { by: 'you', says: 'this device does not prove itself any more', advice: ENROL },
  'key-damaged': { by: 'disk', says: 'the file with the key of this device cannot be used', advice: ENROL },
  'key-store-locked': {
    by: 'you',
    says: 'the system’s key store, which has the key of this device, does not answer',
    advice: 'Unlock it (log in again, or open the system’s keyring). It tries again by itself.',
  },
  'key-store-gone': { by: 'you', says: 'the system’s key store has the key of this device no more', advice: ENROL },
  'device-removed': {
    by: 'you',
    says: 'you removed this device',
    advice: 'Enrol it under another name: sluice enrol --device NAME',
  },
  'too-many-starts': {
    by: 'program',
    says: 'it was started too often',
    advice: 'Look why it is started again and again. It asks again by itself.',
  },
  'http-401': { by: 'you', says: 'the login is not accepted any more', advice: 'Log in again: sluice login' },
  unauthenticated: { by: 'you', says: 'the login is not accepted', advice: 'Log in again: sluice login' },
} as const satisfies Record<string, Reason>;

export type ReasonName = keyof typeof REASONS;
const BY_NAME: ReadonlyMap<string, Reason> = new Map(Object.entries(REASONS));

/** Refusals that a program waits out: whoever may end them will, without this device. */
const PASSING: ReadonlySet<string> = new Set([
  'gate-closed',
  'you-paused',
  'paused-here',
  'resting',
  'key-store-locked',
  'limit',
  'busy',
  'issuer-away',
  'away',
]);
/** Of the control plane: no waiting helps, a person has to do something first. */
const FOR_GOOD: ReadonlySet<string> = new Set([
  'terminated',
  'consent',
  'disclosure',
  'population',
  'device',
  'device-removed',
  'device-key',
  'key-damaged',
  'key-store-gone',
]);

/** Whether it can end without anybody doing anything on this device. */
export const isPassing = (reason: string): boolean =>
  PASSING.has(reason) || (BY_NAME.has(reason) && !FOR_GOOD.has(reason) && BY_NAME.get(reason)!.by !== 'you');

/** Whether it is nobody's decision: an answer that did not come, or a lease that ran out meanwhile. */
export const isInTheWay = (reason: string): boolean =>
  reason === 'lease-expired' ||
  ['network', 'proxy', 'clock'].includes(BY_NAME.get(reason)?.by ?? '') ||
  reason === 'key-store-locked' ||
  /^(service|answer)-/.test(reason);

/** @param sentence what the control plane says of it in its own words */
export function reasonOf(reason: string, sentence?: string): Reason {
  const known = BY_NAME.get(reason);
  if (!known) {
    const says = sentence ?? `the service refuses: ${reason}`;
    return { by: 'program', says, advice: 'Ask whoever runs the program, with that word.' };
  }
  return { ...known, ...(sentence !== undefined && { says: sentence }) };
}
