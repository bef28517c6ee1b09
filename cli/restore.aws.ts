import { awsAccount } from '../core/restore/account.aws.ts';
import type { Account } from '../core/restore/account.ts';
import { type Applied, correctCopy } from '../core/restore/apply.ts';
import { awsCopies } from '../core/restore/copies.aws.ts';
import type { Correcting } from '../core/restore/correct.ts';
import type { TableName } from '../core/restore/tables.ts';
import type { GlobalOptions } from './context.ts';
import { clientsOf } from './deployed-reading.aws.ts';

type Where = Pick<GlobalOptions, 'region' | 'profile' | 'endpointUrl'>;

async function withClients<T>(where: Where, act: (clients: ReturnType<typeof clientsOf>) => Promise<T>): Promise<T> {
  const clients = clientsOf(where);
  try {
    return await act(clients);
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}

/** Reads only. */
export const lookAt = (prefix: string, where: Where): Promise<Account> =>
  withClients(where, (clients) => awsAccount(clients).look(prefix));

export interface CorrectTables {
  table: TableName;
  /** Of the copies. No `now`: the table is lost. */
  names: { old: string; now?: string };
  how: Correcting;
  dryRun: boolean;
}

export const correctTables = (
  { table, names, how, dryRun }: CorrectTables,
  where: Where,
  progress: (seen: number) => void,
): Promise<Applied> =>
  withClients(where, ({ ddb }) => correctCopy(awsCopies({ ddb, table, names }), how, { dryRun, progress }));
