import { describe } from '@jest/globals';
import { copiesContract } from './copies.contract.ts';
import { memoryCopies } from './copies.memory.ts';

describe('copies in memory', () => {
  copiesContract(async (rows) => memoryCopies('Grants', rows));
});
