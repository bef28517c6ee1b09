import { describe, expect, test } from '@jest/globals';
import { createRedactor } from '../create.ts';

const redactor = createRedactor({ policy: { actions: {}, tiers: {} }, topics: false });
const found = (text: string): string[] => redactor.find(text).map(({ start, end }) => text.slice(start, end));

describe('identifiers in everyday forms', () => {
  test.each([
    ['zh', '请问上官婉儿在吗', '上官婉儿'],
    ['zh', '老李明天来', '老李'],
    ['zh', '房东孙姐说可以', '孙姐'],
    ['zh', '收件人罗敏', '罗敏'],
    ['zh', '微信号: cat_lover7', 'cat_lover7'],
    ['zh', '打到这张卡 6217 0000 1234 5678 123', '6217 0000 1234 5678 123'],
    ['zh', '车停在这里，车牌粤B·3F210', '粤B·3F210'],
    ['zh', '月薪两万三千元', '两万三千元'],
    ['ja', '名義 スズキ ハナコ', 'スズキ ハナコ'],
    ['ja', '営業部 神宮寺 亮太 様', '神宮寺 亮太'],
    ['ja', '課長の榊原が反対している', '榊原'],
    ['ja', '大輔は来週から休みです', '大輔'],
    ['ja', '普通預金 7654321 に振り込んでください', '7654321'],
    ['ja', '月給は28万円です', '28万円'],
    ['ko', '제갈민 팀장님께 전달 부탁', '제갈민'],
    ['ko', '예금주 문지현 입니다', '문지현'],
    ['ko', '신한은행 110-234-567890 으로', '110-234-567890'],
    ['ko', '카톡 아이디 byul_88 추가', 'byul_88'],
    ['th', 'บัตรประชาชน 3-1002-00456-78-9', '3-1002-00456-78-9'],
    ['th', 'ป้านิด ฝากของไว้', 'ป้านิด'],
    ['th', 'เกิด 12 มีนาคม 2530', '12 มีนาคม 2530'],
    ['ar', 'كلمة سر الشبكة hadeeqa55', 'hadeeqa55'],
    ['he', 'הסיסמה של הרשת היא limon4455', 'limon4455'],
    ['ru', 'пароль от сети drova2020', 'drova2020'],
    ['ru', 'зарплату подняли до 120 000 руб.', '120 000 руб'],
    ['uk', 'РНОКПП 3012345678', '3012345678'],
    ['el', 'ο κωδικός της πόρτας είναι thalassa9', 'thalassa9'],
    ['cs', 'heslo do sítě je smrk2020', 'smrk2020'],
    ['sv', 'lösenordet till nätet är lingon55', 'lingon55'],
    ['hi', 'यूज़र ops_anil पासवर्ड Kp9#mn21', 'ops_anil'],
  ])('%s: %s', (_language, text, value) => {
    const covered = found(text).some((span) => span.includes(value));

    expect(covered).toBe(true);
  });

  test.each([
    ['zh', '老程序已经删除，请重新启动'],
    ['zh', '工资表的列太窄'],
    ['ja', '先生用のテンプレートを選択してください'],
    ['ja', '普通の設定に戻します'],
    ['ko', '은행 점검 시간은 오전 2시입니다'],
    ['th', 'ชื่อ ไฟล์ไม่ถูกต้อง'],
    ['ru', 'пароль должен быть длиннее'],
    ['cs', 'heslo je příliš krátké'],
    ['sv', 'lösenordet är för kort'],
  ])('%s: nothing in %s', (_language, text) => {
    expect(found(text)).toEqual([]);
  });
});
