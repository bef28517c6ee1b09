import { MAY_LIST, type PlaneAccess, PUT_ITEMS, READ_ITEMS, type Resource } from './access.ts';
import { under } from './resources.ts';

/** All that a witness's stack has. */
export interface WitnessResources {
  /** Objects of its bucket. */
  kept: Resource;
  keptListing: Resource;
  /** The row that says where it stands. */
  table: Resource;
  /** The witness's own key. */
  signing: Resource;
}

/**
 * WITNESS: an account that is not the program's. One role, which keeps what it is told and signs what it has; nobody of the program is
 * here, and nothing here can reach the program.
 */
export function witnessAccess({ kept, keptListing, table, signing }: WitnessResources): PlaneAccess<'witness'> {
  const papers = ['checkpoints/', 'contradictions/', 'guard/', 'statement.json'].map((part) => under(kept, part));
  return {
    plane: 'witness',
    roles: {
      witness: {
        trusts: { service: 'lambda.amazonaws.com' },
        does: 'keeps checkpoints and words of the guard under Object Lock, compares them, signs a statement',
        grants: [
          { why: 'where it stands, and moves on', actions: [...READ_ITEMS, ...PUT_ITEMS], on: table },
          { why: 'keeps papers, each once under its name', actions: ['s3:PutObject'], on: papers },
          { why: 'compares with what it kept', actions: ['s3:GetObject'], on: under(kept, 'checkpoints/') },
          { ...MAY_LIST, on: keptListing },
          { why: 'signs the statement', actions: ['kms:Sign', 'kms:GetPublicKey'], on: signing },
        ],
      },
    },
  };
}
