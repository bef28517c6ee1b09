import type { Detector } from '../detector.ts';

const PAIR = /[ \t]{0,2}=[ \t]{0,2}("[^"\n]{1,256}"|'[^'\n]{1,256}'|[^;\s"']{1,256})/y;

/** `Server=...;Password=...;` of ADO, ODBC and JDBC, and the keys of Azure connection strings. URLs: see url.ts. */
export const connectionString: Detector = {
  name: 'connection-string',
  types: ['SECRET'],
  source: 'ADO.NET and ODBC connection string syntax; Azure Storage, Service Bus and Cosmos DB connection strings',
  triggers: { words: ['accountkey', 'sharedaccesskey', 'sharedaccesssignature', 'pwd', 'uid', 'sig'] },
  examine(text, _start, end, emit) {
    PAIR.lastIndex = end;
    const match = PAIR.exec(text);
    if (match) emit(end + match[0].length - match[1]!.length, end + match[0].length, 'SECRET');
  },
};
