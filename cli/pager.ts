import { type ChildProcess, spawn } from 'node:child_process';
import type { Pager } from './output.ts';

/** As git and gh have it: quits when all fits, keeps colours, leaves the text on the screen. */
const ORDINARY = 'less';

let running: ChildProcess | undefined;

/** The person's pager, for what is longer than the terminal. @param wanted false: `--no-pager` */
export const pagerOf =
  (wanted: boolean, stdout = process.stdout, env = process.env): Pager =>
  (text) => {
    const [program = '', ...args] = (env.SLUICE_PAGER ?? env.PAGER ?? ORDINARY).split(' ').filter(Boolean);
    if (!wanted || !stdout.isTTY || program === '' || program === 'cat') return false;
    if (text.split('\n').length <= (stdout.rows ?? Number.POSITIVE_INFINITY)) return false;
    const pager = spawn(program, args, {
      stdio: ['pipe', 'inherit', 'inherit'],
      env: { LESS: 'FRX', LV: '-c', ...env },
    });
    running = pager;
    // Who quits has seen enough; where there is no such program the text is written as it is.
    pager.stdin!.on('error', () => undefined);
    pager.once('error', () => {
      running = undefined;
      stdout.write(text);
    });
    pager.stdin!.end(text);
    return true;
  };

/** Until the person has closed the pager. */
export const pagerClosed = (): Promise<void> =>
  new Promise((resolve) => {
    if (!running || running.exitCode !== null) return resolve();
    running.once('close', () => resolve());
    running.once('error', () => resolve());
  });
