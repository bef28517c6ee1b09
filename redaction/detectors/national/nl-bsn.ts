import { allSame, weighted } from '../../checksums.ts';
import { announced, nationalId } from './national-id.ts';

export const dutchBsn = nationalId({
  name: 'nl-bsn',
  source: 'Dutch RvIG: BSN, the eleven test with weights 9 to 2 and -1',
  triggers: { digits: [9, 9] },
  words: announced('\\bbsn\\b|burgerservice|sofi'),
  valid: (p) => !allSame(p) && weighted(p, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0,
});
