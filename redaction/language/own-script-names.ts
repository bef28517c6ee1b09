import type { Emit } from '../spans.ts';
import { lazily } from '../text/lazily.ts';
import { GIVEN_AR, GIVEN_JA, GIVEN_KO, GIVEN_TH, MEANT_AR, SURNAMES_JA } from './own-script-lists.ts';
import { GIVEN_HI, MEANT_HI, SURNAMES_HI } from './own-script-lists-hi.ts';

/** Names by lists alone, where no word announces them: a surname and a given name that belong together, or a given name that is no word. */
export function namesByList(code: string, text: string, emit: Emit): void {
  FINDERS[code]?.(text, emit);
}

const setOf = (words: () => readonly string[]) => lazily(() => new Set(words()));

const SURNAMES_KO =
  '김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진나지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국';
const LONG_SURNAMES_KO = ['남궁', '황보', '제갈', '선우', '독고', '사공', '서문'];
const givenKo = setOf(GIVEN_KO);
/** Given names that are words, too: they need a surname. */
const MEANT_KO = lazily(
  () =>
    new Set(
      '지원 수정 정원 소원 미소 사랑 하늘 가을 보라 아름 정보 정리 이상 주의 기본 우주 시온 나라 유지 인정 규정 지정 선정 조정 개정 일정 가정 보람 한별 두리 단비 주인 소정 도경 수단 명기 여진 이안 성수 유리 현재 상상 영재 수호 인수 이수 지수 태양 자연 진수 도구 가인 명수 상인 기호 선수 기수 정수 대기 상기 수상 사항 성기 미정 한나 상태 정상 동기 경기 경영 운영 인도 기술 기준 수준 시기 원인 하나 마리 동호 지도 정도 제주 상호 기사 의사 소재 지하 주요 유형 재고 문의 문호 나영 보이 의정 이슬 주리 진아 성원 경주 상주 진주 여주 영주 원주 전주 청주 민주 공주 광주 나주 효주 아이 이나 주현 승인 공지 정기 구현 실현 표현 재현 출현 도현 이서 연구 연수 연기 연주 영일 정희 호기 남희 수연'.split(
        ' ',
      ),
    ),
);
/** What may be joined to a name. */
const TAIL_KO =
  /^(?:은|는|이|가|을|를|의|와|과|도|님|씨|에게|한테|께|께서|랑|이랑|하고|로|으로|만|이고|이며|입니다|이에요|예요|이라고|라고|이가|이는|이도|이를|이의|이한테|이에게|이하고|이네|아|야|네)?(?:님|씨)?(?:은|는|이|가|을|를|의|도|께|께서|에게|한테)?$/;
const TAIL_GIVEN_KO = /^(?:이가|이는|이도|이를|이한테|이에게|이랑|이하고|이네|아|야|님|씨|한테|에게|랑|하고)$/;
const RUN_KO = /[가-힣]{2,10}/g;

function korean(text: string, emit: Emit): void {
  const given = givenKo();
  for (const { 0: run, index } of text.matchAll(RUN_KO)) {
    const long = LONG_SURNAMES_KO.includes(run.slice(0, 2)) ? 2 : 0;
    const surname = long || (SURNAMES_KO.includes(run[0]!) ? 1 : 0);
    const end = surname + 2;
    if (surname > 0 && given.has(run.slice(surname, end)) && TAIL_KO.test(run.slice(end))) {
      emit(index, index + end, 'PERSON');
      continue;
    }
    const name = run.slice(0, 2);
    if (given.has(name) && !MEANT_KO().has(name) && TAIL_GIVEN_KO.test(run.slice(2))) emit(index, index + 2, 'PERSON');
  }
}

const HAN = '\\u4e00-\\u9fff\\u3005\\u30f6';
const surnamesJa = setOf(SURNAMES_JA);
const givenJa = setOf(GIVEN_JA);
/** Surnames that are towns, prefectures or words as often. */
const PLACES_JA = lazily(
  () =>
    new Set(
      '千葉 福島 宮崎 宮城 川崎 福岡 福井 石川 長野 山口 山形 大阪 富山 香川 奈良 高知 高松 豊田 岡山 岡崎 大分 長崎 広島 秋田 札幌 上野 品川 渋谷 目黒 中野 大宮 松山 松本 高山 小松 上田 金沢 日野 平野 三島 沼津 浜松 川口 川越 成田 鎌田 和泉 高槻 有馬 諏訪 名取 能登 佐渡 内海 入口 出口 日向 手塚 山中 山川 水上 谷川 中西 北川 川上 大川 小川 大石 大森 南部 北部 東部 西部 近江 室井 関口 小倉 亀田 大和田 八代 別府 玉城 吉野 田畑 有田 白鳥 立花 今市 国分 大平 平賀 日光 富岡 三条 加賀 美濃 飛騨 真田 本庄 結城 坂井 新田 下地 上地 花田 水野 畑中 中原 中里 仲田 門田 前島 島袋 金城 高原 高坂 竹原 米沢 米田 原田 吉川 神田 大塚 池袋 赤坂 下北 小出 大関 小関 関 一色 根本 根岸 向田 生田 米山 保坂 早川 千原'.split(
        ' ',
      ),
    ),
);
/** How given names end, and what they are written with. */
const GIVEN_ENDS_JA =
  /^[^\d]{0,2}[子美代江枝恵香奈菜花華里理沙紗衣依音乃穂織緒加佳世郎夫雄男介助輔佑也哉彦樹太斗人仁平司志史之幸行弘宏浩博裕誠哲健翔陽二三吾悟亮隆剛豪徹聡茂修進勝実稔豊潤淳翼蓮颯湊樹葵凛桜咲結愛希紀貴輝輔馬真麻梨莉]$/u;
const RUN_JA = new RegExp(`[${HAN}]{2,7}`, 'gu');
const SECOND_JA = new RegExp(
  `^[ \\u3000]([${HAN}]{1,3}|[\\u3041-\\u3096]{2,4}|[\\u30a1-\\u30fa\\u30fc]{2,5})(?![${HAN}\\u3040-\\u30ff])`,
  'u',
);
const FOLLOWS_NAME_JA = /^(?:[はがをにともへ、。,.\s:：()（）]|の(?:[^で])|って|から|まで|より|です|だ|$)/u;
const FOREIGN_JA =
  /(?<![\u30a1-\u30ff])((?:グエン|チャン|ファム|ホアン|フィン|ブイ|ファン|サントス|シルバ|フェルナンデス|ガルシア|ロドリゲス|ロペス|ゴンザレス|マルティネス|オリベイラ|ソウザ|ペレイラ|スミス|ジョンソン|ウィリアムズ|ブラウン|ミラー|クマール|シャルマ|シン|タパ|グルン|ライ|カーン|アリ|ラーマン|マリア|ジョン|マイケル|デイビッド|アンナ|キム|パク|チェ|リー|ワン|チェン|カルロス|ホセ|アフマド|ムハンマド)(?:[・＝ ][\u30a1-\u30fa\u30fc]{1,10}){1,3})(?![\u30a1-\u30fa\u30fc])/gu;

function japanese(text: string, emit: Emit): void {
  const surnames = surnamesJa();
  const given = givenJa();
  for (const { 0: run, index } of text.matchAll(RUN_JA)) {
    const rest = text.slice(index + run.length, index + run.length + 6);
    let named = false;
    for (const length of [3, 2]) {
      const surname = run.slice(0, length);
      if (run.length < length || !surnames.has(surname)) continue;
      const behind = run.slice(length);
      if (behind === '') {
        const second = SECOND_JA.exec(rest);
        if (second !== null) emit(index, index + run.length + second[0].length, 'PERSON');
        else if (!PLACES_JA().has(surname) && FOLLOWS_NAME_JA.test(rest)) emit(index, index + run.length, 'PERSON');
        else continue;
        named = true;
      } else if (given.has(behind) || (behind.length <= 3 && GIVEN_ENDS_JA.test(behind))) {
        emit(index, index + run.length, 'PERSON');
        named = true;
      }
      break;
    }
    if (!named && given.has(run) && FOLLOWS_NAME_JA.test(rest)) emit(index, index + run.length, 'PERSON');
  }
  for (const match of text.matchAll(FOREIGN_JA)) emit(match.index, match.index + match[0].length, 'PERSON');
}

const SURNAMES_ZH =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛段郝顾龚邵万覃武钱戴严莫孔向常汤費费解单翟曲缪甘尤古齐洪庞殷施柯骆符简柳邢游祝倪尚温芦詹欧翁岳颜裴蓝路聂凌阮季关焦牛艾辛管左麦阳穆申宁卓盛吉卞乔邬鲍俞樊晏邝祁靳耿冉艾臧滕桂褚屈张張劉陳楊黃趙吳孫馬鄭謝許鄧韓馮蕭葉蔣鐘譚陸盧呂蘇賈鄒龍賀龔萬錢嚴湯羅彭曾游簡翁賴赖';
const GIVEN_ZH =
  '伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂玉萍红玲梅鹏辉华建国志文斌波宇浩凯健俊帆雪荣爱云燕琴雅婷慧莹佳嘉欣怡梓涵轩泽晨晓思雨子若诗琪瑶瑾颖洁倩蕾薇琳璐萱妍彤悦宁宏庆德福贵海峰亮龙飞翔旭春秋冬林森松柏永远达民安康顺义仁礼智信孝良才富宝珠珍凤仙莲菊香美惠淑贤慈善芬芸蓉茜茹菲萌馨语诺依晗钰铭铮锋锐钢铁钧鑫淼焱炜烨煜昊昕昱昌晟晖曦朗阳耀振启霄宸睿博渊哲翰彦武威雄豪君皓洪润沛源岩坤培坚壮廷彬彪虎骏骥麟鹤鸿雁胜祥瑞吉怀卿维承继祖宗炎焕灿星辰娥嫦婵娇媛姗姝婉婧妮媚贝楠榕樱桃梨杏枫桐柳竹毅劲捷贞偉麗強軍艷傑娟濤蘭剛紅輝華國誌榮愛雲瑩穎潔寧慶貴龍飛遠義寶鳳蓮賢銘鋒銳鋼鈞燁暉陽啟維';
/** Before a name in the middle of a row of letters, and behind one. */
const BEFORE_NAME_ZH = lazily(
  () =>
    new Set([
      ...'的是和与與跟给給找由请請让讓叫向对對把被为為在、及到见問问派称托替帮陪约員员户長长师師生理友事工人名',
    ]),
);
const BEHIND_NAME_ZH = lazily(
  () =>
    new Set([
      ...'的是在说說和与與已将會会请請去来來到给給把被也都不未没刚因于從从等负負联聯电電手身先女老总總经醫医同就又要跟今明昨上下周这這那签簽验收拿接送取带帶做写寫确認认，。、：；（）',
    ]),
);
const givenZh = lazily(() => new Set([...GIVEN_ZH]));
const surnamesZh = lazily(() => new Set([...SURNAMES_ZH]));
/** Rows of such signs that are no names. */
const NO_NAME_ZH = lazily(
  () =>
    new Set(
      '高明 高亮 高雅 高强 方明 明文 文明 平安 平民 马龙 金星 金秋 金鑫 金龙 金玉 金华 白云 白雪 白金 黄金 黄海 黄河 江海 石林 云海 林海 海龙 夏秋 武汉 于海 于明 安宁 安康 高丽 关爱 常德 常春 龙岩 古文 古典 宁德 宁海 万达 万安 万国 万福 万宝 康乐 吉林 林芝 方志 方胜 任国 程序 向阳 向海 路明 白菊 黄桃 黄杏 金桂 白桃 石榴 温柔 温馨 温泉 盛夏 左岸 关云 马桂 段文 单元 单子 游云 符文 简明 简文 简洁 尚德 尚美 尚品 施文 万德 万康 温润 温文 桂林 桂花 桂圆 凌云 凌晨 季春 阳春 阳明 宁静 吉祥 卓达 安生 顾惠 江南 江北 江山 江浙 江阴 叶子 田子 田园 石子 金子 汤子 曲子 管子 孔子 孟子 庄子 孙子 麦子 方子 段子 左子 侯爵 唐诗 宋词 汉武 文武 金海 黄梅 白海 武林 林业 曹县 单县 金县 许愿 谢意 石英 石灰 石膏 牛仔 马桶 程度'.split(
        ' ',
      ),
    ),
);
const isHan = (c: string | undefined): boolean => c !== undefined && c >= '\u4e00' && c <= '\u9fff';

function chinese(text: string, emit: Emit): void {
  const given = givenZh();
  const surnames = surnamesZh();
  for (let i = 0; i + 1 < text.length; i++) {
    if (!surnames.has(text[i]!) || !given.has(text[i + 1]!)) continue;
    const before = text[i - 1];
    if (isHan(before) && !BEFORE_NAME_ZH().has(before!)) continue;
    const three = given.has(text[i + 2] ?? '');
    const end = i + (three ? 3 : 2);
    const behind = text[end];
    if (NO_NAME_ZH().has(text.slice(i, i + 2)) || NO_NAME_ZH().has(text.slice(i + 1, end))) continue;
    if (isHan(behind) && !BEHIND_NAME_ZH().has(behind!)) continue;
    // Two signs say little: they stand alone.
    if (!three && (isHan(before) || isHan(behind))) continue;
    emit(i, end, 'PERSON');
    i = end - 1;
  }
}

const THAI = '\\u0e01-\\u0e4e';
const givenTh = setOf(GIVEN_TH);
const RUN_TH = new RegExp(`[${THAI}]{3,24}`, 'gu');
const SURNAME_TH = new RegExp(`^ ([${THAI}]{4,24})(?![${THAI}])`, 'u');
const NO_SURNAME_TH =
  /^(?:ได้|ไป|มา|จะ|ที่|และ|ครับ|ค่ะ|คะ|กับ|ใน|ของ|ให้|โทร|เบอร์|ลา|ป่วย|อายุ|วัน|พรุ่ง|ไม่|อยู่|เป็น|อีเมล|แจ้ง|ขอ|รับ|ส่ง|มี|ตำแหน่ง|แผนก|เงิน|บ้าน|เลข|บัตร|รหัส|ที่อยู่|ทะเบียน|เกิด|พนักงาน|ลูกค้า|ผู้|ว่า|แล้ว|ก็|นะ|ช่วย|ฝาก|เข้า|ออก|ทำ|เมื่อ|จาก|ถึง|หรือ|แต่|ยัง|เคย|ต้อง|บอก|มือถือ|ชั้น|ห้อง|บริษัท|ร้าน)/u;
/** What somebody is called who has a nickname, and the nicknames. */
const NICK_TH =
  /(?:พี่|น้อง|ป้า|ลุง|น้า|เฮีย|เจ๊|ช่าง|หมอ|ครู|อาจารย์|เสี่ย|ยาย|โค้ช|เชฟ|คุณ|หัวหน้า|ผู้จัดการ|จ่า|แม่|พ่อ|ไอ้)(?:นก|หนึ่ง|แอน|ต้น|โอ๋|แนน|ฝน|เมย์|ปุ๊ก|ตุ๊ก|ตุ๊กตา|เล็ก|ใหญ่|หน่อย|ติ๊ก|จอย|บอย|แบงค์|เบนซ์|มิ้นท์|มิ้นต์|มายด์|แพร|พลอย|เพชร|ต่าย|แก้ว|อุ้ม|กุ้ง|หมู|ไก่|นิด|น้อย|แดง|ดำ|ขาว|ส้ม|ป้อม|โจ้|โต้ง|เอก|โอ๊ต|กอล์ฟ|เก่ง|หนุ่ม|หวาน|นุ่น|หนิง|เจี๊ยบ|แจ๋ว|จิ๋ว|ตั้ม|ต๋อง|ตู่|ตี๋|หมวย|อ้อย|อ๋อย|อ้อม|แต๋ว|แมว|เหมียว|หญิง|ชาย|ยุทธ|ชัย|วิทย์|ศักดิ์|พร|จันทร์|ดาว|เดือน|ฟ้า|น้ำ|ทราย|ใบเตย|ใบเฟิร์น|เฟิร์น|เฟรม|ฟลุ๊ค|ปาล์ม|บาส|บีม|บัว|บุ๋ม|เบียร์|เบิร์ด|เบล|เปิ้ล|แป้ง|ปุ้ย|ปู|เป้|โป้ง|ไผ่|ฝ้าย|พีช|เพลง|ภูมิ|มุก|มด|มะปราง|ยุ้ย|เยาว์|รุ่ง|ลูกแก้ว|วิว|แววตา|สาว|สมพร|อาร์ม|อิ๋ว|อุ๊|เอ๋|เอ็ม|แอ๋ม|แอม|ไอซ์|ออย|หลิน|หยก|หมวก|โหน่ง|โย|ทิพย์|นิว|นัท|นัฐ|เนย|โน้ต|โบว์|เต้|เต๋า|เต้ย|ตาล|ต้อม|ต้า|ดิว|ดอย|ซัน|เซฟ|ชมพู่|ชิน|จ๋า|จุ๋ม|เจน|เจมส์|แจ็ค|กิ๊ฟ|กิ๊ก|กบ|กานต์|เกด|เกมส์|แก๊ป|ขวัญ|ข้าว|แขก|คิม|งาม)(?![\u0e30-\u0e3a\u0e45-\u0e4e])/gu;

/** Behind these a name may be written without a space. */
const ROLE_TH =
  /(?:ชื่อ|กับ|คุณ|หัวหน้างาน|หัวหน้า|ติดต่อ|ลูกสาว|ลูกชาย|ภรรยา|สามี|แจ้ง|ถาม|โทรหา|เรียก|จาก|โดย|ของ|ฝาก|ส่งให้|ช่าง|ครู|หมอ|นาย|นาง|นางสาว|นพ\.|พญ\.|ด\.ช\.|ด\.ญ\.|น\.ส\.|และ)/gu;
const LONGEST_TH = 16;
const SHORTEST_TH = 4;
/** Vowels and signs that go on a word. */
const MARK_TH = /[\u0e30-\u0e3a\u0e45-\u0e4e]/;
/** Children, and what a daughter or a son is called. */
const CHILD_TH = new RegExp(
  `(?:ด\\.ช\\.|ด\\.ญ\\.|เด็กชาย|เด็กหญิง)[ ]?[${THAI}]{2,16}(?: [${THAI}]{3,20})?|(?<=(?:ลูกสาว|ลูกชาย|ภรรยา|สามี|หลาน|แฟน)ชื่อ)[${THAI}]{2,10}?(?=แล้ว|[ \\n]|$|ไป|มา|ว่า)`,
  'gu',
);

function thai(text: string, emit: Emit): void {
  const given = givenTh();
  for (const { 0: run, index } of text.matchAll(RUN_TH)) {
    if (!given.has(run)) continue;
    const end = index + run.length;
    const second = SURNAME_TH.exec(text.slice(end, end + 26));
    emit(index, end + (second === null || NO_SURNAME_TH.test(second[1]!) ? 0 : second[0].length), 'PERSON');
  }
  for (const match of text.matchAll(ROLE_TH)) {
    const at = match.index + match[0].length;
    for (let length = Math.min(LONGEST_TH, text.length - at); length >= SHORTEST_TH; length--) {
      if (!given.has(text.slice(at, at + length)) || MARK_TH.test(text[at + length] ?? '')) continue;
      const second = SURNAME_TH.exec(text.slice(at + length, at + length + 26));
      emit(at, at + length + (second === null || NO_SURNAME_TH.test(second[1]!) ? 0 : second[0].length), 'PERSON');
      break;
    }
  }
  for (const match of text.matchAll(CHILD_TH)) emit(match.index, match.index + match[0].length, 'PERSON');
  for (const match of text.matchAll(NICK_TH)) emit(match.index, match.index + match[0].length, 'PERSON');
}

const givenAr = setOf(GIVEN_AR);
const meantAr = setOf(MEANT_AR);
const RUN_AR = /[\u0621-\u065f\u0670-\u06d3]{2,24}/gu;
/** Parts that join names, with the word behind them. */
const PART_AR = /^(?:بن|بنت|ابن|أبو|ابو|أبي|أم|آل|عبد|بو|بني|ولد)$/;
/** `العتيبي`, `القحطاني`, `حجازي`: of a tribe or a town. */
const FAMILY_AR = /^(?:ال[\u0621-\u064a]{3,10}[يةاندرلشسمفبعحجخصقطزت])$/;
const NO_FAMILY_AR =
  /^(?:الذي|التي|اليوم|الان|الآن|على|في|إلى|الى|التالي|الحالي|الماضي|القادم|الجديد|السنوي|الشهري|اليومي|الطبي|المالي|العربي|الوطني|الرسمي|الثاني|الأولى|الثانية|المدينة|الشركة|الحساب|الهاتف|العنوان|الراتب|البريد|الرقم|لدي|التقرير|الموعد|الملف|العميل|الطلب|القسم|المشروع|الاجتماع|العمل|الموظف|المدير|المريض|المريضة|الطالب)$/;

/** A name without the letters that are written together with it. */
function bareAr(word: string, among: ReadonlySet<string>): number {
  if (among.has(word)) return 0;
  return /^[ولبفك]/.test(word) && word.length > 3 && among.has(word.slice(1)) ? 1 : -1;
}

function arabic(text: string, emit: Emit): void {
  const given = givenAr();
  const meant = meantAr();
  const words = [...text.matchAll(RUN_AR)];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const sure = bareAr(word[0], given);
    const maybe = sure >= 0 ? sure : bareAr(word[0], meant);
    if (maybe < 0) continue;
    let last = i;
    let names = 1;
    for (let next = i + 1; next < words.length && next <= i + 4; next++) {
      const before = words[next - 1]!;
      const one = words[next]!;
      if (one.index !== before.index + before[0].length + 1 || text[one.index - 1] !== ' ') break;
      if (PART_AR.test(one[0])) {
        if (words[next + 1]?.index !== one.index + one[0].length + 1) break;
        last = ++next;
        names++;
        continue;
      }
      if (given.has(one[0])) names++;
      else if (meant.has(one[0])) names += 0.5;
      // `الاثنين` is a day, and no family ends so: of a tribe or a town it is told by its last letter.
      else if (FAMILY_AR.test(one[0]) && !NO_FAMILY_AR.test(one[0])) names += one[0].endsWith('ي') ? 1 : 0.5;
      else break;
      last = next;
    }
    if (sure < 0 && names < 2) continue;
    const end = words[last]!.index + words[last]![0].length;
    emit(word.index + maybe, end, 'PERSON');
    i = last;
  }
}

const givenHi = setOf(GIVEN_HI);
const meantHi = setOf(MEANT_HI);
const surnamesHi = setOf(SURNAMES_HI);
const RUN_HI = /[\u0900-\u0963\u0970-\u097f\u200d]{2,20}/gu;
const plainHi = (word: string): string => word.normalize('NFD').replace(/\u093c/g, '');

function hindi(text: string, emit: Emit): void {
  const given = givenHi();
  const meant = meantHi();
  const surnames = surnamesHi();
  const words = [...text.matchAll(RUN_HI)];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const plain = plainHi(word[0]);
    const isGiven = given.has(plain);
    const isMeant = meant.has(plain);
    if (!isGiven && !isMeant && !surnames.has(plain)) continue;
    let last = i;
    for (let next = i + 1; next < words.length && next <= i + 2; next++) {
      const before = words[next - 1]!;
      const one = words[next]!;
      if (one.index !== before.index + before[0].length + 1 || text[one.index - 1] !== ' ') break;
      const other = plainHi(one[0]);
      if (
        !surnames.has(other) &&
        !given.has(other) &&
        !/^(?:जी|कुमार|कुमारी|देवी|लाल|प्रसाद|बाई|बेन|भाई|अली|बेगम|खातून|सिंह|कौर|चंद|नाथ|राम|दास)$/.test(other)
      )
        break;
      last = next;
    }
    const whole = last > i;
    if (isMeant && !isGiven && !whole) continue;
    emit(word.index, words[last]!.index + words[last]![0].length, 'PERSON');
    i = last;
  }
}

const FINDERS: Readonly<Record<string, (text: string, emit: Emit) => void>> = {
  ko: korean,
  ja: japanese,
  zh: chinese,
  th: thai,
  ar: arabic,
  hi: hindi,
};
