import { readFileSync } from 'node:fs';
import type { GoldText } from '../../redaction/evaluate.ts';
import type { SensitiveType, Span } from '../../redaction/redactor.ts';
import { PARTS } from '../train/language-parts.ts';
import { LanguageValues } from '../train/language-values.ts';
import { readLists } from '../train/lists.ts';
import { Random as TrainingRandom } from '../train/random.ts';
import { expand, parseTemplate } from '../train/template.ts';
import { Values } from '../train/values.ts';
import * as identifiers from './identifiers.ts';
import { Random } from './random.ts';

/**
 * Work texts by language: chat, mail, tickets, logins, statements, tables, calendars, appraisals, patients, pay, visas. The sentences
 * (`work/CODE.txt`) are in no training; values are made anew. A label that no judge would count (a weekday, a country) is neither
 * asked for nor held against anybody.
 */
export interface WorkText extends GoldText {
  readonly neutral: readonly Span[];
}

const TYPES: Readonly<Record<string, SensitiveType>> = {
  ...{ first: 'PERSON', last: 'PERSON', person: 'PERSON', org: 'ORGANIZATION', city: 'LOCATION', street: 'ADDRESS' },
  ...{ address: 'ADDRESS', email: 'EMAIL', phone: 'PHONE', iban: 'IBAN', card: 'CREDIT_CARD', ip: 'IP_ADDRESS' },
  ...{ password: 'PASSWORD', passport: 'PASSPORT', salary: 'FINANCIAL', date: 'DATE', cnid: 'NATIONAL_ID' },
};

/** Names of people where the locale data knows none, or none in the language's own letters. */
const OWN_NAMES: Readonly<Record<string, readonly [string, string]>> = {
  zh: [
    '王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 马 朱 胡 林 郭 何 高 罗',
    '建华 丽 伟 秀英 敏 静 强 磊 洋 艳 勇 军 杰 娟 涛 明 超 霞 平 刚 桂英 文 婷 思远 雨桐',
  ],
  ja: [
    '佐藤 鈴木 高橋 田中 渡辺 伊藤 山本 中村 小林 加藤 吉田 藤原 松本 井上 木村 清水',
    '太郎 花子 健一 美咲 翔太 陽子 大輔 由美 誠 直樹 恵 拓也 さくら 真理子',
  ],
  ko: [
    '김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황',
    '민수 수빈 지훈 서연 현우 지영 영희 철수 은정 동현 미경 하준 유진 성호',
  ],
  th: ['', 'สมชาย สมหญิง วิชัย สุดา ประยุทธ์ มานี อนันต์ พรทิพย์ กิตติ นภา ธนพล อรุณี'],
};
const TH_LAST = 'ใจดี แสงทอง ศรีสุข วงศ์สวัสดิ์ ทองคำ บุญมี รักไทย สุขสันต์'.split(' ');
const CITIES: Readonly<Record<string, string>> = {
  zh: '北京 上海 广州 深圳 杭州 成都',
  ja: '東京 大阪 名古屋 札幌 福岡 京都',
  ko: '서울 부산 대구 인천 광주 대전',
  th: 'กรุงเทพ เชียงใหม่ ภูเก็ต ขอนแก่น',
};

const MONEY: Readonly<Record<string, (n: string) => string>> = {
  en: (n) => `$${n},500`,
  pl: (n) => `${n} 500 zł`,
  de: (n) => `${n}.500 €`,
  fr: (n) => `${n} 500 €`,
};

export function workTexts(code: string, seed: number, perSentence: number): WorkText[] {
  const random = new TrainingRandom(seed);
  const r = new Random(seed);
  const lists = readLists();
  const values = PARTS[code] === undefined ? new Values(random, lists) : new LanguageValues(random, lists, code);
  const own = OWN_NAMES[code]?.map((list) => list.split(' '));
  const name = (): [string, string] =>
    code === 'th' ? [random.pick(own![1]!), random.pick(TH_LAST)] : [random.pick(own![1]!), random.pick(own![0]!)];
  const make = (slot: string): string => {
    if (own !== undefined) {
      const [first, last] = name();
      if (slot === 'person')
        return code === 'th' ? `${first} ${last}` : last + (code === 'ja' && random.chance(0.4) ? ' ' : '') + first;
      if (slot === 'first') return first;
      if (slot === 'last') return last;
      if (slot === 'city') return random.pick(CITIES[code]!.split(' '));
    }
    switch (slot) {
      case 'email':
        return identifiers.email(r);
      case 'phone':
        return random.chance(0.6) ? identifiers.phoneE164(r) : identifiers.phoneNational(r);
      case 'iban':
        return identifiers.iban(r);
      case 'card':
        return identifiers.card(r);
      case 'ip':
        return identifiers.ipv4(r);
      case 'password':
        return identifiers.password(r);
      case 'cnid':
        return identifiers.NATIONAL['cn resident id']!(r);
      case 'passport':
        return `${String.fromCharCode(65 + random.between(0, 25))}${random.between(1000000, 99999999)}`;
      case 'salary':
        return (MONEY[code] ?? ((n) => `${n}.500 €`))(String(random.between(28, 98)));
      case 'user':
        return random.pick(['deploy', 'root', 'admin', 'ops']);
      case 'address':
        return `${values.street()}, ${values.zip()} ${values.city()}`;
      default:
        return (values[slot as 'person'] as () => string).call(values);
    }
  };
  const file = readFileSync(new URL(`work/${code}.txt`, import.meta.url), 'utf8');
  return file
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line, n) => {
      const template = parseTemplate(line);
      return Array.from({ length: perSentence }, (_, k) => {
        values.begin();
        const spans: Span[] = [];
        const neutral: Span[] = [];
        const slots: { name: string; value: string }[] = [];
        const source = expand(template, random, (slot) => {
          slots.push({ name: slot, value: make(slot) });
          return `\ue000${slots.length - 1}\ue001`;
        });
        let text = '';
        let last = 0;
        for (const match of source.matchAll(/\ue000(\d+)\ue001/g)) {
          text += source.slice(last, match.index);
          last = match.index + match[0].length;
          const { name: slot, value } = slots[Number(match[1])]!;
          const type = TYPES[slot];
          (type === undefined ? neutral : spans).push({
            start: text.length,
            end: text.length + value.length,
            type: type ?? 'OTHER',
          });
          text += value;
        }
        return { id: `${code}-${n}-${k}`, text: text + source.slice(last), spans, neutral };
      });
    });
}

/** Share of values of which a letter or digit is left, and of the characters that were found, those that were asked for. */
export function judge(texts: readonly WorkText[], find: (text: string) => readonly Span[]) {
  let values = 0;
  let leaks = 0;
  let found = 0;
  let right = 0;
  const byType: Record<string, [number, number]> = {};
  for (const { text, spans, neutral } of texts) {
    const covered = new Uint8Array(text.length);
    for (const { start, end } of find(text)) covered.fill(1, start, end);
    const wanted = new Uint8Array(text.length);
    for (const { start, end } of neutral) wanted.fill(2, start, end);
    for (const { start, end, type } of spans) {
      wanted.fill(1, start, end);
      values++;
      const tally = byType[type] ?? [0, 0];
      byType[type] = tally;
      tally[1]++;
      for (let i = start; i < end; i++) {
        if (covered[i] || !/[\p{L}\p{N}]/u.test(text[i]!)) continue;
        leaks++;
        tally[0]++;
        break;
      }
    }
    for (let i = 0; i < text.length; i++) {
      if (!covered[i] || wanted[i] === 2 || !/[\p{L}\p{N}]/u.test(text[i]!)) continue;
      found++;
      if (wanted[i] === 1) right++;
    }
  }
  return { texts: texts.length, values, leak: leaks / values, precision: right / found, byType };
}
