import { Command } from 'commander';
import { readBooks } from '../api/books.ts';
import { type Books, booksPage, booksPicture, LEAST_PICTURE } from './books-picture.ts';
import { contextOf } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { writeNew } from './files.ts';
import { table, time } from './output.ts';
import { terminalWidth } from './terminal.ts';

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

const tables = (books: Books): string =>
  [table(['FRAMES', ''], rows(books.frames)), '', table(['EVENTS', ''], rows(books.events))].join('\n');

export const booksCommand = (): Command =>
  new Command('books')
    .description('whether the books balance: what devices had acknowledged against what was stored, refused, missing')
    .option('--html <file>', 'also as a page that opens without a network; writes over nothing')
    .addHelpText(
      'after',
      `
A terminal of ${LEAST_PICTURE} columns and more shows bars: each begins where the one before ended, so that they add up. What is piped
are tables.

Example:
  sluice books
  sluice books --html books.html

Exit code 1 when they do not balance.`,
    )
    .action(async ({ html }: { html?: string }, command: Command) => {
      const { api, apiUrl, output } = contextOf(command);
      const books = await api.call(readBooks);
      if (html !== undefined) {
        const about = [
          ['drawn', time(Date.now())],
          ['program', apiUrl()],
        ] as const;
        writeNew(html, booksPage(books, about, verdict(books)));
      }
      output.result(html === undefined ? books : { ...books, html }, () => {
        const width = terminalWidth();
        const shown = width >= LEAST_PICTURE && width !== Number.POSITIVE_INFINITY;
        const page = html === undefined ? [] : [`As a page: ${html}`];
        return [shown ? booksPicture(books, width) : tables(books), '', verdict(books), ...page].join('\n');
      });
      if (!books.balances) process.exitCode = EXIT.failed;
    });
