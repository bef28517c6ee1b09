import { digitAt, weighted } from '../../checksums.ts';
import { announced, nationalId } from './national-id.ts';

export const japaneseMyNumber = nationalId({
  name: 'jp-my-number',
  source: 'Japanese Ministry of Internal Affairs: My Number, weights 6 5 4 3 2 7 6 5 4 3 2 modulo 11',
  triggers: { digits: [12, 12] },
  words: announced('my ?number|マイナンバー|個人番号'),
  valid: (p) => {
    const rest = weighted(p, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
    return (rest <= 1 ? 0 : 11 - rest) === digitAt(p, 11);
  },
});
