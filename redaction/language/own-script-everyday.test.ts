import { describe, expect, test } from '@jest/globals';
import { labelledInOwnScript } from './own-script-labels.ts';

const values = (text: string): string[] => {
  const found: string[] = [];
  labelledInOwnScript(text, (start, end) => found.push(text.slice(start, end)));
  return found;
};

describe('what people ask, dictate and write on a slip', () => {
  test.each([
    ['仓库门禁密码多少来着\n4096#', '4096#'],
    ['キーボックスの番号は 2749 のまま', '2749'],
    ['창고 비번 뭐였죠\n7718*', '7718*'],
    ['รหัสเข้าโกดังเท่าไหร่นะ\n5814', '5814'],
    ['我的电话是幺三八零零四一八二七三', '幺三八零零四一八二七三'],
    ['전화는 공일공 사일팔이 칠삼구공', '공일공 사일팔이 칠삼구공'],
    ['ศูนย์แปดเก้า ห้าห้าห้า ศูนย์หนึ่งสี่หก', 'ศูนย์แปดเก้า ห้าห้าห้า ศูนย์หนึ่งสี่หก'],
    ['品川 330 さ 41-87 のトラック', '品川 330 さ 41-87'],
    ['84가 4187 트럭', '84가 4187'],
    ['รับสุทธิ 22,935 บาท', '22,935 บาท'],
    ['振込先は普通 4182739です', '普通 4182739'],
    ['已告知其子建国定期复查', '建国'],
    ['点検は午前に東が伺います', '東'],
    ['남편 봉수 님께 설명함', '봉수'],
    ['ที่อยู่ 41/8 หมู่ 7 ตำบลบางไผ่', '41/8 หมู่ 7 ตำบลบางไผ่'],
    ['मकान 41, गली 3, कुम्हार टोला', 'मकान 41, गली 3, कुम्हार टोला'],
  ])('%j', (text, value) => {
    expect(values(text)).toContain(value);
  });

  test.each([
    '错误代码 4096 出现在日志里',
    '二〇一九年三月发布',
    '버전 2.6 배포',
    '第三番目の項目は 2749 件',
    'เมนู 5 อย่าง จานละ 45 บาท',
  ])('nothing in %j', (text) => {
    expect(values(text)).toEqual([]);
  });
});
