/** What is done in the recorded session, window by window. All people, numbers and keys are made up. */

import type { TaskOrder } from '../../agent/bin/task.ts';

export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

export type Step =
  /** Types text with the rhythm of a person; `\n` is Enter. */
  | { type: string }
  /** Presses keys one after the other, as xdotool names them, e.g. `ctrl+s`, `BackSpace`. */
  | { keys: string[] }
  /** Moves the pointer to a place in the window (share of its width and height), and clicks. */
  | { click: [number, number]; button?: number; times?: number }
  /** Moves the pointer over the window. */
  | { move: [number, number] }
  /** Presses the pointer's button at one place of the window and lets it go at another. */
  | { drag: [from: [number, number], to: [number, number]] }
  /** Moves the pointer so many times, each to a place by chance that is not far, and rests there. */
  | { wander: number }
  /** Holds a key while these are done. */
  | { holding: string; steps: Step[] }
  /** Moves the window, and makes it as large. */
  | { place: Place }
  /** What the person says they are about to do, and how it ended. */
  | { task: TaskOrder }
  /** Wheel notches: down, or up when below 0. */
  | { scroll: number }
  | { pause: number };

export interface Planted {
  type: 'PERSON' | 'EMAIL' | 'PHONE' | 'CREDIT_CARD' | 'IBAN' | 'SECRET' | 'PASSWORD' | 'ADDRESS' | 'MEDICAL';
  value: string;
}

export interface Scene {
  /** Name of the scene, and of the file that the application writes. */
  name: string;
  /** Application id that the collector is expected to see. */
  app: string;
  /** How the application is started; `{file}` is the file of the scene. */
  command: string[];
  /** Part of the window's title that tells it has opened. */
  title: string;
  place: Place;
  steps: Step[];
  /** What stands there in the end: of the file that the application wrote, and of the keys put together. */
  text: string;
  /** What the application itself says was typed: its file, or its standard output. */
  evidence: 'file' | 'stdout';
  planted: Planted[];
}

const repeat = (key: string, times: number): { keys: string[] } => ({ keys: Array.from({ length: times }, () => key) });

export const SCENES: Scene[] = [
  {
    name: 'notes.txt',
    app: 'mousepad',
    command: ['mousepad', '--disable-server', '{file}'],
    title: 'notes.txt',
    place: { x: 60, y: 40, width: 760, height: 460 },
    steps: [
      { move: [0.3, 0.4] },
      { click: [0.4, 0.5] },
      { type: 'Call with Marta Lindqvist, supplier review\n' },
      { type: 'Her adress' },
      repeat('BackSpace', 4),
      { type: 'dress: marta.lindqvist@nordwind-supply.example\n' },
      { type: 'Phone +46 70 174 06 35, best before noon\n' },
      { type: 'She pays with card 4929 1234 5678 9015 for now\n' },
      // A name that comes to be by going back: typed text alone would not show it.
      { type: 'Ask Tomas ander about the invoice' },
      repeat('Left', ' about the invoice'.length + 'ander'.length),
      { keys: ['Delete', 'A'] },
      { keys: ['End'] },
      { type: '.\n' },
      { scroll: 3 },
      { type: 'This line is wrong' },
      { keys: ['shift+Home'] },
      { type: 'Next call on Friday\n' },
      { keys: ['ctrl+s'] },
      { scroll: -3 },
      { pause: 600 },
    ],
    text: [
      'Call with Marta Lindqvist, supplier review',
      'Her address: marta.lindqvist@nordwind-supply.example',
      'Phone +46 70 174 06 35, best before noon',
      'She pays with card 4929 1234 5678 9015 for now',
      'Ask Tomas Ander about the invoice.',
      'Next call on Friday',
      '',
    ].join('\n'),
    evidence: 'file',
    planted: [
      { type: 'PERSON', value: 'Marta Lindqvist' },
      { type: 'PERSON', value: 'Tomas Ander' },
      { type: 'EMAIL', value: 'marta.lindqvist@nordwind-supply.example' },
      { type: 'PHONE', value: '+46 70 174 06 35' },
      { type: 'CREDIT_CARD', value: '4929 1234 5678 9015' },
    ],
  },
  {
    name: 'deploy.log',
    app: 'xterm',
    command: ['xterm', '-title', 'deploy', '-e', 'sh', '-c', 'PS1="$ " exec sh'],
    title: 'deploy',
    place: { x: 300, y: 220, width: 640, height: 380 },
    steps: [
      { click: [0.5, 0.5] },
      { type: 'cat > deploy.log\n' },
      { type: 'export ACCESS_KEY=AKIAQ3EGZ7WV5T4EXMPL\n' },
      { type: 'scp build.tar deploy@10.20.30.40:/srv\n' },
      { type: 'ask Jonas Weidmann before the next one\n' },
      { keys: ['ctrl+d'] },
      { pause: 400 },
      { type: 'ls -l\n' },
      { pause: 500 },
    ],
    text: [
      'cat > deploy.log',
      'export ACCESS_KEY=AKIAQ3EGZ7WV5T4EXMPL',
      'scp build.tar deploy@10.20.30.40:/srv',
      'ask Jonas Weidmann before the next one',
      'ls -l',
      '',
    ].join('\n'),
    evidence: 'file',
    planted: [
      { type: 'SECRET', value: 'AKIAQ3EGZ7WV5T4EXMPL' },
      { type: 'PERSON', value: 'Jonas Weidmann' },
    ],
  },
  {
    name: 'password',
    app: 'zenity',
    command: ['zenity', '--password', '--title=Unlock the vault of Marta Lindqvist'],
    title: 'Unlock',
    place: { x: 420, y: 300, width: 360, height: 160 },
    steps: [{ pause: 300 }, { type: 'Tr0ub4dor&3-horse\n' }, { pause: 300 }],
    text: 'Tr0ub4dor&3-horse\n',
    evidence: 'stdout',
    planted: [{ type: 'PASSWORD', value: 'Tr0ub4dor&3-horse' }],
  },
  {
    name: 'letter.txt',
    app: 'mousepad',
    command: ['mousepad', '--disable-server', '{file}'],
    title: 'letter.txt',
    place: { x: 240, y: 100, width: 780, height: 500 },
    steps: [
      { click: [0.5, 0.6] },
      { type: 'Dear Mr Okonkwo,\n\n' },
      { type: 'please send the contract to 14 Harbour Lane, 20457 Hamburg.\n' },
      { type: 'The account is DE89 3704 0044 0532 0130 00, as before.\n' },
      { type: 'Since the knee surgery I work from home on Mondays.\n' },
      { type: 'Use the token ghp_q7Rk2mX9' },
      { type: 'vB4tL0sW8zC3nJ6hY1dF5gKaP2eU' },
      { type: ' for the build.\n' },
      { keys: ['ctrl+a', 'ctrl+c', 'End'] },
      { keys: ['ctrl+End'] },
      { type: 'Kind regards, Ines Falk\n' },
      { click: [0.5, 0.5], times: 2 },
      { keys: ['ctrl+End'] },
      { keys: ['ctrl+s'] },
      { move: [0.8, 0.2] },
      { scroll: 5 },
      { pause: 600 },
    ],
    text: [
      'Dear Mr Okonkwo,',
      '',
      'please send the contract to 14 Harbour Lane, 20457 Hamburg.',
      'The account is DE89 3704 0044 0532 0130 00, as before.',
      'Since the knee surgery I work from home on Mondays.',
      'Use the token ghp_q7Rk2mX9vB4tL0sW8zC3nJ6hY1dF5gKaP2eU for the build.',
      'Kind regards, Ines Falk',
      '',
    ].join('\n'),
    evidence: 'file',
    planted: [
      { type: 'PERSON', value: 'Okonkwo' },
      { type: 'PERSON', value: 'Ines Falk' },
      { type: 'ADDRESS', value: '14 Harbour Lane, 20457 Hamburg' },
      { type: 'IBAN', value: 'DE89 3704 0044 0532 0130 00' },
      { type: 'MEDICAL', value: 'knee surgery' },
      { type: 'SECRET', value: 'ghp_q7Rk2mX9vB4tL0sW8zC3nJ6hY1dF5gKaP2eU' },
    ],
  },
];
