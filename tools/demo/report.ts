import { styleText } from 'node:util';

/** A sentence of the demo that turned out false. */
export class DoesNotHold extends Error {}

export interface Figures {
  [name: string]: unknown;
}

/** Tells the story on the terminal and gathers its figures. */
export interface Report {
  /** Runs one step: its title, its figures, its time. A step that throws ends the demo. */
  step(title: string, run: (figures: Figures) => Promise<void>): Promise<void>;
  /** A line of a step. */
  say(line: string): void;
  /** A claim, with its figure: printed when it is true, thrown when it is not. */
  holds(claim: boolean, sentence: string): void;
  figures: Figures;
}

export function createReport(write: (line: string) => void = console.log): Report {
  const figures: Figures = {};
  let number = 0;
  return {
    figures,
    say: (line) => write(`    ${line}`),
    holds(claim, sentence) {
      if (!claim) throw new DoesNotHold(sentence);
      write(`  ${styleText('green', 'ok')} ${sentence}`);
    },
    async step(title, run) {
      const begun = performance.now();
      const own: Figures = {};
      write('');
      write(styleText('bold', `${number}. ${title}`));
      await run(own);
      own.seconds = Math.round((performance.now() - begun) / 100) / 10;
      figures[`step${number}`] = own;
      number++;
      write(`    (${own.seconds} s)`);
    },
  };
}
