import {
  appends,
  CHECK_ITEMS,
  DELETE_ITEMS,
  type Grant,
  LIST_ITEMS,
  MAY_LIST,
  MAY_LIST_VERSIONS,
  NO_TEXTS,
  ofKeys,
  type PlaneAccess,
  PUT_ITEMS,
  READ_BATCHES,
  READ_ITEMS,
  SCAN_ITEMS,
  TEXTS,
  tells,
  UPDATE_ITEMS,
} from './access.ts';
import { readingGate, subjectKeys } from './opening.ts';
import { type Resources, under } from './resources.ts';

/**
 * READING: the door. Only the reader, and the job that makes data sets (training), can open a segment, and only after its entry is in the
 * ledger. Nobody here can touch the stream, write to the vault, or change consent.
 */
export function readingAccess(resources: Resources): PlaneAccess<'reader' | 'checkpoint'> {
  const { table, key } = resources;

  const versions: Grant = { ...MAY_LIST_VERSIONS, on: resources.evidenceListing };
  const missingBody: Grant = { ...MAY_LIST, on: resources.vaultListing };

  return {
    plane: 'reading',
    roles: {
      reader: {
        trusts: { service: 'lambda.amazonaws.com' },
        does: 'checks purpose, grant, cool-off and gate, writes the entry, and only then opens a segment',
        grants: [
          ...appends(table.Ledger, ['read', 'read-refused', 'listing', 'grant', 'revocation']),
          {
            why: 'counts what each person read and was refused, beside the chains',
            actions: UPDATE_ITEMS,
            on: table.Ledger,
            when: ofKeys(['refused#*', 'reads#*', 'volume#*']),
          },
          { why: 'shows the ledger, and the words beside it', actions: LIST_ITEMS, on: table.Ledger },
          {
            why: 'writes what readers give as their reason beside the chains, and shows it with the entries',
            actions: [...PUT_ITEMS, ...READ_BATCHES],
            on: table.Ledger,
            when: TEXTS,
          },
          ...readingGate(resources),
          {
            why: 'keeps what is asked for, gives grants, checks them, lists them, takes them back',
            actions: [...READ_ITEMS, ...SCAN_ITEMS, ...PUT_ITEMS, ...CHECK_ITEMS, ...DELETE_ITEMS],
            on: table.Grants,
          },
          {
            why: 'finds index rows',
            actions: LIST_ITEMS,
            on: [table.Index, resources.byDay],
          },
          { why: 'reads and checks index rows', actions: [...READ_ITEMS, ...CHECK_ITEMS], on: table.Index },
          {
            why: 'the window of an incident, for whom it concerns; what reporters wrote is sealed under a key that it may not use',
            actions: READ_ITEMS,
            on: table.Incidents,
          },
          { why: 'is the subject live', actions: [...READ_ITEMS, ...CHECK_ITEMS], on: table.Subjects },
          { why: 'whose records a list may show', actions: READ_BATCHES, on: table.Subjects },
          ...subjectKeys(resources),
          { why: 'fetches the bodies of large segments', actions: ['s3:GetObject'], on: resources.vault },
          missingBody,
          { why: 'shows checkpoints', actions: ['s3:GetObjectVersion'], on: under(resources.evidence, 'checkpoints/') },
          versions,
          { why: 'shows the key that checkpoints are signed with', actions: ['kms:GetPublicKey'], on: key.signing },
          {
            why: 'the pseudonym of who calls: subjects read their own',
            actions: ['kms:GenerateMac'],
            on: key.pseudonym,
          },
        ],
      },
      checkpoint: {
        trusts: { service: 'lambda.amazonaws.com' },
        does: 'signs a checkpoint over the chains every few minutes',
        grants: [
          ...appends(table.Ledger, ['checkpoint']),
          { why: 'what stands in the chains', actions: LIST_ITEMS, on: table.Ledger, when: NO_TEXTS },
          { why: 'signs', actions: ['kms:Sign', 'kms:GetPublicKey'], on: key.signing },
          {
            why: 'keeps checkpoints under Object Lock',
            actions: ['s3:PutObject', 's3:GetObjectVersion'],
            on: under(resources.evidence, 'checkpoints/'),
          },
          versions,
          ...tells(resources.witness),
        ],
      },
    },
  };
}
