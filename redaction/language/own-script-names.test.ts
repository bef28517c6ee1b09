import { describe, expect, test } from '@jest/globals';
import { namesByList } from './own-script-names.ts';

const names = (code: string, text: string): string[] => {
  const found: string[] = [];
  namesByList(code, text, (start, end) => found.push(text.slice(start, end)));
  return found;
};

describe('names by lists, where no word announces them', () => {
  test.each([
    ['ko', '오늘은 박서준이 문을 열고 김민지는 쉽니다', ['박서준', '김민지']],
    ['ko', '황보가온 오늘 결석', ['황보가온']],
    ['ko', '지훈이가 늦는대', ['지훈']],
    ['ja', '会議室に田中美咲がいる', ['田中美咲']],
    ['ja', '長谷部、鍵を頼む', ['長谷部']],
    ['ja', '連絡は 鈴木 まこと まで', ['鈴木 まこと']],
    ['ja', 'グエン・ティ・ランが来ます', ['グエン・ティ・ラン']],
    ['zh', '请找王秀兰签字', ['王秀兰']],
    ['zh', '记录：田野，装订车间', []],
    ['zh', '由马强送来', []],
    ['th', 'ส่งให้ สมชาย วงศ์ทอง แล้ว', ['สมชาย วงศ์ทอง']],
    ['th', 'ฝากพี่ตุ๊กปิดไฟ', ['พี่ตุ๊ก']],
    ['ar', 'تحدثت مع محمود القاسمي أمس', ['محمود القاسمي']],
    ['ar', 'اتصل بخالد بعد الظهر', ['خالد']],
    ['hi', 'सर्वेयर दीपक राय आएँगे', ['दीपक राय']],
    ['hi', 'घर पर राकेश मिलेगा', ['राकेश']],
  ])('%s: %s', (code, text, expected) => {
    expect(names(code, text)).toEqual(expected);
  });

  test.each([
    ['ko', '이미지 수정과 지원 정보를 확인하세요'],
    ['ja', '千葉は晴れ、川口は雨'],
    ['zh', '石林风景区平安抵达，高清图片'],
    ['th', 'ระบบพัฒนาใหม่ สมบูรณ์แล้ว'],
    ['ar', 'صباح جميل واجتماع سعيد'],
    ['hi', 'आशा है कि विकास होगा'],
    ['en', 'Anna Smith'],
  ])('%s: words that are names, too: %s', (code, text) => {
    expect(names(code, text)).toEqual([]);
  });
});
