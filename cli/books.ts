import { Command } from 'commander';
import { contextOf } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { table } from './output.ts';

interface Books {
  balances: boolean;
  /** Nothing is under way either. */
  settled: boolean;
  frames: Record<string, number | Record<string, number>>;
  events: Record<string, number | Record<string, number>>;
  differences: string[];
}

const rows = (side: Record<string, number | Record<string, number>>): [string, number][] =>
  Object.entries(side).flatMap(([name, value]) =>
    typeof value === 'number'
      ? [[name, value] as [string, number]]
      : Object.entries(value).map(([reason, count]) => [`${name} ${reason}`, count] as [string, number]),
  );

function verdict({ balances, settled, differences }: Books): string {
  if (!balances) return `The books do not balance: ${differences.join('; ')}`;
  return settled ? 'The books balance.' : 'The books balance; some frames are under way.';
}

export const booksCommand = (): Command =>
  new Command('books')
    .description('whether the books balance: what devices had acknowledged against what was stored, refused, missing')
    .addHelpText('after', '\nExample:\n  sluice books\n\nExit code 1 when they do not balance.')
    .action(async (_: unknown, command: Command) => {
      const { api, output } = contextOf(command);
      const books = await api.get<Books>('/books');
      output.result(books, () =>
        [
          table(['FRAMES', ''], rows(books.frames)),
          '',
          table(['EVENTS', ''], rows(books.events)),
          '',
          verdict(books),
        ].join('\n'),
      );
      if (!books.balances) process.exitCode = EXIT.failed;
    });
