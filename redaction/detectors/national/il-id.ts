import { luhn } from '../../checksums.ts';
import { announced, nationalId } from './national-id.ts';

export const israeliId = nationalId({
  name: 'il-id',
  source: 'Israeli Population Authority: Mispar Zehut, Luhn over nine digits',
  triggers: { digits: [9, 9] },
  words: announced('teudat|zehut|תעודת|ת\\.ז'),
  valid: luhn,
});
