import { Command } from 'commander';
import { readBooks } from '../api/books.ts';
import type { Answer } from '../api/route.ts';
import { contextOf } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { table } from './output.ts';

type Books = Answer<typeof readBooks>;

const rows = (side: Books['frames'] | Books['events']): [string, number][] =>
  Object.entries(side).flatMap(([name, value]): [string, number][] => {
    if (value === undefined) return [];
    if (typeof value === 'number') return [[name, value]];
    return Object.entries(value).map(([reason, count]) => [`${name} ${reason}`, count]);
  });

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
      const books = await api.call(readBooks);
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
