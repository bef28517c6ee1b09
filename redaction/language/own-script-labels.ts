import type { SensitiveType } from '../redactor.ts';
import type { Emit } from '../spans.ts';
import { lazily } from '../text/lazily.ts';
import { PossiblePatterns } from './needed-letters.ts';

/**
 * Labels of scripts of their own, and the values behind them. Such labels stand in the middle of a row of letters, so they are
 * searched for in the text; a text without letters of such a script is never asked.
 */
const PASSWORDS =
  '密码|密碼|口令|パスワード|暗証番号|비밀번호|비번|암호|패스워드|كلمة (?:ال)?سر|كلمة (?:ال)?مرور|الرقم السري|رمز الدخول|رمز عبور|پسورد|पासवर्ड|कूटशब्द|รหัสผ่าน|พาสเวิร์ด|סיסמה|סיסמא|пароль|пароля|кодове слово|κωδικός πρόσβασης|κωδικός|συνθηματικό|գաղտնաբառ|პაროლი';
const BETWEEN =
  '[ \\t]{0,2}(?:是|为|為|は|が|:|：|=|هي|هو|है|คือ|это|είναι|הוא|היא|-|은|는|이|가)?[ \\t]{0,2}[:：=]?[ \\t]{0,3}["\'「“]?';
const ASCII_VALUE = '([!-~]{4,64})';
const HAN = '\\u4e00-\\u9fff';

interface Rule {
  readonly type: SensitiveType;
  readonly source: string;
  readonly form: () => RegExp;
}
const rule = (type: SensitiveType, source: string): Rule => ({
  type,
  source,
  form: lazily(() => new RegExp(source, 'dgiu')),
});

const RULES: readonly Rule[] = [
  rule('PASSWORD', `(?:${PASSWORDS})${BETWEEN}${ASCII_VALUE}`),
  // A few words on, what is no word: letters and digits of ASCII.
  rule(
    'PASSWORD',
    `(?:${PASSWORDS}|паролем|паролю|гасло|รหัส|비번)(?:[ \\t]?[\\p{L}\\p{M}-]{1,12}){1,4}${BETWEEN}(?<![!-~])((?=[!-~]{0,64}[a-zA-Z])(?=[!-~]{0,64}\\d)[!-~]{6,64})`,
  ),
  // What somebody is called in a messenger.
  rule(
    'PERSON',
    '(?:微信号?|QQ号?|微博|抖音号?|(?:LINE|ライン|インスタ|ツイッター)[ ]?の?[ ]?(?:ID|アカウント)|카톡|카카오톡|라인|인스타|아이디|ไลน์|ไอดี|เฟส|ник(?:нейм)?|телег(?:е|рам\\S{0,2})|ватсап|вайбер|حسابي|يوزري?|सनैप|आईडी)[ ]?(?:[\\p{L}\\p{M}]{1,10}[ ]?){0,3}[:：]?[ ]{0,2}(?<![\\w@])(@?[a-zA-Z][\\w.-]{3,31})',
  ),
  // Where an account stands beside its password.
  rule(
    'PERSON',
    '(?:账号|帳號|用户名?|用戶|ユーザー名?|アカウント|계정|사용자|아이디|باسم|المستخدم|यूज़र|उपयोगकर्ता|ชื่อผู้ใช้|ผู้ใช้|משתמש|логин|пользователь|користувач|χρήστης)[ ]{0,2}(?:名|is|:|：)?[ ]{0,2}(?<![a-z])([a-z][a-z0-9]{0,20}(?:[._-]?[a-z0-9]{1,20}){1,3})(?=[ ,，、;]{0,3}(?:و|ו|и |і |와 |과 )?[ ]?(?:初期)?(?:密码|密碼|パスワード|비밀번호|비번|كلمة|पासवर्ड|รหัส|סיסמ|парол|κωδικ))',
  ),
  rule(
    'PERSON',
    '(?<![\\p{L}\\p{M}])(?!माता|पिता|हाँ|हां|बहन|भाई|नमस्ते|गुरु|अच्छा|जी)([\\p{Lo}\\p{M}]{2,14}) जी(?![\\p{L}\\p{M}])',
  ),
  // Numbers of people and their accounts, behind what they are called.
  rule(
    'NATIONAL_ID',
    '(?:身份证号?码?|身分證|マイナンバー|個人番号|주민(?:등록)?번호|الهوية(?: الوطنية)?|الإقامة|आधार|ת"ז|ת״ז|תעודת זהות|ΑΦΜ|ΑΜΚΑ|ИНН|СНИЛС|ІПН|РНОКПП|บัตรประชาชน)(?:[ ]?(?:رقم|नंबर|номер|מספר|αριθμός|เลขที่?))?[ ]{0,2}[:：]?[ ]{0,2}(\\d[\\d -]{7,18}[\\dXx])',
  ),
  rule('NATIONAL_ID', '(?<![\\d-])(\\d-\\d{4}-\\d{5}-\\d{2}-\\d)(?![\\d-])'),
  rule(
    'DRIVER_LICENSE',
    '(?:免許証?番号|驾驶证号?|运전면허번호|운전면허(?:증)?번호)[ ]{0,2}[:：]?[ ]{0,2}([\\d-]{10,16})',
  ),
  rule(
    'BANK_ACCOUNT',
    '(?:银行卡?|卡号?|账号|帳號|账户|(?:普通|当座)(?:預金)?|口座(?:番号)?|은행|계좌(?:번호)?|뱅크|حساب|खाता|खाते|บัญชี|חשבון|счёт|счет|рахунок|на карту|картку)(?:[ ]?(?:是|は|:|：|为|номер|नंबर|เลขที่|رقم|מספר))?[ ]{0,2}[:：]?[ ]{0,2}(\\d[\\d -]{5,24}\\d)',
  ),
  rule('BANK_ACCOUNT', '(?<![\\d-])(\\d{3}-\\d-\\d{5}-\\d)(?![\\d-])'),
  rule('OTHER', '(?:工号|社員番号|사번|学号|学籍番号|학번)[ ]{0,2}[:：]?[ ]{0,2}([A-Z]{0,3} ?\\d{3,10})'),
  rule(
    'VEHICLE_ID',
    '([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][ ]?[A-Z][ ·•・]{0,2}[A-Z\\d]{5,6})(?![A-Za-z\\d])',
  ),
  rule('VEHICLE_ID', '(?<![A-Za-z])([A-Z]{2} ?\\d{1,2} ?[A-Z]{1,2} ?(?:[A-Z]{1,2} ?)?\\d{4})(?!\\d)'),
  // Mobile numbers of the Gulf, of Israel and of Greece.
  rule('PHONE', '(?<![\\d.+-])(05\\d-?\\d{7}|05\\d{8}|69\\d[ ]?\\d{3}[ ]?\\d{4})(?![\\d.-])'),
  rule(
    'DATE',
    '(\\d{1,2} ?(?:มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม|(?:ม|ก|มี|เม|พ|มิ|ส|ต|ธ)\\.[คพยม]\\.) ?\\d{2,4})',
  ),
  rule(
    'FINANCIAL',
    '((?:月薪|年薪|工资|薪水|薪资|奖金)[^\\n\\d。，,]{0,4}?[一二三四五六七八九十百千万两零]{2,9}(?:元|块)?|(?:月給|年収|給料|給与|賞与)[^\\n\\d。、]{0,4}\\d{1,4}(?:\\.\\d)? ?万 ?円?)',
  ),
  rule(
    'FINANCIAL',
    '((?:зарплат|оклад|заробітн|зарплатн|преми|מְ?שכורת|השכר|שכר|الراتب|راتب|वेतन|तनख्वाह)[^\\n\\d.]{0,28}?(?:\\d{1,3}(?:[ \\u00a0.,]\\d{3}){1,3}|\\d{3,7}) ?(?:руб\\S{0,3}|грн|₽|₴|ש"ח|ש״ח|שקל|₪|ريال|درهم|रुपये|тыс\\S{0,2})?)',
  ),
  rule(
    'FINANCIAL',
    '(?<=راتب[^\\n.،]{0,24} )((?:[\\p{L}\\p{M}]{3,10} ){1,4}(?:ريال|درهم|دينار|جنيه|دولار)[\\p{L}\\p{M}]{0,3})',
  ),
  // Mobile numbers of China and Japan, Korea, India in one piece: their first digits are given out to nothing else.
  rule(
    'PHONE',
    '(?<![\\d.+-])(1[3-9]\\d{9}|0[789]0-?\\d{4}-?\\d{4}|01[016-9]-?\\d{3,4}-?\\d{4}|[6-9]\\d{4} ?\\d{5})(?![\\d.-])',
  ),
  rule(
    'DATE',
    '(\\d{4} ?年 ?\\d{1,2} ?月(?: ?\\d{1,2} ?[日号])?|\\d{1,2} ?月 ?\\d{1,2} ?[日号]|(?:昭和|平成|令和|民国) ?\\d{1,3} ?年(?: ?\\d{1,2} ?月(?: ?\\d{1,2} ?日)?)?|\\d{4} ?년 ?\\d{1,2} ?월(?: ?\\d{1,2} ?일)?|\\d{1,2} ?월 ?\\d{1,2} ?일)',
  ),
  rule(
    'DATE',
    '(?:生于|出生(?:日期|于)?|生日|生年月日|誕生日|생년월일|출생|تاريخ الميلاد|من مواليد|जन्म(?: ?तिथि)?|วันเกิด|เกิดวันที่|תאריך לידה|дата рождения|родил(?:ся|ась)|ημερομηνία γέννησης)[ \\t]{0,2}[:：]?[ \\t]{0,3}(\\d[\\d./ -]{3,12}\\d)',
  ),
  rule(
    'AGE',
    '(\\d{1,3}) ?(?:岁|歲|歳|才(?![\\u4e00-\\u9fff])|살|세(?![가-힣])|साल का|साल की|वर्ष का|वर्षीय|سنة من العمر|عاما|ปี(?=[ ,，。)]|$))',
  ),
  rule(
    'AGE',
    '(?:年龄|年齡|年齢|나이|연령|العمر|उम्र|आयु|อายุ|בן|בת|возраст|ηλικία)[ \\t]{0,2}[:：]?[ \\t]{0,3}(\\d{1,3})(?!\\d)',
  ),
  rule(
    'ADDRESS',
    `([${HAN}]{2,10}(?:省|市|区|區|县|縣)[${HAN}\\d]{1,24}(?:路|街|道|巷|弄|号|號|室|楼|樓|村|镇|鎮)(?:[${HAN}\\d -]{0,12}(?:号|號|室|楼|樓|弄|单元|栋|幢|[A-Z] ?座)){0,3}(?: ?\\d{1,5}室?)?)`,
  ),
  rule(
    'ADDRESS',
    `((?:[${HAN}]{2,4}[都道府県])?[${HAN}\\u3040-\\u30ff]{1,8}[市区町村][${HAN}\\u3040-\\u30ff]{0,10} ?\\d[\\d丁目番地号-]{0,16}(?:[ ]?[\\u30a0-\\u30ff]{2,10} ?\\d{1,4}(?:号室)?)?)`,
  ),
  rule(
    'ADDRESS',
    '((?:서울|부산|대구|인천|광주|대전|울산|세종|경기도?|강원도?|충청[남북]도|전라[남북]도|경상[남북]도|제주)[가-힣]{0,6} ?[가-힣]{1,6}[시군구] ?(?:[가-힣]{1,8}[구동읍면] ?)?[가-힣\\d]{1,12}[로길동] ?\\d{0,4}(?:-\\d{1,4})?)',
  ),
  rule(
    'ADDRESS',
    '(?:地址|住址|住所|주소|العنوان|पता|ที่อยู่|כתובת|адрес|адреса|διεύθυνση)[ \\t]{0,2}[:：][ \\t]{0,3}([^\\n;；|]{4,64})',
  ),
  rule(
    'FINANCIAL',
    '((?:月薪|年薪|工资|薪水|薪资|奖金|給料|給与|年収|月給|賞与|ボーナス|급여|월급|연봉|성과급|راتب|الراتب|वेतन|तनख्वाह|เงินเดือน|משכורת|שכר|зарплата|оклад|μισθός)[^\\n\\d。，,]{0,12}[\\d٠-٩][\\d,.٠-٩]{2,14} ?(?:万|萬|億|元|円|만 ?원|원|ريال|درهم|جنيه|रुपये|บาท|שקל|₪|руб\\S{0,3}|€|₽|₹|¥|￥)?)',
  ),
  rule(
    'FINANCIAL',
    '([¥￥₩₹฿₪]? ?\\d[\\d,.]{2,14} ?(?:万|萬)?(?:元|円|만 ?원)(?=[ ，,。的のを]?(?:月薪|年薪|工资|給|年収)))',
  ),
  rule(
    'LOCATION',
    '(北京|上海|广州|深圳|杭州|成都|重庆|武汉|南京|天津|西安|苏州|长沙|郑州|青岛|厦门|香港|台北|高雄)(?:市|分公司|办公室|出差)?',
  ),
  rule('LOCATION', '(東京|大阪|名古屋|札幌|福岡|京都|横浜|神戸|仙台|広島)(?:都|府|市|支社|支店|本社)?(?!タワー|大学)'),
  rule(
    'LOCATION',
    '(?<![가-힣])(서울|부산|대구|인천|광주|대전|울산|수원|제주)(?=시|에서|로|에|지사|본사|역|$|[^가-힣])',
  ),
  rule(
    'LOCATION',
    '(กรุงเทพ(?:มหานคร|ฯ)?|เชียงใหม่|เชียงราย|ลำปาง|ลำพูน|แม่ฮ่องสอน|พะเยา|น่าน(?= |$)|อุดรธานี|อุบลราชธานี|ร้อยเอ็ด|มุกดาหาร|หนองคาย|สกลนคร|นครพนม|บุรีรัมย์|สุรินทร์|พิษณุโลก|สุโขทัย|กำแพงเพชร|นครสวรรค์|ลพบุรี|สระบุรี|นนทบุรี|ปทุมธานี|สมุทรปราการ|ระยอง|จันทบุรี|ราชบุรี|กาญจนบุรี|เพชรบุรี|ประจวบคีรีขันธ์|ชุมพร|สุราษฎร์ธานี|กระบี่|พังงา|นครศรีธรรมราช|สงขลา|ปัตตานี|ยะลา|นราธิวาส|ภูเก็ต|ขอนแก่น|พัทยา|นครราชสีมา|หาดใหญ่|ชลบุรี|อยุธยา)',
  ),
  rule(
    'ADDRESS',
    `([${HAN}\\u30a0-\\u30ff]{1,8}町 ?\\d{1,3} ?(?:丁目|番地?)(?: ?\\d{1,4}(?:[-−番地号]{1,2}\\d{0,4}){0,2})?)`,
  ),
  rule('LOCATION', `(?:搬到|搬去|搬家到|出差去|出差到)([${HAN}]{2,4}?)(?=了|[，。,. ]|$)`),
  rule('LOCATION', `(?<![${HAN}])([${HAN}]{2,4})(?=に(?:引っ越|転勤|出張|転居))`),
  rule(
    'ORGANIZATION',
    `([${HAN}\\u30a0-\\u30ff]{2,14}(?:株式会社|有限会社|合同会社|股份有限公司|有限责任公司|有限公司|事务所|事務所)|(?:株式会社|有限会社|合同会社)[${HAN}\\u30a0-\\u30ff]{2,14})`,
  ),
  rule('ORGANIZATION', '([가-힣]{2,10} ?(?:주식회사|유한회사)|(?:주식회사|유한회사|㈜|\\(주\\)) ?[가-힣]{2,10})'),
  rule('ORGANIZATION', '((?<![\\p{L}\\p{M}])(?:شركة|مؤسسة) [\\p{Lo}\\p{M}]{2,20}(?: ال[\\p{Lo}\\p{M}]{2,20})?)'),
  rule('ORGANIZATION', '((?:[\\p{Lo}\\p{M}]{2,20} ){1,3}(?:उद्योग|लिमिटेड|प्राइवेट लिमिटेड|एंड संस))'),
  rule(
    'MEDICAL',
    '(?<=患|得了|查出|确诊|确诊为|診断は|病名は|진단명은? ?|진단: ?|مصاب ب|مريض ب|تشخيص |диагноз |диагноз: |поставили )((?:[\\p{L}\\p{M}]{2,24}))',
  ),
];

/**
 * A password of letters of such a script with digits that touch them. Asked of the text as it came: folding puts a space between a script of its
 * own and a number, and behind a label a word and a number are hardly ever a password.
 */
const MIXED_PASSWORD = lazily(
  () =>
    new RegExp(
      `(?:${PASSWORDS}|пароля|паролем|парола|гасло|лозинка)${BETWEEN}(?:[\\p{L}\\p{M}]{1,12} ){0,3}((?:[\\p{Lo}\\p{M}]|(?=[\\p{Script=Cyrillic}\\p{Script=Greek}])\\p{L}){2,40}\\d{1,8}[!-~]{0,8})(?![\\p{L}\\p{N}])`,
      'dgiu',
    ),
);

/** Made when the first text comes that has letters of such a script. */
let possible: PossiblePatterns | undefined;

export function mixedPasswords(text: string, emit: Emit): void {
  const form = MIXED_PASSWORD();
  form.lastIndex = 0;
  for (let match = form.exec(text); match !== null; match = form.exec(text)) {
    const [start, end] = match.indices![1]!;
    emit(start, end - trailing(match[1]!), 'PASSWORD');
  }
}

/** Emits what stands behind labels of such scripts. */
export function labelledInOwnScript(text: string, emit: Emit): void {
  possible ??= new PossiblePatterns(RULES.map(({ source }) => source));
  possible.read(text);
  for (let n = 0; n < RULES.length; n++) {
    if (!possible.may(n)) continue;
    const { type, form: make } = RULES[n]!;
    const form = make();
    form.lastIndex = 0;
    for (let match = form.exec(text); match !== null; match = form.exec(text)) {
      const [start, end] = match.indices![1]!;
      emit(start, end - (type === 'PASSWORD' ? trailing(match[1]!) : 0), type);
      if (match[0] === '') form.lastIndex++;
    }
  }
}

/** Sentence marks behind a password are the sentence's. */
const trailing = (value: string): number => /[.,;)"'\]]+$/.exec(value)?.[0].length ?? 0;
