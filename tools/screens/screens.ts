import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { pictureOf } from './picture.ts';
import { PUBLISHED } from './service.ts';

export interface Screen {
  /** Of the picture, below docs/screens. */
  name: string;
  /** What is typed after `sluice`. */
  args: string;
  /** Exit code. @default 0 */
  code?: number;
  /** Rows that are shown. @default 40 */
  rows?: number;
  /** Made of texts and files alone: its picture is the same, sign by sign. Of others it is tested that they run. */
  fixed?: true;
  /** Where the language of the system is another than English. */
  language?: string;
}

const DISCLOSURE = 'programs/model-capability/disclosure.yaml';

/** What the page of people shows. All of it works on files, or asks the service of this folder. */
export const SCREENS: readonly Screen[] = [
  { name: 'consent', fixed: true, args: 'consent', rows: 46 },
  { name: 'consent-diff', fixed: true, args: 'consent --diff' },
  { name: 'consent-german', fixed: true, args: `disclosure show ${DISCLOSURE}`, language: 'de_DE.UTF-8', rows: 32 },
  { name: 'status', args: 'me status' },
  { name: 'me-text', args: 'me text --since 2026-11-20' },
  { name: 'me-readers', args: 'me readers' },
  { name: 'disclosure-check', fixed: true, args: 'disclosure check tools/screens/typing-error.yaml', code: 1 },
  {
    name: 'disclosure-diff',
    fixed: true,
    args: `disclosure diff programs/model-capability/earlier/1.0.yaml ${DISCLOSURE}`,
    rows: 24,
  },
  { name: 'terms', fixed: true, args: `terms ${DISCLOSURE}` },
  { name: 'alarms', args: 'alarms' },
  { name: 'incident', args: `incidents show ${PUBLISHED}`, rows: 60 },
  { name: 'rights', args: `rights ${DISCLOSURE}`, rows: 30 },
  { name: 'doors', args: `doors ${DISCLOSURE}`, rows: 24 },
  {
    name: 'ledger-verify',
    args: 'ledger verify test/releases/0.1.0/ledger.json --key test/releases/0.1.0/public-key.pem',
  },
];

/** Runs the command line as somebody at a terminal of 80 columns would. @returns what it printed, and its exit code */
export async function run({ args, language = 'C' }: Screen, api: string): Promise<{ text: string; code: number }> {
  const { SLUICE_SESSION: _, ...env } = process.env;
  const options = {
    maxBuffer: 1e7,
    env: {
      ...env,
      ...{ SLUICE_API: api, SLUICE_TOKEN: 'none', LC_ALL: language, TZ: 'UTC', COLUMNS: '80', NO_COLOR: '1' },
      NODE_OPTIONS: '',
    },
  };
  const node = ['--disable-warning=ExperimentalWarning', 'bin/sluice.ts', ...args.split(' ')];
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, node, options);
    return { text: `${stdout}${stderr}`, code: 0 };
  } catch (error) {
    const { stdout = '', stderr = '', code } = error as { stdout?: string; stderr?: string; code?: unknown };
    if (typeof code !== 'number') throw error;
    return { text: `${stdout}${stderr}`, code };
  }
}

export const fileOf = ({ name }: Screen): string => `docs/screens/${name}.svg`;
export const pictureOfScreen = (screen: Screen, text: string): string =>
  pictureOf(`sluice ${screen.args}`, text, screen.rows ?? 40);
